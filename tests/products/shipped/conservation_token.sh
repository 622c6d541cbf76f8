#!/usr/bin/env bash
# An offer with a conservation token of the largest size that contract.document takes: the shipped product hands it on, and does not call it unusable as it
# would a text of that length in a field for names.
#   conservation_token.sh BUILD
set -euo pipefail
BUILD=${1:?the build tree}
cd "$(dirname "$0")/../../.."
. tests/products/shipped/with_models.sh
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
head -c 65536 /dev/zero | base64 -w 0 | sed 's/.*/{"conservation_token": "&"}/' >"$WORK/offer.json"
"${cotejo[@]}" verify credito-personal --config configs/host.yaml --plugins "$BUILD/plugins" --json --evidence offer="$WORK/offer.json" >"$WORK/result.json" || [ $? -eq 10 ]
if grep -o '"name":"offer:offer.conservation_token","absent_reason":"[^"]*"' "$WORK/result.json"; then
  echo "the token was not handed on"
  exit 1
fi
grep -q '"name":"offer:offer.conservation_token","value":"AAAA' "$WORK/result.json" || { echo "there is no token in the result"; exit 1; }
