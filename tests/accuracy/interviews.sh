#!/usr/bin/env bash
# What check.interview finds in specimens of interviews: whether each variant gets the code that names it, what is said beside it, and whether the
# other checks pass as they do without an interview.
#   build/bin/cotejo-specimens --out DIR --seed S --count 45 --interview all
#   tests/accuracy/interviews.sh DIR
# Prints one line a specimen and the shares.
set -euo pipefail
cd "$(dirname "$0")/../.."
FOLDER=${1:?a folder of specimens}
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
mkdir -p "$WORK/configs/products"
ln -s "$PWD/configs/reasons" "$WORK/configs/reasons"
ln -s "$PWD/configs/products/shared" "$WORK/configs/products/shared"
cat > "$WORK/configs/products/entrevista.yaml" <<END
product: entrevista
version: 1
summary: Who applies, alive, and interviewed
extends: [ persona-fisica, selfie-en-vida, entrevista ]
deadline: 60s
decision: { reject: [], approve: { all_checks: pass }, otherwise: review }
END
ln -s "$PWD/configs/lists" "$WORK/configs/lists"
sed -e "s|# manifest: .*|manifest: $PWD/packaging/models.json|" -e "s|# directory: .*|directory: $PWD/models|" configs/host.yaml > "$WORK/configs/host.yaml"

right=0 all=0 disturbed=0
for specimen in "$FOLDER"/*/; do
  variant=$(jq -r .interview.variant "$specimen/truth.json")
  expected=$(jq -r '.interview.code // "-"' "$specimen/truth.json")
  result=$("${COTEJO:-build/bin/cotejo}" verify entrevista --config "$WORK/configs/host.yaml" --plugins "${PLUGINS:-build/plugins}" --json \
    --applicant "$specimen/applicant.json" --evidence ine_front="$specimen/ine_front.jpg" --evidence ine_back="$specimen/ine_back.jpg" \
    --evidence selfie="$specimen/selfie.mp4" --evidence interview="$specimen/interview.mp4" \
    --evidence interview_record="$specimen/interview_record.json" || true)
  verdict=$(jq -r '.checks[] | select(.name == "interview") | .verdict' <<<"$result")
  codes=$(jq -r '[.items[] | select(.check == "interview") | .code] | unique | join(" ")' <<<"$result")
  others=$(jq -r '[.checks[] | select(.name != "interview" and .verdict != "pass") | .name] | join(" ")' <<<"$result")
  said=wrong
  case $expected in
    -) [ "$verdict" = pass ] && said=right ;;
    # What is minor need not fail: a long silence decides nothing, an answer that nobody hears is left to a person.
    *) severity=$(jq -r --arg code "$expected" '[.items[] | select(.code == $code) | .severity][0] // "-"' <<<"$result")
       case $severity in
         minor|info) said=right ;;
         major|critical) [ "$verdict" = fail ] && said=right ;;
       esac ;;
  esac
  all=$((all + 1))
  [ "$said" = right ] && right=$((right + 1))
  [ -n "$others" ] && disturbed=$((disturbed + 1))
  printf '%-6s %-20s %-10s %-32s %s  [%s]\n' "$said" "$variant" "$verdict" "$expected" "$codes" "$others"
done
printf '%d of %d right; another check does not pass in %d\n' "$right" "$all" "$disturbed"
