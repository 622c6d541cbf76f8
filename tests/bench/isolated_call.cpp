// What a worker process costs a call: each benchmark runs with 0 (in this process) and 1 (in a worker).
#include <benchmark/benchmark.h>

#include <algorithm>
#include <stdexcept>

#include "plugins/component.hpp"
#include "plugins/loader.hpp"
#include "plugins/process.hpp"

namespace {

using namespace cotejo;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kPhotoBytes = 600'000;  // a JPEG of two megapixels as phones write it
constexpr std::uint32_t kWidth = 1632, kHeight = 1224;
constexpr int kFirstCalls = 3;  // not counted: they give a worker the memory that it keeps

std::shared_ptr<plugins::Component> make(const char* id, bool isolated) {
  plugins::LoadOptions options;
  options.directories = {BENCH_PLUGINS};
  options.isolation.worker = WORKER;
  options.isolation.components = {{id, isolated}};
  options.isolation.calls_per_worker = 0;
  static std::vector<std::unique_ptr<plugins::Registry>> registries;
  registries.push_back(plugins::load_plugins(std::move(options)));
  auto made = registries.back()->create(id, {});
  if (!made) throw std::runtime_error(made.error().message);
  return *made;
}

void measure(benchmark::State& state, const char* id, const domain::Value& value) {
  const auto component = make(id, state.range(0) == 1);
  plugins::CallContext context;
  context.inputs = {{plugins::InputValue{&value, 1, "photo", "photo", {}, nullptr}}};
  context.memory_limit = 512u << 20;
  for (int i = 0; i < kFirstCalls; ++i) {
    context.deadline = Clock::now() + std::chrono::seconds{10};
    component->run(context);
  }
  for (auto _ : state) {
    context.deadline = Clock::now() + std::chrono::seconds{10};
    auto result = component->run(context);
    if (result.error) state.SkipWithError(result.error->message.c_str());
    benchmark::DoNotOptimize(result);
  }
}

void text(benchmark::State& state) {
  measure(state, "bench.echo", {domain::ValueType::text, std::string("a few words")});
}

void photo_to_pixels(benchmark::State& state) {
  static const std::vector<std::uint8_t> photo(kPhotoBytes, 7);
  auto bytes = std::make_shared<domain::Bytes>();
  bytes->data = photo.data();
  bytes->size = photo.size();
  bytes->media_type = "image/jpeg";
  measure(state, "bench.decoder", {domain::ValueType::bytes, std::shared_ptr<const domain::Bytes>(bytes)});
}

void pixels_to_number(benchmark::State& state) {
  auto image = std::make_shared<domain::Image>();
  image->width = kWidth;
  image->height = kHeight;
  image->stride = kWidth * 3;
  image->pixels = std::shared_ptr<const std::uint8_t>(new std::uint8_t[kWidth * kHeight * 3](),
                                                      std::default_delete<const std::uint8_t[]>());
  image->to_evidence = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  measure(state, "bench.reader", {domain::ValueType::image, std::shared_ptr<const domain::Image>(image)});
}

void start_of_a_worker(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(make("bench.echo", true));
}

// Of many short rounds the quickest: on a machine that others use, the mean measures them.
double quickest(const std::vector<double>& rounds) {
  return *std::min_element(rounds.begin(), rounds.end());
}

void here_and_in_a_worker(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(0)->Arg(1)->UseRealTime()->Unit(benchmark::kMicrosecond)->MinTime(0.01)->Repetitions(100);
  benchmark->ComputeStatistics("quickest", quickest)->ReportAggregatesOnly();
}

BENCHMARK(text)->Apply(here_and_in_a_worker);
BENCHMARK(photo_to_pixels)->Apply(here_and_in_a_worker);
BENCHMARK(pixels_to_number)->Apply(here_and_in_a_worker);
BENCHMARK(start_of_a_worker)->UseRealTime()->Unit(benchmark::kMillisecond)->Iterations(20);

}  // namespace

int main(int argc, char** argv) {
  plugins::prepare_process();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
