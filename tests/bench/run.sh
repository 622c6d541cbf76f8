#!/usr/bin/env bash
# Compares the host with a bare Beast server and with FastAPI + Pydantic + uvicorn, all in one run on the loopback interface: the same 11
# checks over the same small JSON document, the host without storage and with durable commits. Prints a table, and writes
# build/bench/result.json. Rounds are interleaved, so that a noisy minute hits all alike; a figure is the median of its rounds.
#   tests/bench/run.sh [--rounds N] [--seconds N] [--connections N]
set -euo pipefail
BENCH=$(cd "$(dirname "$0")" && pwd)
. "$BENCH/../../packaging/progress.sh"
cd "$BENCH/../.."

ROUNDS=3
SECONDS_EACH=4
CONNECTIONS=16
START_LIMIT=30 # seconds until a server answers
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) ROUNDS=$2; shift 2 ;;
    --seconds) SECONDS_EACH=$2; shift 2 ;;
    --connections) CONNECTIONS=$2; shift 2 ;;
    *) fail "unknown argument '$1'" "usage: tests/bench/run.sh [--rounds N] [--seconds N] [--connections N]" ;;
  esac
done

WORK=$(mktemp -d)
SERVER=""
stop_server() {
  [ -n "$SERVER" ] || return 0
  kill -TERM "$SERVER" 2>/dev/null || true
  wait "$SERVER" 2>/dev/null || true
  SERVER=""
}
trap 'stop_server; rm -rf "$WORK"' EXIT

free_port() {
  local port
  for port in $(shuf -i 20000-29999 -n 50); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
    echo "$port"
    return 0
  done
}

wait_for() { # URL
  local until=$(($(date +%s) + START_LIMIT))
  until curl -fs -m 1 -o /dev/null "$1"; do
    kill -0 "$SERVER" 2>/dev/null || { tail -n 20 "$WORK/server.log" >&2; fail "the server ended while it started"; }
    [ "$(date +%s)" -lt "$until" ] || fail "no answer from $1 within $START_LIMIT s"
    sleep 0.1
  done
}

start_beast() {
  local port
  port=$(free_port)
  build/bin/beast-echo "$port" >"$WORK/server.log" 2>&1 &
  SERVER=$!
  TARGET=http://127.0.0.1:$port/v1/verifications
  BODY=$WORK/request.json
  curl -s --retry 20 --retry-connrefused --retry-delay 0 -o /dev/null --data-binary "@$BODY" "$TARGET"
}

start_fastapi() {
  local port
  port=$(free_port)
  # Debian's own interpreter: another Python on the PATH does not see Debian's packages.
  (cd "$BENCH" && exec /usr/bin/python3 -B -m uvicorn --workers "$(nproc)" --log-level warning --no-access-log --port "$port" fastapi_peer:app) \
    >"$WORK/server.log" 2>&1 &
  SERVER=$!
  TARGET=http://127.0.0.1:$port/v1/verifications
  BODY=$WORK/peer.json
  wait_for "http://127.0.0.1:$port/readyz"
}

