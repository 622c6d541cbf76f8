# Memory of identidad-basica: what one verification takes at most, and what stays after many.
. "$BENCH/parts/product.sh"

measure_memory() {
  prepare_product
  step "Memory over $VERIFICATIONS verifications"
  /usr/bin/python3 "$BENCH/client.py" memory "$TARGET" identidad-basica "$VERIFICATIONS" "$SERVER" "$SPECIMENS"/0* >"$WORK/memory.json"
  stop_server
}

show_memory() {
  {
    echo "verifications|ready MiB|first ones more|a later one more|resident MiB before, after each tenth"
    jq -r '"\(.verifications)|\(.ready_mib | round)|\(.first_peak_mib | round)|\(.peak_of_one_mib | round)|\(.resident_mib | map(round | tostring) | join(" "))"' \
      "$WORK/memory.json"
  } | table
}
