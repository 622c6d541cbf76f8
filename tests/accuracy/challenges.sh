#!/usr/bin/env bash
# challenges.sh [COUNT] [SEED]: makes COUNT selfie videos of each level that follow a challenge and COUNT of which three in four do not, gives each
# to the product identidad-con-reto, and tells which movements were found, which were invented, and what was decided. Run it where the build is
# (build/, or BUILD). With WORK, videos and results stay in that folder, and what is there is not made again.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${BUILD:-$root/build}
work=${WORK:-$(mktemp -d)}
[ -n "${WORK:-}" ] || trap 'rm -rf "$work"' EXIT
seed=${2:-1}
for level in clean phone hard; do
  for challenge in genuine all; do
    folder=$work/$level-$challenge
    [ -d "$folder" ] || "$build/bin/cotejo-specimens" --out "$folder" --level "$level" --count "${1:-20}" --seed "$seed" --challenge "$challenge"
    seed=$((seed + 1000))
  done
done
for folder in "$work"/*/*/; do
  jq -c --arg now "$(date -u +%FT%TZ)" '.issued_at = $now' "$folder/challenge.json" >"$work/challenge.json"
  "$build/bin/cotejo" verify identidad-con-reto --json --config "$root/configs/host.yaml" --plugins "$build/plugins" \
    --evidence ine_front="$folder/ine_front.jpg" --evidence ine_back="$folder/ine_back.jpg" --evidence selfie="$folder/selfie.mp4" \
    --evidence application="$folder/applicant.json" --evidence challenge="$work/challenge.json" >"$folder/result.json" 2>"$folder/progress" || true
  jq -c --slurpfile truth "$folder/truth.json" '
    $truth[0] as $t
    | [.traits[] | select(.name == "selfie:face.actions.list") | .value[]? | select(.score >= 0.5)] as $seen
    | def same($a; $b): $a.action == $b.action and $a.start < $b.end + 0.3 and $a.end > $b.start - 0.3;
      def count(f): [f] | length;
      [.items[].code | select(startswith("selfie_video.challenge"))] as $codes
    | {level: $t.level, variant: $t.challenge.variant,
       turns: count($t.challenge.actions[] | select(.action != "blink")),
       turns_found: count($t.challenge.actions[] | select(.action != "blink") | . as $a | select(any($seen[]; same(.; $a)))),
       blinks: count($t.challenge.actions[] | select(.action == "blink")),
       blinks_found: count($t.challenge.actions[] | select(.action == "blink") | . as $a | select(any($seen[]; same(.; $a)))),
       invented_turns: count($seen[] | select(.action != "blink") | . as $a | select(any($t.challenge.actions[]; same(.; $a)) | not)),
       invented_blinks: count($seen[] | select(.action == "blink") | . as $a | select(any($t.challenge.actions[]; same(.; $a)) | not)),
       followed: (if $codes == [] and (.errors | length) == 0 then 1 else 0 end),
       failed: count($codes[] | select(. == "selfie_video.challenge_failed")),
       unclear: count($codes[] | select(. == "selfie_video.challenge_unclear")),
       folder: $ARGS.named.folder}' --arg folder "$folder" "$folder/result.json"
done >"$work/rows.json"
jq -rs '
  def sum(f): map(f) | add;
  (["level", "variant", "videos", "turns found", "blinks found", "turns invented", "blinks invented", "followed", "failed", "unclear"] | @tsv),
  (group_by(.level, .variant)[]
   | [.[0].level, .[0].variant, length, "\(sum(.turns_found))/\(sum(.turns))", "\(sum(.blinks_found))/\(sum(.blinks))",
      sum(.invented_turns), sum(.invented_blinks), sum(.followed), sum(.failed), sum(.unclear)] | @tsv)' "$work/rows.json"
