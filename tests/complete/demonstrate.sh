#!/usr/bin/env bash
# Whole genuine applications through credito-personal and credito-nomina: all checks, the time of each component, and a page each.
#   tests/complete/demonstrate.sh [BUILD [FOLDER]]
set -euo pipefail
HERE=$(cd "$(dirname "$0")/../.." && pwd)
BIN=$(cd "${1:-$HERE/build}/bin" && pwd)
WORK=${2:-$(mktemp -d)}

verify() { # product, application of cotejo-specimens, seed
  "$BIN/cotejo-specimens" --application "$2" --seed "$3" --count 1 --out "$WORK/$1"
  local folder=$WORK/$1/0000 name file arguments=()
  while read -r name file; do
    if [ -e "$folder/$file" ]; then arguments+=(--evidence "$name=$folder/$file"); fi
  done < <("$BIN/cotejo" describe "$1" | sed -n '/^## What is asked for/,/^## What is read/s/^| `\([a-z_]*\)` .*/\1/p' | while read -r name; do
    case $name in
      application) echo "$name applicant.json" ;;
      *) for ending in mp4 pdf wav json jpg; do if [ -e "$folder/$name.$ending" ]; then echo "$name $name.$ending"; break; fi; done ;;
    esac
  done)
  "$BIN/cotejo" verify "$1" "${arguments[@]}" --trace --html "$WORK/$1.html" || [ $? -ne 1 ]
  echo "Page: $WORK/$1.html"
  echo
}
verify credito-personal complete 7
verify credito-nomina payroll 8
