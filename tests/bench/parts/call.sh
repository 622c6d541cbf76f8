# One call, by Google Benchmark: of a check in this process; of an analyzer that gets or gives a picture, in this process (0) and in a worker (1).
by_benchmark() { # program -> JSON lines
  "build/bin/$1" --benchmark_repetitions=5 --benchmark_report_aggregates_only=true --benchmark_format=json 2>/dev/null |
    jq -c '.benchmarks[] | select(.aggregate_name == "median") | {name: .run_name, time: (.real_time * {ns: 1, us: 1e3, ms: 1e6}[.time_unit]), cpu: (.cpu_time * {ns: 1, us: 1e3, ms: 1e6}[.time_unit])}'
}

measure_call() {
  step "A plugin's call"
  cmake --build build --parallel "$(nproc)" --target call-cost isolated-call
  { by_benchmark call-cost; by_benchmark isolated-call; } | jq -s '{calls: ., goal_in_process_ns: 2000, goal_isolated_ns: 1000000}' >"$WORK/call.json"
}

show_call() {
  {
    echo "a plugin's call|us|CPU us of this process"
    jq -r '.calls[] | "\(.name)|\(.time / 10 | round / 100)|\(.cpu / 10 | round / 100)"' "$WORK/call.json"
    echo "goals|2 in process, 1000 isolated|"
  } | table
}
