#!/usr/bin/env bash
# statements.sh [COUNT] [SEED]: makes COUNT bank statements (of each bank in turn), as text and as scans, and tells how they are read: a table of
# fields and one of rows for each bank. Run it where the build is (build/, or BUILD).
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=${BUILD:-$root/build}/bin
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
"$bin/cotejo-specimens" --out "$work" --count "${1:-16}" --seed "${2:-1}" --statement all --only-statement --portrait drawing
"$bin/cotejo-accuracy" --only-fields --plugins "${BUILD:-$root/build}/plugins" "$work"
