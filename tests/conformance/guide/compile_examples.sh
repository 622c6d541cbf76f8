#!/usr/bin/env bash
# compile_examples.sh SDK COMPILER WORK: compiles the C++ that README.md and the tops of the headers show.
set -euo pipefail
SDK=$1 COMPILER=$2 WORK=$3
OUT=$WORK/examples.cpp

# The indented part of a header's opening comment.
of_header() { awk '!/^\/\// { exit } sub(/^\/\/   /, "")' "$SDK/include/cotejo/$1"; }

{
  cat <<'END'
#include <algorithm>
#include <cotejo/testing.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#define EXPECT_EQ(a, b) ((void)((a) == (b)))
#define EXPECT_TRUE(a) ((void)(a))
END
  of_header plugin.hpp
  echo 'struct Shown {'
  of_header params.hpp
  echo '};'
  echo 'void shown_by_testing_hpp() {'
  of_header testing.hpp
  echo '}'
  # Statements go into a function, a class into a namespace.
  awk '/^```cpp$/ { on = 1; block = ""; next }
       /^```$/ && on { print (block ~ /(^|\n)class / ? "namespace shown_by_readme_" ++n : "void shown_by_readme_" ++n "()") " {\n" block "}"; on = 0 }
       on { block = block $0 "\n" }' "$SDK/README.md"
} >"$OUT"
[ "$(grep -c '^void shown_by' "$OUT")" -ge 2 ] || { echo "the documentation shows no C++ any more"; exit 1; }
"$COMPILER" -std=c++20 -fsyntax-only -Wall -I "$SDK/include" "$OUT"
