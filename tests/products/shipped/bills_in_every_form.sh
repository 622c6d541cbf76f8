#!/usr/bin/env bash
# An applicant's bill as the PDF, off a scanner and as a phone's photo, through a shipped product: each is read by what is for it, and the address is
# judged. A video instead is refused in words that name what is taken.
#   bills_in_every_form.sh BUILD
set -euo pipefail
BUILD=${1:?the build tree}
cd "$(dirname "$0")/../../.."
. tests/products/shipped/with_models.sh
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
"$BUILD/bin/cotejo-specimens" --out "$WORK" --seed 77 --count 1 --level phone --portrait drawing --bill cfe --statement bbva >/dev/null
applicant=$WORK/0000

fail() { echo "$1"; exit 1; }

verify() {  # BILL: the result of `tarjeta` with it, as JSON
  "${cotejo[@]}" verify tarjeta --config configs/host.yaml --plugins "$BUILD/plugins" --json --applicant "$applicant/applicant.json" --evidence \
    ine_front="$applicant/ine_front.jpg" ine_back="$applicant/ine_back.jpg" bank_statement="$applicant/bank_statement.pdf" proof_of_address="$1" || [ $? -ge 10 ]
}

declare -A media_types=([proof_of_address.pdf]=application/pdf [proof_of_address_scan.pdf]=application/pdf [proof_of_address.jpg]=image/jpeg)
declare -A left_out=([proof_of_address.pdf]=image [proof_of_address_scan.pdf]=image [proof_of_address.jpg]=pdf)
for bill in "${!media_types[@]}"; do
  result=$(verify "$applicant/$bill")
  # The bill may be too old by the day of the test: that is judged, and `undecided` is not.
  verdict=$(jq -r '.checks[] | select(.name == "address") | .verdict' <<<"$result")
  [ "$verdict" = pass ] || [ "$verdict" = fail ] || fail "$bill: the address is $verdict"
  others=$(jq -r '[.checks[] | select(.name == "address") | .items[]] | length' <<<"$result")
  too_old=$(jq -r '[.items[] | select(.code == "address.bill_too_old")] | length' <<<"$result")
  [ "$others" = "$too_old" ] || fail "$bill: something else than its age was found: $(jq -c '[.items[].code]' <<<"$result")"
  [ "$(jq -r '.evidence[] | select(.name == "proof_of_address") | .media_type' <<<"$result")" = "${media_types[$bill]}" ] ||
    fail "$bill: the result shows another media type"
  [ "$(jq -r '[.traits[] | select(.name | startswith("proof_of_address:'"${left_out[$bill]}"'."))] | length' <<<"$result")" = 0 ] ||
    fail "$bill: ${left_out[$bill]} ran as well"
done

result=$(verify "$applicant/selfie.mp4")
jq -e '.errors[] | select(.code == "evidence.media_type_mismatch")' <<<"$result" >/dev/null || fail "a video was taken for a bill"
jq -e '[.feedback[] | select(.audience == "applicant" and .evidence == "proof_of_address") | .text] | any(contains("PDF, JPG"))' <<<"$result" >/dev/null ||
  fail "the words for a video do not name what is taken"
