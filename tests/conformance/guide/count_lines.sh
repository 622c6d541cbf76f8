#!/usr/bin/env bash
# count_lines.sh TEMPLATE: a whole new check (its component, what exports it, its build, and its block in a product) takes less than 60 lines.
set -euo pipefail
template=$1
block=$(awk '/^checks:/ {inside = 1; print; next} /^[^ ]/ {inside = 0} inside' "$template/configs/products/adulto.yaml")
grep -q 'use: check.adult' <<< "$block" || { echo "the product has no block for the check"; exit 1; }
lines=$(cat "$template"/adult.hpp "$template"/adult.cpp "$template"/CMakeLists.txt - <<< "$block" | wc -l)
echo "$lines lines"
[ "$lines" -gt 20 ] && [ "$lines" -lt 60 ]
