# 20 MB of evidence: the host by a multipart form, which it hashes and keeps in a file; the peer by a bare body, likewise.
UPLOAD_MB=20
UPLOADS=10

measure_upload_of() { # subject URL how
  local before after ticks_before ticks_after line one
  one=$(/usr/bin/python3 "$BENCH/client.py" upload "$2" 2 "$WORK/scan" 1 "$3") # warm
  echo 5 >"/proc/$SERVER/clear_refs" # the high-water mark of memory starts here
  before=$(memory_kib VmHWM)
  ticks_before=$(cpu_ticks)
  one=$(/usr/bin/python3 "$BENCH/client.py" upload "$2" "$UPLOADS" "$WORK/scan" 1 "$3")
  ticks_after=$(cpu_ticks)
  line=$(/usr/bin/python3 "$BENCH/client.py" upload "$2" "$UPLOADS" "$WORK/scan" 4 "$3")
  after=$(memory_kib VmHWM)
  jq -cn --arg subject "$1" --argjson one "$one" --argjson four "$line" --argjson grown $((after - before)) --argjson uploads "$UPLOADS" \
    --argjson ticks $((ticks_after - ticks_before)) --argjson hertz "$(getconf CLK_TCK)" \
    '{subject: $subject, p50_ms: $one.p50_ms, four_at_once_p50_ms: $four.p50_ms, cpu_ms: ($ticks / $hertz * 1e3 / $uploads), grown_mib: ($grown / 1024)}'
}

measure_upload() {
  step "Upload of $UPLOAD_MB MB"
  head -c "${UPLOAD_MB}MB" /dev/urandom >"$WORK/scan"
  start_cotejo sqlite "$WORK/configs"
  measure_upload_of cotejo "$TARGET" form | tee "$WORK/upload.jsonl"
  stop_server
  start_fastapi 1 # one process, whose memory is looked at
  measure_upload_of fastapi "${TARGET%/v1/*}/upload" raw | tee -a "$WORK/upload.jsonl"
  stop_server
  jq -s '(map({key: .subject, value: .}) | from_entries) as $by | {subjects: $by, ratio: ($by.fastapi.p50_ms / $by.cotejo.p50_ms), goal: 2}' \
    "$WORK/upload.jsonl" >"$WORK/upload.json"
}

show_upload() {
  {
    echo "upload of $UPLOAD_MB MB|p50 ms|p50 ms, 4 at once|CPU ms|memory grown by MiB"
    jq -r '.subjects[] | "\(.subject)|\(.p50_ms | round)|\(.four_at_once_p50_ms | round)|\(.cpu_ms | round)|\(.grown_mib * 10 | round / 10)"' "$WORK/upload.json"
    jq -r '"times as fast|\(.ratio * 10 | round / 10) (goal \(.goal))"' "$WORK/upload.json"
  } | table
}
