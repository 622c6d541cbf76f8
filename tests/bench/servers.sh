# Sourced by run.sh: starting and stopping what is measured, and its CPU time and memory. Needs WORK, BENCH.
SERVER=""
START_LIMIT=30 # seconds until a server answers
WAIT="Prefer: wait=10"

stop_server() {
  [ -n "$SERVER" ] || return 0
  kill -TERM "$SERVER" 2>/dev/null || true
  wait "$SERVER" 2>/dev/null || true
  SERVER=""
}

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
    sleep 0.01
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

start_fastapi() { # workers
  local port
  port=$(free_port)
  # Debian's own interpreter: another Python on the PATH does not see Debian's packages.
  (cd "$BENCH" && BENCH_UPLOADS=$WORK exec /usr/bin/python3 -B -m uvicorn --workers "$1" --log-level warning --no-access-log --port "$port" \
    fastapi_peer:app) >"$WORK/server.log" 2>&1 &
  SERVER=$!
  TARGET=http://127.0.0.1:$port/v1/verifications
  BODY=$WORK/peer.json
  wait_for "http://127.0.0.1:$port/readyz"
}

# The host's own reasons beside those of the bench products, so that each code is found.
prepare_configs() {
  mkdir -p "$WORK/configs/products" "$WORK/configs/reasons"
  cp configs/reasons/*.yaml "$BENCH"/configs/reasons/*.yaml "$WORK/configs/reasons/"
  cp "$BENCH"/configs/products/*.yaml "$WORK/configs/products/"
}

start_cotejo() { # storage: memory | sqlite; configs folder; more lines of host.yaml
  local port admin
  port=$(free_port) admin=$(free_port)
  rm -rf "$WORK/data"
  cat >"$WORK/host.yaml" <<HOST
http: { address: 127.0.0.1, port: $port }
admin: { address: 127.0.0.1, port: $admin }
configs: $2
plugins: { directories: [ $PWD/build/plugins, $PWD/build/bench/plugins ] }
storage: { kind: $1, data: $WORK/data }
log_level: warning
${3:-}
HOST
  STARTED_US=$(date +%s%6N)
  build/bin/cotejo serve --config "$WORK/host.yaml" >"$WORK/server.log" 2>&1 &
  SERVER=$!
  TARGET=http://127.0.0.1:$port/v1/verifications
  BODY=$WORK/request.json
  wait_for "http://127.0.0.1:$admin/readyz"
  READY_MS=$((($(date +%s%6N) - STARTED_US) / 1000))
}

# CPU time that a server and its children have used, in ticks. Unlike requests/s it hardly depends on what else the machine does.
cpu_ticks() {
  local pid total=0
  for pid in "$SERVER" $(cat "/proc/$SERVER/task/$SERVER/children"); do
    total=$((total + $(sed 's/.*) //' "/proc/$pid/stat" | awk '{ print $12 + $13 }')))
  done
  echo "$total"
}

memory_kib() { # VmRSS | VmHWM
  awk -v key="$1:" '$1 == key { print $2 }' "/proc/$SERVER/status"
}
