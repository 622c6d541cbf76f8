# 11 trivial checks over a small JSON document: the same one in each request, and once others, as the host remembers what it made of the same evidence.
# The peer once with its server's default of one process, and once with one for each core.
SUBJECTS=(beast fastapi-default fastapi-each-core cotejo cotejo-each-different cotejo-durable)

# A server that answers quickly and wrongly is no result: the answer is looked at before the load.
expect_approval() { # subject
  local answer
  answer=$(curl -s -m 10 -H 'Content-Type: application/json' -H "$WAIT" --data-binary "@$BODY" "$TARGET")
  case $1 in
    beast) jq -e '.product == "bench"' <<<"$answer" ;;
    fastapi-*) jq -e '.outcome == "approve" and (.checks | length) == 11' <<<"$answer" ;;
    *) jq -e '.decision.outcome == "approve" and (.checks | length) == 11' <<<"$answer" ;;
  esac >/dev/null || fail "$1 did not answer as expected: $(head -c 500 <<<"$answer")"
}

load() { # seconds -> the line of load.lua
  wrk -t1 -c"$CONNECTIONS" -d"$1s" --timeout 5s -s "$BENCH/load.lua" "$TARGET" -- "$BODY" application/json "$WAIT" | tail -n 1
}

measure_subject() { # subject -> one line of JSON
  local before after line
  before=$(cpu_ticks)
  line=$(load "$SECONDS_EACH")
  after=$(cpu_ticks)
  jq -c --arg subject "$1" --argjson ticks $((after - before)) --argjson hertz "$(getconf CLK_TCK)" \
    '{subject: $subject} + . + {cpu_us: ($ticks / $hertz * 1e6 / .requests | round)}' <<<"$line"
}

measure_checks() {
  local round subject
  for round in $(seq "$ROUNDS"); do
    for subject in "${SUBJECTS[@]}"; do
      step "Round $round of $ROUNDS: $subject"
      case $subject in
        beast) start_beast ;;
        fastapi-default) start_fastapi 1 ;;
        fastapi-each-core) start_fastapi "$(nproc)" ;;
        cotejo | cotejo-each-different) start_cotejo memory "$WORK/configs" ;;
        cotejo-durable) start_cotejo sqlite "$WORK/configs" ;;
      esac
      expect_approval "$subject"
      export EACH_DIFFERENT=1
      [ "$subject" = cotejo-each-different ] || unset EACH_DIFFERENT
      load 1 >/dev/null # caches and connections warm
      measure_subject "$subject" | tee -a "$WORK/rounds.jsonl"
      stop_server
    done
  done
  jq -s --arg connections "$CONNECTIONS" '
    def median(f): (map(f) | sort) as $sorted | $sorted[length / 2 | floor];
    (group_by(.subject) | map({key: .[0].subject, value: {
       requests_per_second: median(.requests_per_second), p50_ms: median(.p50_ms), p99_ms: median(.p99_ms),
       cpu_us: median(.cpu_us), failed: (map(.failed + .not_2xx) | add)}}) | from_entries) as $by
    | {connections: ($connections | tonumber), subjects: $by, ratios: {
       cotejo_to_beast: ($by.cotejo.requests_per_second / $by.beast.requests_per_second),
       cotejo_to_fastapi_default: ($by.cotejo.requests_per_second / $by["fastapi-default"].requests_per_second),
       cotejo_to_fastapi_each_core: ($by.cotejo.requests_per_second / $by["fastapi-each-core"].requests_per_second),
       cotejo_durable_to_fastapi_default: ($by["cotejo-durable"].requests_per_second / $by["fastapi-default"].requests_per_second),
       cotejo_durable_to_fastapi_each_core: ($by["cotejo-durable"].requests_per_second / $by["fastapi-each-core"].requests_per_second)},
       goals: {cotejo_to_beast: 0.333, cotejo_to_fastapi_default: 20, cotejo_to_fastapi_each_core: 20,
               cotejo_durable_to_fastapi_default: 5, cotejo_durable_to_fastapi_each_core: 5}}' "$WORK/rounds.jsonl" >"$WORK/checks.json"
  [ "$(jq '[.subjects[].failed] | add' "$WORK/checks.json")" = 0 ] || fail "some requests failed: the figures do not count"
}

show_checks() {
  {
    echo "11 checks|requests/s|p50 ms|p99 ms|CPU us/request"
    jq -r '.subjects | to_entries[] | "\(.key)|\(.value.requests_per_second | round)|\(.value.p50_ms)|\(.value.p99_ms)|\(.value.cpu_us)"' "$WORK/checks.json"
  } | table
  echo
  {
    echo "ratio|measured|goal"
    jq -r '. as $all | .ratios | to_entries[] | "\(.key)|\(.value * 100 | round / 100)|\($all.goals[.key])"' "$WORK/checks.json"
  } | table
}
