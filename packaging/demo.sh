#!/usr/bin/env bash
# From a bare Debian 12 to a decision: sets up, builds, fetches the models, renders two applicants, starts the service on a free port with
# its embedded store in a temporary folder, submits both over HTTP, prints the results, and stops the service.
#   packaging/demo.sh
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/progress.sh"
cd "$HERE/.."
[ $# -eq 0 ] || fail "unknown argument '$1'" "usage: packaging/demo.sh"

JOBS=${COTEJO_JOBS:-$(nproc)}
PRODUCT=identidad-basica
SEED=2026
START_LIMIT=60  # seconds until the service is ready; models are loaded before that
ANSWER_LIMIT=60 # seconds for one verification
STOP_LIMIT=30   # seconds for an orderly stop

WORK=$(mktemp -d)
SERVER=""
clean_up() {
  [ -z "$SERVER" ] || kill -KILL "$SERVER" 2>/dev/null || true
  rm -rf "$WORK"
}
trap clean_up EXIT

# Different ports of 127.0.0.1 that nothing answers on now.
free_ports() { # count
  local port count=$1
  for port in $(shuf -i 20000-29999 -n 50); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
    echo "$port"
    count=$((count - 1))
    [ "$count" -gt 0 ] || return 0
  done
}

wait_until_ready() {
  local until=$(($(date +%s) + START_LIMIT))
  until curl -fs -m 2 -o /dev/null "$ADMIN/readyz"; do
    kill -0 "$SERVER" 2>/dev/null || { tail -n 20 "$WORK/serve.log" >&2; fail "the service ended while it started" "Its last lines are above."; }
    [ "$(date +%s)" -lt "$until" ] || { tail -n 20 "$WORK/serve.log" >&2; fail "the service was not ready after $START_LIMIT s"; }
    sleep 0.2
  done
}

submit() { # folder of a specimen -> result on stdout
  local folder=$1 status
  status=$(curl -sS -m "$ANSWER_LIMIT" -o "$WORK/answer.json" -w '%{http_code}' -H "Prefer: wait=$ANSWER_LIMIT" \
    -F "product=$PRODUCT" \
    -F "ine_front=@$folder/ine_front.jpg;type=image/jpeg" \
    -F "ine_back=@$folder/ine_back.jpg;type=image/jpeg" \
    -F "selfie=@$folder/selfie.mp4;type=video/mp4" \
    -F "application=@$folder/applicant.json;type=application/json" \
    "$API/v1/verifications")
  [ "$status" = 201 ] || { cat "$WORK/answer.json" >&2; fail "expected 201 with a result, got HTTP $status"; }
  cat "$WORK/answer.json"
}

print_result() {
  jq -r '
    def list: if length == 0 then "-" else join(", ") end;
    def sure: . * 100 | round / 100;
    "        decision    \(.decision.outcome | ascii_upcase)   (confidence \(.decision.confidence | sure), reasons: \(.decision.reasons | list))",
    (.checks[] | "        check       \(.name): \(.verdict)\(if .blocked_by == [] then "" else "  blocked by " + ([.blocked_by[].node] | list) end)"),
    (.items[] | "        finding     \(.code)  (\(.severity), confidence \(.confidence | sure), in \(.evidence | list))"),
    (.feedback[] | select(.locale == "es-MX" and .audience != "internal") | "        to the \(.audience): \(.text)"),
    (.errors[] | "        error       \(.code) at \(.at // "-")"),
    "        id          \(.id), trace id \(.trace_id)"' "$1"
}

show() { # name, expected outcome
  step "Submitting the $1 application"
  submit "$WORK/$1/0000" >"$WORK/$1.json"
  print_result "$WORK/$1.json"
  local outcome
  outcome=$(jq -r .decision.outcome "$WORK/$1.json")
  [ "$outcome" = "$2" ] || UNEXPECTED+=("the $1 application: expected $2, got $outcome")
}

show_without_models() {
  step "Without these models $PRODUCT cannot decide; reading a rendered card works"
  build/bin/cotejo-specimens --out "$WORK/genuine" --seed "$SEED" --count 1 --level clean --variant genuine
  build/bin/cotejo run ine.front --in image="$WORK/genuine/0000/ine_front.jpg"
  build/bin/cotejo run mrz --in image="$WORK/genuine/0000/ine_back.jpg"
  fail "the applications were not submitted: models are missing (above)" \
    "Run this again with a network, or fetch the packages elsewhere: packaging/fetch-models.sh --packages DIR"
}

step "Packages"
packaging/setup.sh
step "Building the release preset into build/: the host, the plugins, the specimen generator"
cmake --preset release >"$WORK/cmake.log" 2>&1 || { tail -n 30 "$WORK/cmake.log" >&2; fail "CMake could not configure"; }
cmake --build build --parallel "$JOBS" --target cotejo plugins cotejo-specimens
step "Models and photos"
packaging/fetch-models.sh || show_without_models

step "Rendering specimens of fictional people"
for variant in genuine inconsistent; do
  build/bin/cotejo-specimens --out "$WORK/$variant" --seed "$SEED" --count 1 --level clean --variant "$variant"
done

step "Starting cotejo serve"
mapfile -t PORTS < <(free_ports 2)
API=http://127.0.0.1:${PORTS[0]} ADMIN=http://127.0.0.1:${PORTS[1]}
# The host configuration as it is, on other ports: the usual ones may be taken.
sed -e "s|^configs: \.|configs: $PWD/configs|" -e "s/port: 8080/port: ${PORTS[0]}/" -e "s/port: 9090/port: ${PORTS[1]}/" \
  configs/host.yaml >"$WORK/host.yaml"
build/bin/cotejo serve --config "$WORK/host.yaml" --data "$WORK/data" >"$WORK/serve.log" 2>&1 &
SERVER=$!
wait_until_ready
note "ready on $API (admin on $ADMIN)"

UNEXPECTED=()
show genuine approve
show inconsistent reject

step "Stopping the service"
kill -TERM "$SERVER"
STATUS=0
timeout "$STOP_LIMIT" tail --pid="$SERVER" -f /dev/null || fail "the service was still there $STOP_LIMIT s after SIGTERM"
wait "$SERVER" || STATUS=$?
SERVER=""
[ "$STATUS" -eq 0 ] || { tail -n 20 "$WORK/serve.log" >&2; fail "the service left with status $STATUS"; }
note "it left with status 0"

[ ${#UNEXPECTED[@]} -eq 0 ] || fail "not every decision was the expected one" "${UNEXPECTED[@]}"
total "both decisions are as expected"
