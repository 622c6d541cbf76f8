# identidad-basica over specimens. Results of earlier verifications are not kept, so that each one runs all of its nodes.
SPECIMENS=build/bench/specimens
PEOPLE=4

measure_product() {
  local in_flight before after line
  step "Specimens and plugins"
  packaging/fetch-models.sh
  cmake --build build --parallel "$(nproc)" --target cotejo-specimens plugins
  [ -d "$SPECIMENS/000$((PEOPLE - 1))" ] || build/bin/cotejo-specimens --out "$SPECIMENS" --seed 41 --count "$PEOPLE" --level phone
  start_cotejo sqlite "$PWD/configs" "engine: { memo_bytes: 1B }"
  /usr/bin/python3 "$BENCH/client.py" product "$TARGET" 1 1 "$SPECIMENS"/0* >/dev/null
  for in_flight in 1 2 4 8; do
    step "identidad-basica, $in_flight in flight"
    before=$(cpu_ticks)
    line=$(/usr/bin/python3 "$BENCH/client.py" product "$TARGET" "$in_flight" $((3 * SECONDS_EACH)) "$SPECIMENS"/0*)
    after=$(cpu_ticks)
    jq -c --argjson in_flight "$in_flight" --argjson ticks $((after - before)) --argjson hertz "$(getconf CLK_TCK)" \
      '{in_flight: $in_flight} + . + {cpu_ms: ($ticks / $hertz * 1e3 / .applications)}' <<<"$line" | tee -a "$WORK/product.jsonl" | jq -c 'del(.node_ms)'
  done
  stop_server
  jq -s . "$WORK/product.jsonl" >"$WORK/product.json"
}

show_product() {
  {
    echo "identidad-basica, in flight|applications/s|CPU ms each|p50 ms|p99 ms"
    jq -r '.[] | "\(.in_flight)|\(.per_second * 100 | round / 100)|\(.cpu_ms | round)|\(.p50_ms | round)|\(.p99_ms | round)"' "$WORK/product.json"
  } | table
  echo
  {
    echo "node, one in flight|ms"
    jq -r '.[0].node_ms | to_entries | sort_by(-.value)[] | "\(.key)|\(.value * 10 | round / 10)"' "$WORK/product.json"
  } | table
}
