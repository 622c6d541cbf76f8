#!/usr/bin/env bash
# Writes configs/schemas/ anew, or with --check fails when they are not what this build says. Needs a built tree with all plugins.
#   packaging/write-schemas.sh [--check] [BUILD]
set -euo pipefail
cd "$(dirname "$0")/.."
CHECK=false
if [ "${1:-}" = --check ]; then CHECK=true; shift; fi
BUILD=${1:-build}
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
for kind in product block host reasons; do
  "$BUILD/bin/cotejo" schema "$kind" --config configs/host.yaml --plugins "$BUILD/plugins" >"$WORK/$kind.schema.json"
  if $CHECK; then
    diff -u "configs/schemas/$kind.schema.json" "$WORK/$kind.schema.json" >"$WORK/difference" || {
      head -n 40 "$WORK/difference"
      echo "configs/schemas/$kind.schema.json is not current: run packaging/write-schemas.sh and commit what it writes"
      exit 1
    }
  else
    cp "$WORK/$kind.schema.json" "configs/schemas/$kind.schema.json"
  fi
done
