// What one call of a plugin costs in this process: from a shared library, with one input, through all checks of the
// contract. Usage: call-cost [Google Benchmark's options]; the goal is below 2 µs.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>

#include "plugins/component.hpp"
#include "plugins/loader.hpp"

namespace {
using namespace cotejo;

template <class T>
T must(domain::Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::exit(1);
}

plugins::Registry& registry() {
  static const auto loaded = [] {
    plugins::LoadOptions options;
    options.directories = {BENCH_PLUGINS};
    options.models = std::make_shared<plugins::Models>();
    return plugins::load_plugins(std::move(options));
  }();
  return *loaded;
}

void call(benchmark::State& state, const char* id, const domain::Value& value) {
  const auto component = must(registry().create(id, {{"min", 0.0}, {"max", 100.0}}));
  plugins::CallContext context;
  context.today = "2026-01-01";
  context.inputs = {{{&value, 1, "application.value", "application", {}, nullptr}}};
  context.deadline = std::chrono::steady_clock::now() + std::chrono::hours(1);
  context.memory_limit = 1u << 20;
  for (auto _ : state) {
    auto result = component->run(context);
    if (result.verdict != domain::Verdict::pass) return state.SkipWithError("the call did not pass");
    benchmark::DoNotOptimize(result);
  }
}

void number(benchmark::State& state) {
  call(state, "bench.number", {domain::ValueType::number, 34.0});
}
void text(benchmark::State& state) {
  call(state, "bench.length", {domain::ValueType::text, std::string("CALLE FICTICIA 12")});
}

BENCHMARK(number);
BENCHMARK(text);

}  // namespace

BENCHMARK_MAIN();
