#!/usr/bin/env bash
# How often towns are put into their state, and records of positions are judged for what is wrong with them. Needs a built tree.
#   tests/accuracy/positions.sh [BUILD]
set -euo pipefail
cd "$(dirname "$0")/../.."
BUILD=${1:-build}
echo "towns of 15,000 inhabitants and more (plugins/libraries/places/tests/towns.tsv)"
"$BUILD/bin/places_test" --gtest_filter='Towns.*' | grep -E 'sure|undecided'
echo "records of positions of 40 applicants"
"$BUILD/bin/specimens_test" --gtest_filter='Location.OfEachVariant*' | grep -E ' of | OK |FAILED'
