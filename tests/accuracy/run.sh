#!/usr/bin/env bash
# How often Cotejo is right: makes specimens that nothing was tuned on, reads them with the shipped components and products, and prints a table for
# each part, under the goal that it is held against. README.md beside this file tells the parts.
#   tests/accuracy/run.sh [--only PART]… [--count N] [--seed S] [--whole] [--build BUILD]
# --count is the number of people (writers, videos …) of a part at each level; --whole takes as many as the figures in the components' READMEs rest
# on, which is hours. Tables are kept in BUILD/accuracy/PART.txt.
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
. "$ROOT/packaging/progress.sh"
cd "$ROOT"

PARTS=(cards attacks mrz bills statements contracts signatures tampering voices persons interviews challenges liveness positions links watchlist)
CHOSEN=()
COUNT=
SEED=$(date +%s) # other people each time; the same seed gives the same ones
WHOLE=
export BUILD=$ROOT/build
usage() { fail "$1" "usage: tests/accuracy/run.sh [--only PART]… [--count N] [--seed S] [--whole] [--build BUILD]" "parts: ${PARTS[*]}"; }
while [ $# -gt 0 ]; do
  case $1 in
    --only) : "${2:?--only needs a value}"; CHOSEN+=("$2"); shift 2 ;;
    --count) : "${2:?--count needs a value}"; COUNT=$2; shift 2 ;;
    --seed) : "${2:?--seed needs a value}"; SEED=$2; shift 2 ;;
    --whole) WHOLE=1; shift ;;
    --build) : "${2:?--build needs a value}"; BUILD=$(cd "$2" && pwd); shift 2 ;;
    *) usage "unknown argument '$1'" ;;
  esac
done
[ ${#CHOSEN[@]} -gt 0 ] || CHOSEN=("${PARTS[@]}")
for part in "${CHOSEN[@]}"; do [[ " ${PARTS[*]} " == *" $part "* ]] || usage "there is no part '$part'"; done

BIN=$BUILD/bin
export COTEJO=$BIN/cotejo PLUGINS=$BUILD/plugins OMP_THREAD_LIMIT=1
PEOPLE=$(mktemp -d)
trap 'rm -rf "$PEOPLE"' EXIT

people() { echo "${COUNT:-$([ -n "$WHOLE" ] && echo "$2" || echo "$1")}"; } # for a look, for the READMEs' figures
specimens() { "$BIN/cotejo-specimens" --out "$PEOPLE/$part/$1" --seed "$SEED" "${@:2}"; }
read_all() { "$BIN/cotejo-accuracy" --plugins "$PLUGINS" "$@" "$PEOPLE/$part"; }
goal() { printf 'Goal: %s\n\n' "$*"; }

measure_cards() {
  goal "values exact 99.5 % (clean), 99 (phone), 90 (hard); at probability 0.9 and more right 98 times in 100; no CURP and no clave that is confident and wrong"
  for level in clean phone hard; do specimens "$level" --level "$level" --count "$(people 4 67)" --variant genuine; done
  read_all
}

measure_attacks() {
  goal "genuine selfies taken for live, prints and displays not; another person's selfie told from the portrait's"
  for level in clean phone; do specimens "$level" --level "$level" --count "$(people 12 120)" --variant all; done
  read_all
}

measure_mrz() {
  goal "complete and right 99.5 % (clean), 99 (phone), 92 (hard); faster than Tesseract on the same lines by 20 times"
  "$BIN/measure_mrz" --count "$(people 2 25)" --seed "$SEED"
}

measure_bills() {
  goal "parts of the address exact 95 %"
  for level in clean phone hard; do specimens "$level" --level "$level" --count "$(people 5 40)" --bill all --only-bill --portrait drawing; done
  read_all --only-fields
}

measure_statements() {
  goal "rows exact 100 % in PDFs with text, 90 in scans"
  "$ROOT/tests/accuracy/statements.sh" "$(people 8 40)" "$SEED"
}

measure_contracts() {
  goal "each variant gets the code that names it, genuine ones none"
  specimens all --count "$(people 22 44)" --contract all --only-contract --portrait drawing
  "$ROOT/tests/accuracy/contracts.sh" "$PEOPLE/$part/all"
}

measure_signatures() {
  goal "EER 15 %"
  "$BIN/cotejo-signature-accuracy" --writers "$(people 50 200)" --seed "$SEED"
}

measure_tampering() {
  goal "AUC 0.95 (pasted text, portrait), 0.90 (copy-move, double JPEG, recapture); false alarms 2 %"
  for level in phone hard; do specimens "$level" --level "$level" --count "$(people 16 80)" --altered all; done
  specimens statements --count "$(people 7 42)" --altered-statement all --portrait drawing
  read_all --only-tampering
}

measure_voices() {
  goal "EER 10 % across sentences and channels"
  "$BIN/cotejo-voice-accuracy" --seed "$SEED" $([ -n "$WHOLE" ] || echo --speakers "$(people 6 0)" --pairs-only)
}

measure_persons() {
  goal "each scene has as many persons as were in it"
  "$BIN/cotejo-persons-accuracy" --seed "$SEED" --count "$(people 3 12)"
}

measure_interviews() {
  goal "each variant gets the code that names it, genuine ones none"
  specimens all --count "$(people 15 45)" --interview all
  "$ROOT/tests/accuracy/interviews.sh" "$PEOPLE/$part/all"
}

measure_challenges() {
  goal "nobody passes who did not follow, nobody fails who did"
  WORK=$PEOPLE/$part "$ROOT/tests/accuracy/challenges.sh" "$(people 2 20)" "$SEED"
}

measure_liveness() {
  goal "living faces taken for live, prints, displays and replayed videos not; nobody taken for somebody else"
  "$BIN/cotejo-liveness-accuracy" --seed "$SEED" --count "$(people 2 12)"
}

measure_positions() {
  goal "each variant gets the code that names it"
  "$ROOT/tests/accuracy/positions.sh" "$BUILD"
}

measure_links() {
  goal "recall and precision 99 % for exact keys"
  "$ROOT/tests/accuracy/links.sh" "$([ -n "$WHOLE" ] && echo 10000 || echo 2000)" "$([ -n "$WHOLE" ] && echo 2000 || echo 400)" "$SEED"
}

measure_watchlist() {
  goal "people are found under other spellings of their names, strangers are not"
  "$BIN/cotejo-watchlist-accuracy" --seed "$SEED" --looks "$(people 200 1000)"
}

step "Programs"
cmake --build "$BUILD" --parallel "$(nproc)" --target accuracy_programs
mkdir -p "$BUILD/accuracy"
for part in "${CHOSEN[@]}"; do
  step "$part (seed $SEED)"
  mkdir -p "$PEOPLE/$part"
  "measure_$part" | tee "$BUILD/accuracy/$part.txt"
  rm -rf "${PEOPLE:?}/$part"
done
total "tables in $BUILD/accuracy"
