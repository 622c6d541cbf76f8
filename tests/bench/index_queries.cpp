// What questions to the index cost, and how long it is until they cost that: keys over SQLite, vectors in memory, by
// looking at all of them and through the graph. core/services/README.md has the figures.
//
//   index-queries [VECTORS [DIMENSIONS [FOLDER]]]     default: 100000 512, and a temporary folder
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <future>
#include <random>
#include <string>
#include <string_view>

#include "services/index.hpp"
#include "services/index_request.hpp"
#include "services/vector_set.hpp"

namespace {

using namespace cotejo;
using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// Persons who were seen one to three times, with a noise of 0.5 of their own length: a cosine of about 0.8 between two
// pictures of one person, 0 between strangers.
class Crowd {
 public:
  explicit Crowd(std::size_t dimensions) : dimensions_(dimensions) {}
  std::vector<float> stranger() {
    std::vector<float> numbers(dimensions_);
    for (float& x : numbers) x = normal_(random_);
    services::normalise(numbers);
    return numbers;
  }
  std::vector<float> again(std::vector<float> numbers) {
    const float each = 0.5f / std::sqrt(static_cast<float>(dimensions_));
    for (float& x : numbers) x += each * normal_(random_);
    services::normalise(numbers);
    return numbers;
  }

 private:
  const std::size_t dimensions_;
  std::mt19937 random_{1};
  std::normal_distribution<float> normal_;
};

struct Times {
  std::vector<double> ms;
  void add(Clock::time_point start) { ms.push_back(ms_since(start)); }
  double at(double share) {
    std::sort(ms.begin(), ms.end());
    return ms[static_cast<std::size_t>(share * static_cast<double>(ms.size() - 1))];
  }
  void print(const char* what) { std::printf("%-44s p50 %8.3f ms   p99 %8.3f ms\n", what, at(0.5), at(0.99)); }
};

double resident_mb() {
  std::ifstream statm("/proc/self/statm");
  double pages = 0, resident = 0;
  statm >> pages >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

storage::IndexView view() {
  return {"default", "ver_asks", "", domain::TimePoint{}};
}

void ask(const services::VectorSet& set, const std::vector<std::vector<float>>& probes, const char* what) {
  constexpr std::size_t count = 10;
  Times exact_times, graph_times;
  std::size_t wanted = 0, found = 0, first = 0;
  for (const auto& probe : probes) {
    const services::VectorSet::Question question{probe, {}, count, -1};
    auto start = Clock::now();
    const auto graph = set.nearest(view(), question).nearest;
    graph_times.add(start);
    start = Clock::now();
    const auto exact = set.nearest(view(), question, true).nearest;
    exact_times.add(start);
    wanted += exact.size();
    first += !graph.empty() && !exact.empty() && graph[0].owner == exact[0].owner;
    for (const auto& one : exact)
      for (const auto& other : graph) found += one.owner == other.owner;
  }
  std::printf("%s\n", what);
  graph_times.print("  through the graph");
  exact_times.print("  looking at all");
  std::printf("  recall@10 %.4f, the nearest one found %.4f\n",
              static_cast<double>(found) / static_cast<double>(wanted),
              static_cast<double>(first) / static_cast<double>(probes.size()));
}

void vectors(std::size_t count, std::size_t dimensions) {
  Crowd crowd(dimensions);
  std::vector<std::vector<float>> known, strangers;
  const double before = resident_mb();
  services::VectorSet set(dimensions, count / 2);
  storage::StoredVector v;
  v.tenant = "default";
  v.expires = domain::TimePoint::max();
  std::vector<float> person;
  for (std::size_t i = 0; i < count; ++i) {
    if (i % 6 == 0 || i % 6 == 1 || i % 6 == 3)
      person = crowd.stranger();  // of six vectors: one, two and three of a person
    v.owner = "owner-of-thirty-two-hex-digits-" + std::to_string(i - (i % 6 == 2 || i % 6 == 4 ? 1
                                                                      : i % 6 == 5             ? 2
                                                                                               : 0));
    v.verification = "ver_01hzzzzzzzzzzzzzzzzzzzzz" + std::to_string(i);
    v.vector = crowd.again(person);
    set.add(v);
    if (i % (count / 500) == 0 && known.size() < 500) known.push_back(crowd.again(person));
  }
  for (int i = 0; i < 500; ++i) strangers.push_back(crowd.stranger());
  std::printf("%zu vectors of %zu: %.0f MB of memory before the graph (the index says %.0f)\n", count, dimensions,
              resident_mb() - before, static_cast<double>(set.bytes()) / 1e6);
  const auto start = Clock::now();
  while (set.tend(64)) {
  }
  std::printf("graph made in %.0f s on one thread, %.2f ms a vector; %.0f MB with it (the index says %.0f)\n",
              ms_since(start) / 1000, ms_since(start) / static_cast<double>(count), resident_mb() - before,
              static_cast<double>(set.bytes()) / 1e6);
  ask(set, known, "probes of persons who are in it");
  ask(set, strangers, "probes of strangers");
}

template <class T, class Ask>
T wait_for(Ask ask_it) {
  std::promise<domain::Result<T>> promise;
  ask_it([&](domain::Result<T> result) { promise.set_value(std::move(result)); });
  return promise.get_future().get().value();
}

// The future is ready once it is committed.
std::future<void> completed(storage::Store& store, services::Index& index, domain::Verification v) {
  const auto done = std::make_shared<std::promise<void>>();
  const auto kept = std::make_shared<const domain::Verification>(std::move(v));
  storage::Acceptance acceptance;
  acceptance.work.id = kept->id;
  acceptance.work.product = {"bench", 1, "sha256:00"};
  store.accept(std::move(acceptance), [](auto) {});
  store.complete(kept, [done, kept, &index](auto) {
    index.completed(*kept);
    done->set_value();
  });
  return done->get_future();
}

services::Answer exchange(services::Index& index, const std::string& id, std::string body) {
  services::Asker asker;
  asker.tenant = "default";
  asker.verification = id;
  asker.accepted_at = domain::TimePoint(std::chrono::hours(500'000));
  const domain::Request request{domain::Service::index, "index", "exchange", "", "", std::move(body), ""};
  return wait_for<services::Answer>([&](auto then) { index.ask(asker, request, then); });
}

// Ten keys a verification, as an application has them.
std::string keys_of(std::size_t person, const char* what) {
  std::string list;
  for (int k = 0; k < 10; ++k)
    list += std::string(k ? "," : "") + R"({"space":"space_)" + std::to_string(k) + R"(","key":"key-)" +
            std::to_string(person) + "\"}";
  return R"({"owner":"person-)" + std::to_string(person) + R"(",")" + what + "\":[" + list + "]}";
}

void keys(const std::filesystem::path& folder, std::size_t verifications, std::size_t dimensions) {
  Crowd crowd(dimensions);
  {
    const auto store = storage::open_sqlite({.directory = folder});
    services::Index index(*store, services::Secret::open(folder / "index.secret"), {.graph_from = 10 * verifications});
    const auto start = Clock::now();
    for (std::size_t i = 0; i < verifications; ++i) {
      domain::Verification v;
      v.id = "ver_" + std::to_string(i);
      v.decision = domain::Decision{};
      auto given = exchange(index, v.id, keys_of(i, "put"));
      given.puts.entries.push_back({"face", given.puts.entries[0].owner, "", crowd.stranger()});
      v.index = std::make_shared<domain::IndexPuts>(std::move(given.puts));
      auto committed = completed(*store, index, std::move(v));
      constexpr std::size_t together = 64;  // as many as a busy service commits at once
      if (i % together == 0 || i + 1 == verifications) committed.wait();
    }
    store->stop();
    std::printf("%zu verifications with ten keys and a vector put in %.0f s\n", verifications, ms_since(start) / 1000);
  }
  const auto start = Clock::now();
  const auto store = storage::open_sqlite({.directory = folder});
  services::Index index(*store, services::Secret::open(folder / "index.secret"), {.graph_from = 10 * verifications});
  std::printf("started again in %.0f ms, with %zu vectors in memory\n", ms_since(start), index.load().vectors);
  Times times;
  for (std::size_t i = 0; i < 2000; ++i) {
    const auto asked = Clock::now();
    exchange(index, "ver_asks", keys_of(i * 7919 % verifications, "find"));
    times.add(asked);
  }
  times.print("ten exact keys in one exchange");
  store->stop();
}

}  // namespace

int main(int argc, char** argv) {
  const auto is_number = [](std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  for (int i = 1; i < std::min(argc, 3); ++i)
    if (!is_number(argv[i])) {
      std::fprintf(stderr, "usage: index-queries [COUNT [DIMENSIONS [FOLDER]]]; '%s' is no number\n", argv[i]);
      return 1;
    }
  const std::size_t count = argc > 1 ? std::stoul(argv[1]) : 100'000, dimensions = argc > 2 ? std::stoul(argv[2]) : 512;
  const auto folder = argc > 3
                          ? std::filesystem::path(argv[3])
                          : std::filesystem::temp_directory_path() / ("index-queries-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  keys(folder, count / 10, dimensions);
  vectors(count, dimensions);
  if (argc <= 3) std::filesystem::remove_all(folder);
}
