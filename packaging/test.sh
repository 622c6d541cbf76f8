#!/usr/bin/env bash
# Sets up, builds, and runs the tests through CTest.
#   packaging/test.sh               release preset, all tests
#   packaging/test.sh --sanitized   unit and conformance tests and the fuzzers' seeds under AddressSanitizer and UndefinedBehaviorSanitizer
#   packaging/test.sh --threads     unit tests (the engine among them), HTTP, abuse, reload, drain and recovery under ThreadSanitizer
#   packaging/test.sh --fuzzed      each fuzz target for 20 seconds, with clang
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/progress.sh"
cd "$HERE/.."

PRESET=release
SELECTION=()
BUILD_DIR=build
TARGET=all
NEEDS=() # groups of packages beside the usual ones
while [ $# -gt 0 ]; do
  case $1 in
    --sanitized) PRESET=asan; SELECTION=(--label-regex '^(unit|conformance|fuzz)$'); BUILD_DIR=build-asan; TARGET=sanitized_tests; shift ;;
    --threads) PRESET=tsan; SELECTION=(--label-regex '^(unit|integration)$'); BUILD_DIR=build-tsan; TARGET=threaded_tests; shift ;;
    --fuzzed) PRESET=fuzz; BUILD_DIR=build-fuzz; TARGET=fuzzers; NEEDS=(--with fuzz); shift ;;
    *) fail "unknown argument '$1'" "usage: packaging/test.sh [--sanitized|--threads|--fuzzed]" ;;
  esac
done
JOBS=${COTEJO_JOBS:-$(nproc)}
TEST_TIMEOUT=300 # seconds for one test

export OMP_THREAD_LIMIT=1 # Tesseract's OpenMP threads fight with tests that run side by side
export UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS="suppressions=$PWD/tests/thread_sanitizer.supp"

step "Packages"
packaging/setup.sh "${NEEDS[@]}"
step "Models and photos"
MAY_LACK='ulimit' # what a skipped test may give as its reason: descriptors that the machine does not allow, and what could not be fetched
packaging/fetch-models.sh --optional | tee "$BUILD_DIR.models"
if grep -q '^MISSING' "$BUILD_DIR.models"; then MAY_LACK="$MAY_LACK|models|photos"; fi
rm -f "$BUILD_DIR.models"
step "Configuring the $PRESET preset"
cmake --preset "$PRESET" >"$BUILD_DIR.log" 2>&1 || { tail -n 30 "$BUILD_DIR.log" >&2; fail "CMake could not configure"; }
rm -f "$BUILD_DIR.log"
step "Building with $JOBS jobs"
cmake --build "$BUILD_DIR" --parallel "$JOBS" --target "$TARGET"
if [ "$PRESET" = fuzz ]; then
  step "Fuzzing"
  tests/fuzz/run.sh || fail "a target failed"
  total "no target found anything"
  exit 0
fi
step "Running the tests"
ctest --test-dir "$BUILD_DIR" --output-on-failure --parallel "$JOBS" --timeout "$TEST_TIMEOUT" --no-tests=error --output-junit tests.xml "${SELECTION[@]}"

# CTest calls a skipped test no failure. What is skipped for another reason than this machine's would be skipped everywhere, and nobody would know.
skipped() { # the report of CTest -> reason, name; the reason is the last line that the test wrote before GoogleTest's own
  awk '/<testcase / { name = $0; sub(/.* name="/, "", name); sub(/" classname=.*/, "", name); reason = "it gave no reason"; skipped = 0 }
       /<skipped / { skipped = 1 }
       { line = $0; sub(/.*<system-out>/, "", line); sub(/<\/system-out>.*/, "", line) }
       skipped && line != "" && line !~ /^\[|^Running main|^Note: |^$|: Skipped$|<|^\t/ { reason = line }
       /<\/testcase>/ && skipped { printf "%s\t%s\n", reason, name }' "$1"
}
SKIPPED=$(skipped "$BUILD_DIR/tests.xml")
if [ -z "$SKIPPED" ]; then
  total "all tests passed, none was skipped"
  exit 0
fi
step "Skipped"
cut -f 1 <<<"$SKIPPED" | sort | uniq -c | sort -rn
if UNEXCUSED=$(grep -vE "^[^"$'\t'"]*($MAY_LACK)" <<<"$SKIPPED"); then
  fail "tests were skipped that this machine can run" "$UNEXCUSED"
fi
total "no test failed, but $(wc -l <<<"$SKIPPED") were skipped for what this machine lacks"