# The host's own reasons beside those of the bench product, so that each code is found.
prepare_configs() {
  mkdir -p "$WORK/configs/products" "$WORK/configs/reasons"
  cp configs/reasons/*.yaml "$BENCH"/configs/reasons/*.yaml "$WORK/configs/reasons/"
  cp "$BENCH"/configs/products/*.yaml "$WORK/configs/products/"
}

start_cotejo() { # storage: memory | sqlite
  local port admin
  port=$(free_port) admin=$(free_port)
  rm -rf "$WORK/data"
  cat >"$WORK/host.yaml" <<HOST
http: { address: 127.0.0.1, port: $port }
admin: { address: 127.0.0.1, port: $admin }
configs: $WORK/configs
plugins: { directories: [ $PWD/build/plugins, $PWD/build/bench/plugins ] }
storage: { kind: $1, data: $WORK/data }
log_level: warning
HOST
  build/bin/cotejo serve --config "$WORK/host.yaml" >"$WORK/server.log" 2>&1 &
  SERVER=$!
  TARGET=http://127.0.0.1:$port/v1/verifications
  BODY=$WORK/request.json
  wait_for "http://127.0.0.1:$admin/readyz"
}

start() {
  case $1 in
    beast) start_beast ;;
    fastapi) start_fastapi ;;
    cotejo) start_cotejo memory ;;
    cotejo-durable) start_cotejo sqlite ;;
  esac
}

# A server that answers quickly and wrongly is no result: the answer is looked at before the load.
expect_approval() {
  local answer
  answer=$(curl -s -m 10 -H 'Content-Type: application/json' -H "$WAIT" --data-binary "@$BODY" "$TARGET")
  case $1 in
    beast) jq -e '.product == "bench"' <<<"$answer" ;;
    fastapi) jq -e '.outcome == "approve" and (.checks | length) == 11' <<<"$answer" ;;
    *) jq -e '.decision.outcome == "approve" and (.checks | length) == 11' <<<"$answer" ;;
  esac >/dev/null || fail "$1 did not answer as expected: $(head -c 500 <<<"$answer")"
}

load() { # seconds -> the line of load.lua
  wrk -t1 -c"$CONNECTIONS" -d"$1s" --timeout 5s -s "$BENCH/load.lua" "$TARGET" -- "$BODY" application/json "$WAIT" | tail -n 1
}

# CPU time that a server and its children have used, in ticks. Unlike requests/s it hardly depends on what else the machine does.
cpu_ticks() {
  local pid total=0
  for pid in "$SERVER" $(cat "/proc/$SERVER/task/$SERVER/children"); do
    total=$((total + $(sed 's/.*) //' "/proc/$pid/stat" | awk '{ print $12 + $13 }')))
  done
  echo "$total"
}

measure() { # subject -> one line of JSON
  local before after line
  before=$(cpu_ticks)
  line=$(load "$SECONDS_EACH")
  after=$(cpu_ticks)
  jq -c --arg subject "$1" --argjson ticks $((after - before)) --argjson hertz "$(getconf CLK_TCK)" \
    '{subject: $subject} + . + {cpu_us: ($ticks / $hertz * 1e6 / .requests | round)}' <<<"$line"
}

WAIT="Prefer: wait=10"
SUBJECTS=(beast fastapi cotejo cotejo-durable)

step "Packages and programs"
packaging/setup.sh --with bench
[ -f build/build.ninja ] || cmake --preset release >/dev/null
cmake --build build --parallel "$(nproc)" --target beast-echo bench cotejo json

prepare_configs
jq -c '{product: "bench", evidence: {application: {json: .}}}' "$BENCH/application.json" >"$WORK/request.json"
jq -c '{product: "bench", application: .}' "$BENCH/application.json" >"$WORK/peer.json"

for round in $(seq "$ROUNDS"); do
  for subject in "${SUBJECTS[@]}"; do
    step "Round $round of $ROUNDS: $subject"
    start "$subject"
    expect_approval "$subject"
    load 1 >/dev/null # caches and connections warm
    measure "$subject" | tee -a "$WORK/rounds.jsonl"
    stop_server
  done
done

mkdir -p build/bench
jq -s --arg connections "$CONNECTIONS" --arg cores "$(nproc)" '
  def median(f): (map(f) | sort) as $sorted | $sorted[length / 2 | floor];
  (group_by(.subject) | map({key: .[0].subject, value: {
     requests_per_second: median(.requests_per_second), p50_ms: median(.p50_ms), p99_ms: median(.p99_ms),
     cpu_us: median(.cpu_us), failed: (map(.failed + .not_2xx) | add)}}) | from_entries) as $by
  | {cores: ($cores | tonumber), connections: ($connections | tonumber), subjects: $by, ratios: {
     cotejo_to_beast: ($by.cotejo.requests_per_second / $by.beast.requests_per_second),
     cotejo_to_fastapi: ($by.cotejo.requests_per_second / $by.fastapi.requests_per_second),
     cotejo_durable_to_fastapi: ($by["cotejo-durable"].requests_per_second / $by.fastapi.requests_per_second)},
     goals: {cotejo_to_beast: 0.333, cotejo_to_fastapi: 20, cotejo_durable_to_fastapi: 5}}' \
  "$WORK/rounds.jsonl" >build/bench/result.json

step "Result (medians of $ROUNDS rounds of $SECONDS_EACH s, $CONNECTIONS connections, $(nproc) cores shared with the load)"
{
  echo "subject|requests/s|p50 ms|p99 ms|CPU us/request|failed"
  jq -r '.subjects | to_entries[] | "\(.key)|\(.value.requests_per_second | round)|\(.value.p50_ms)|\(.value.p99_ms)|\(.value.cpu_us)|\(.value.failed)"' build/bench/result.json
} | column -t -s '|'
echo
{
  echo "ratio|measured|goal"
  jq -r '. as $all | .ratios | to_entries[] | "\(.key)|\(.value * 100 | round / 100)|\($all.goals[.key])"' build/bench/result.json
} | column -t -s '|'
[ "$(jq '[.subjects[].failed] | add' build/bench/result.json)" = 0 ] || fail "some requests failed: the figures above do not count"
total "written to build/bench/result.json"
