# identidad-basica over specimens, also with a selfie photo instead of the video (identidad-foto). Results of earlier verifications are not kept, so that each
# one runs all of its nodes.
SPECIMENS=build/bench/specimens
PEOPLE=4

prepare_product() {
  step "Specimens and plugins"
  packaging/fetch-models.sh
  cmake --build build --parallel "$(nproc)" --target cotejo-specimens plugins
  [ -d "$SPECIMENS/000$((PEOPLE - 1))" ] || build/bin/cotejo-specimens --out "$SPECIMENS" --seed 41 --count "$PEOPLE" --level phone
  cp -r configs/products/. "$BENCH/configs/photo/identidad-foto.yaml" "$WORK/configs/products/"
  start_cotejo sqlite "$WORK/configs" "engine: { memo_bytes: 1B }"
}

measure_flight() { # product in_flight
  local before after line
  step "$1, $2 in flight"
  before=$(cpu_ticks)
  line=$(/usr/bin/python3 "$BENCH/client.py" product "$TARGET" "$1" "$2" $((3 * SECONDS_EACH)) "$SPECIMENS"/0*)
  after=$(cpu_ticks)
  jq -c --arg product "$1" --argjson in_flight "$2" --argjson ticks $((after - before)) --argjson hertz "$(getconf CLK_TCK)" \
    '{product: $product, in_flight: $in_flight} + . + {cpu_ms: ($ticks / $hertz * 1e3 / .applications)}' <<<"$line" |
    tee -a "$WORK/product.jsonl" | jq -c 'del(.node_ms, .queued_ms)'
}

measure_product() {
  local product in_flight
  prepare_product
  for product in identidad-foto identidad-basica; do
    /usr/bin/python3 "$BENCH/client.py" product "$TARGET" "$product" 1 1 "$SPECIMENS"/0* >/dev/null
  done
  for in_flight in 1 2 4; do measure_flight identidad-foto "$in_flight"; done
  for in_flight in 1 2 4 8; do measure_flight identidad-basica "$in_flight"; done
  stop_server
  jq -s . "$WORK/product.jsonl" >"$WORK/product.json"
}

show_product() {
  {
    echo "product|in flight|applications/s|CPU ms each|p50 ms|p99 ms"
    jq -r '.[] | "\(.product)|\(.in_flight)|\(.per_second * 100 | round / 100)|\(.cpu_ms | round)|\(.p50_ms | round)|\(.p99_ms | round)"' "$WORK/product.json"
  } | table
  echo
  {
    echo "node of identidad-basica|ms run, 1 in flight|ms queued|ms run, 8 in flight|ms queued"
    jq -r 'def tenth: . * 10 | round / 10; map(select(.product == "identidad-basica")) | .[0] as $one | .[-1] as $all
      | $one.node_ms | to_entries | sort_by(-.value)[]
      | "\(.key)|\(.value | tenth)|\($one.queued_ms[.key] | tenth)|\($all.node_ms[.key] | tenth)|\($all.queued_ms[.key] | tenth)"' "$WORK/product.json"
  } | table
}
