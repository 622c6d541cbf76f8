# A check of 10 ms of CPU and a deadline of 1 s, at rates that do not wait for the answers. The peak is searched first.
DEADLINE_MS=1000

# Goodput is also told for each second of the server's CPU, which other work on the machine hardly changes.
offer() { # requests/s
  local before after line
  before=$(cpu_ticks)
  line=$(/usr/bin/python3 "$BENCH/client.py" overload "$TARGET" "$1" "$SECONDS_EACH" "$DEADLINE_MS" "$WORK/busy.json")
  after=$(cpu_ticks)
  jq -c --argjson ticks $((after - before)) --argjson hertz "$(getconf CLK_TCK)" \
    '. + {good_per_cpu_second: ((.answers.good // 0) * $hertz / $ticks)}' <<<"$line"
}

measure_overload() {
  local rate peak=0 peak_line line good
  step "Overload"
  jq -c '{product: "busy", evidence: {application: {json: .}}}' "$BENCH/application.json" >"$WORK/busy.json"
  start_cotejo memory "$WORK/configs"
  offer 20 >/dev/null
  for rate in 40 80 120 160 200; do
    line=$(offer "$rate")
    jq -c . <<<"$line"
    good=$(jq '.good_per_second | round' <<<"$line")
    [ "$good" -le "$peak" ] || { peak=$good; peak_line=$line; }
  done
  line=$(offer $((2 * peak)))
  stop_server
  jq --argjson peak "$peak_line" '. + {peak_per_second: $peak.good_per_second, goodput_share: (.good_per_second / $peak.good_per_second),
    goodput_share_by_cpu: (.good_per_cpu_second / $peak.good_per_cpu_second), goal_share: 0.9}' <<<"$line" >"$WORK/overload.json"
}

show_overload() {
  {
    echo "overload|offered/s|good/s|of the peak|of the peak, by CPU|goal|refused|late|failed|p99 ms of the accepted|deadline ms"
    jq -r 'def share: . * 100 | round / 100;
      "twice the peak|\(.offered_per_second)|\(.good_per_second | round)|\(.goodput_share | share)|\(.goodput_share_by_cpu | share)|\(.goal_share)|\(.answers.refused // 0)|\(.answers.late // 0)|\(.answers.failed // 0)|\(.accepted_p99_ms | round)|\(.deadline_ms)"' \
      "$WORK/overload.json"
  } | table
}
