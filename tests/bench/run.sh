#!/usr/bin/env bash
# What the host costs, beside its peers and in the same run: parts, each of which may be chosen.
#   checks    requests/s, p99 and CPU of 11 trivial checks: bare Beast, FastAPI, the host without storage and with durable commits
#   overload  goodput and p99 at once and at twice the load that the host can serve
#   product   identidad-basica at 1, 2, 4 and 8 in flight, with a photo at 1, 2 and 4: CPU, p50, p99, wait and time of each node (needs the models)
#   memory    identidad-basica: what one verification takes at most, and what stays after a thousand
#   call      one call of a plugin, in this process and in a worker process
#   start     from the start of the program to ready, with all plugins and models; memory
#   upload    20 MB of evidence, against FastAPI: time and memory
# Prints tables and writes build/bench/result.json. Rounds are interleaved, so that a noisy minute hits all alike; a figure is the median.
#   tests/bench/run.sh [--only PART]… [--rounds N] [--seconds N] [--connections N] [--verifications N]
set -euo pipefail
BENCH=$(cd "$(dirname "$0")" && pwd)
. "$BENCH/../../packaging/progress.sh"
. "$BENCH/servers.sh"
cd "$BENCH/../.."

PARTS=(checks overload product memory call start upload)
CHOSEN=()
ROUNDS=3
SECONDS_EACH=4
CONNECTIONS=16
VERIFICATIONS=1000
while [ $# -gt 0 ]; do
  case $1 in
    --only) CHOSEN+=("$2"); shift 2 ;;
    --rounds) ROUNDS=$2; shift 2 ;;
    --seconds) SECONDS_EACH=$2; shift 2 ;;
    --connections) CONNECTIONS=$2; shift 2 ;;
    --verifications) VERIFICATIONS=$2; shift 2 ;;
    *) fail "unknown argument '$1'" "usage: tests/bench/run.sh [--only PART]… [--rounds N] [--seconds N] [--connections N] [--verifications N]" "parts: ${PARTS[*]}" ;;
  esac
done
[ ${#CHOSEN[@]} -gt 0 ] || CHOSEN=("${PARTS[@]}")
for part in "${CHOSEN[@]}"; do [ -f "$BENCH/parts/$part.sh" ] || fail "there is no part '$part'" "parts: ${PARTS[*]}"; done

WORK=$(mktemp -d)
trap 'stop_server; rm -rf "$WORK"' EXIT

# Lines of cells between `|`, the first one the heading.
table() { column -t -s '|'; }

step "Packages and programs"
packaging/setup.sh --with bench
[ -f build/build.ninja ] || cmake --preset release >/dev/null
cmake --build build --parallel "$(nproc)" --target beast-echo bench cotejo json
prepare_configs
jq -c '{product: "bench", evidence: {application: {json: .}}}' "$BENCH/application.json" >"$WORK/request.json"
jq -c '{product: "bench", application: .}' "$BENCH/application.json" >"$WORK/peer.json"

mkdir -p build/bench
for part in "${CHOSEN[@]}"; do
  . "$BENCH/parts/$part.sh"
  "measure_$part" # writes $WORK/PART.json
done

step "Result ($(nproc) cores shared with the load)"
: >"$WORK/all.jsonl"
for part in "${CHOSEN[@]}"; do
  echo
  "show_$part"
  jq -c "{\"$part\": .}" "$WORK/$part.json" >>"$WORK/all.jsonl"
done
jq -s --arg cores "$(nproc)" '{cores: ($cores | tonumber)} + add' "$WORK/all.jsonl" >build/bench/result.json
total "written to build/bench/result.json"
