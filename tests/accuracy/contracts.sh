#!/usr/bin/env bash
# What the contract's checks find in specimens of contracts: whether each variant gets the code that names it, and what else is said.
#   build/bin/cotejo-specimens --out DIR --seed S --count 48 --contract all --only-contract
#   tests/accuracy/contracts.sh DIR [text|scan|photo …]
# Prints one line a specimen, and the shares. A signature is not compared here: that needs the voter card.
set -euo pipefail
cd "$(dirname "$0")/../.."
FOLDER=${1:?a folder of specimens}
shift
[ $# -gt 0 ] || set -- text scan photo
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
mkdir -p "$WORK/configs/products"
ln -s "$PWD/configs/reasons" "$WORK/configs/reasons"
ln -s "$PWD/configs/products/shared" "$WORK/configs/products/shared"
cat > "$WORK/configs/products/contrato.yaml" <<END
product: contrato
version: 1
summary: The contract alone
extends: [ contrato ]
deadline: 120s
time_zone: America/Mexico_City
analysis:
  contract:
    sub_analyzers:
      - use: contract.document
        params: { conservation_roots: [ $(jq -Rs . "$FOLDER/0000/conservation_root.pem") ] }
        inputs: { offer: offer.document, token: offer.conservation_token }
      - { use: signature, inputs: { front: none, back: none } }
decision: { reject: [], approve: { all_checks: pass }, otherwise: review }
feedback: { locales: [ es-MX ], attempts: 3 }
END
printf 'models: { manifest: %s, directory: %s }\n' "$PWD/packaging/models.json" "$PWD/models" > "$WORK/models.yaml"
awk '/^[a-z]/ { models = /^models:/ } !models' configs/host.yaml > "$WORK/configs/host.yaml"
cat "$WORK/models.yaml" >> "$WORK/configs/host.yaml"

declare -A FILES=([text]=contract.pdf [scan]=contract_scan.pdf [photo]=contract_photo.pdf)
for kind in "$@"; do
  right=0 all=0
  for specimen in "$FOLDER"/*/; do
    variant=$(jq -r .contract.variant "$specimen/truth.json")
    expected=$(jq -r '.contract.code // "-"' "$specimen/truth.json")
    # These are of the file's bytes, which a scan does not have, or need the card.
    case $kind/$variant/$expected in
      scan/conserved* | photo/conserved* | scan/changed_after_signing/* | photo/changed_after_signing/*) continue ;;
      */signature.mismatch) expected=- ;;
    esac
    result=$("${COTEJO:-build/bin/cotejo}" verify contrato --config "$WORK/configs/host.yaml" --plugins "${PLUGINS:-build/plugins}" --json \
      --evidence contract="$specimen${FILES[$kind]}" --evidence offer="$specimen/offer.json" || true)
    verdict=$(jq -r '.checks[0].verdict' <<<"$result")
    codes=$(jq -r '[.items[].code] | unique | join(" ")' <<<"$result")
    marks=$(jq -r '[.traits[] | select(.name | endswith("signature.marks")) | .value[]? | select(.signer == "borrower") | .kind + (if .copy_of then "=" + .copy_of else "" end)] | join(",")' <<<"$result")
    all=$((all + 1))
    said=wrong
    case $expected in
      -) [ "$verdict" = pass ] && said=right ;;
      signature.typed) [[ $marks == *typed* ]] && said=right ;;
      signature.copied) [[ $marks == *=* ]] && said=right ;;
      *) [[ " $codes " == *" $expected "* ]] && said=right ;;
    esac
    [ "$said" = right ] && right=$((right + 1))
    printf '%-6s %-6s %-22s %-10s %-30s %s  [%s]\n' "$said" "$kind" "$variant" "$verdict" "$expected" "$codes" "$marks"
  done
  printf '%s: %d of %d right\n' "$kind" "$right" "$all"
done
