# From the start of the program to ready, with all plugins, models and products of this tree.
measure_start() {
  local round
  cmake --build build --parallel "$(nproc)" --target plugins
  : >"$WORK/start.jsonl"
  for round in $(seq "$ROUNDS"); do
    step "Start $round of $ROUNDS"
    start_cotejo sqlite "$PWD/configs"
    jq -cn --argjson ms "$READY_MS" --argjson rss "$(memory_kib VmRSS)" --argjson ticks "$(cpu_ticks)" --argjson hertz "$(getconf CLK_TCK)" \
      '{ready_ms: $ms, rss_mib: ($rss / 1024), cpu_ms: ($ticks / $hertz * 1000)}' | tee -a "$WORK/start.jsonl"
    stop_server
  done
  jq -s 'def median(f): (map(f) | sort) as $sorted | $sorted[length / 2 | floor];
    {ready_ms: median(.ready_ms), cpu_ms: median(.cpu_ms), rss_mib: median(.rss_mib), goal_ms: 1000}' "$WORK/start.jsonl" >"$WORK/start.json"
}

show_start() {
  {
    echo "start|ready ms|goal|CPU ms|memory MiB"
    jq -r '"all plugins and models|\(.ready_ms)|\(.goal_ms)|\(.cpu_ms | round)|\(.rss_mib | round)"' "$WORK/start.json"
  } | table
}
