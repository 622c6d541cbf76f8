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
packaging/fetch-models.sh --optional
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
ctest --test-dir "$BUILD_DIR" --output-on-failure --parallel "$JOBS" --timeout "$TEST_TIMEOUT" --no-tests=error "${SELECTION[@]}"
# CTest calls a skipped test no failure: say how many there were, so that a machine without models is not taken for a proof.
SKIPPED=$(grep -c 'Skip regular expression found in output' "$BUILD_DIR/Testing/Temporary/LastTest.log" || true)
if [ "$SKIPPED" -gt 0 ]; then
  total "no test failed, but $SKIPPED were skipped for what this machine lacks (CTest names them above)"
else
  total "all tests passed"
fi
