#!/usr/bin/env bash
# test.sh SPECIMENS ACCURACY PLUGINS MODELS MANIFEST WORK: statements of a bank in nobody's table, before and after its one file.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
specimens=$1 accuracy=$2 plugins=$3 models=$4 manifest=$5 work=$6
[ -n "$(ls -A "$models" 2>/dev/null)" ] || { echo "no models: nothing is read without them"; exit 77; }
rm -rf "$work" && mkdir -p "$work"
"$specimens" --out "$work/statements" --seed 7 --count 3 --statement sur --only-statement --portrait drawing

places="plugins: { directories: [ $plugins ] }
models: { manifest: $manifest, directory: $models }"
echo "$places" > "$work/before.yaml"
printf '%s\ncomponents: { bank.statement: { layouts: [ %s ] } }\n' "$places" "$(cat "$here/sur.json")" > "$work/after.yaml"
rows() { "$accuracy" --only-fields --config "$work/$1.yaml" "$work/statements" 2>/dev/null | tee "$work/$1.txt" | awk '$1 == "text" && $2 == "sur" {print $4, $6}'; }

before=$(rows before) after=$(rows after)
[ "$before" = "0.0% 0.00%" ] || { echo "without its file: $before, expected nothing"; exit 1; }
[ "$after" = "100.0% 100.00%" ] || { echo "with its file: $after, expected all rows"; cat "$work/after.txt"; exit 1; }
