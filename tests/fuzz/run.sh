#!/usr/bin/env bash
# Runs fuzz targets one after another, one process at a time, from the seeds and from what earlier runs found.
#   tests/fuzz/run.sh [--seconds N] [--build DIR] [--found DIR] [WHAT…]     all targets when none is named; 20 s each
# What is found stays in DIR/found/WHAT, an input that fails in DIR/failed/WHAT-*. Prints one line a target, as in README.md; exits
# with 1 when one failed.
set -uo pipefail
cd "$(dirname "$0")/../.."
SECONDS_EACH=20
BUILD=build-fuzz
FOUND=
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) SECONDS_EACH=${2:?}; shift 2 ;;
    --build) BUILD=${2:?}; shift 2 ;;
    --found) FOUND=${2:?}; shift 2 ;;
    -*) echo "usage: tests/fuzz/run.sh [--seconds N] [--build DIR] [--found DIR] [WHAT…]" >&2; exit 2 ;;
    *) break ;;
  esac
done
FOUND=${FOUND:-$BUILD/found}
[ $# -gt 0 ] || set -- $(ls tests/fuzz/corpus)

MAX_INPUT=8192 # bytes: beyond every limit that a target sets itself
MAX_MEMORY=2048 # MiB
ONE_INPUT=10 # seconds
failed=0
mkdir -p "$BUILD/failed"
printf '| target | seconds | executions | branches | features | inputs kept | outcome |\n|---|---:|---:|---:|---:|---:|---|\n'
for what in "$@"; do
  mkdir -p "$FOUND/$what"
  log=$BUILD/failed/$what.log
  "$BUILD/bin/fuzz_$what" -max_total_time="$SECONDS_EACH" -max_len="$MAX_INPUT" -rss_limit_mb="$MAX_MEMORY" -timeout="$ONE_INPUT" \
    -print_final_stats=1 -artifact_prefix="$BUILD/failed/$what-" $(ls tests/fuzz/$what.dict 2>/dev/null | sed 's/^/-dict=/') \
    "$FOUND/$what" "tests/fuzz/corpus/$what" >"$log" 2>&1
  outcome=$?
  [ $outcome -eq 0 ] && said="nothing found" || { said="failed, see $log"; failed=1; }
  read -r _ branches _ features _ kept < <(grep -o 'cov: [0-9]* ft: [0-9]* corp: [0-9]*' "$log" | tail -n 1)
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  printf '| `fuzz_%s` | %s | %s | %s | %s | %s | %s |\n' "$what" "$SECONDS_EACH" "${runs:--}" "${branches:--}" "${features:--}" "${kept:--}" "$said"
done
exit $failed
