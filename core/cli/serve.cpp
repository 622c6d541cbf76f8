#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <iostream>
#include <thread>
#include <utility>

#include "cli/commands.hpp"
#include "cli/descriptors.hpp"
#include "cli/reload.hpp"
#include "engine/engine.hpp"
#include "http/server.hpp"
#include "storage/store.hpp"

namespace cotejo::cli {
namespace {

constexpr timespec kLookForChanges{1, 0};  // how often the files of the products, and a failing disk, are looked at

// Signals are taken by the main thread alone, in its loop: every thread that starts after this inherits the mask.
sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int s : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, s);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return set;
}

std::unique_ptr<storage::Store> open_store(const HostConfig& config) {
  const auto& from = config.storage;
  std::error_code refused;
  std::filesystem::create_directories(from.data, refused);
  if (refused) throw Stop("cannot use " + from.data.string() + " for data: " + refused.message());
  if (from.kind == StorageConfig::Kind::memory)
    return storage::open_memory({.incoming = from.data / "incoming",
                                 .max_verifications = from.memory_verifications,
                                 .key_life = from.idempotency_keys});
  storage::SqliteOptions options;
  options.directory = from.data;
  options.max_queued_writes = from.max_queued_writes;
  options.max_queued_reads = from.max_queued_reads;
  options.key_life = from.idempotency_keys;
  return storage::open_sqlite(options);
}

// The secret lies beside the database; for a store in memory it lasts as long as the process.
services::Secret index_secret(const StorageConfig& storage) {
  return storage.kind == StorageConfig::Kind::memory ? services::Secret::random()
                                                     : services::Secret::open(storage.data / "index.secret");
}

domain::TimePoint now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// Resumes what a full or read-only disk held up, once the disk takes writes again. `failing`: whether it did not when
// last looked at.
void look_after_storage(storage::Store& store, services::Index& index, engine::Verifications& verifications,
                        telemetry::Log& log, bool& failing) {
  if (const bool before = std::exchange(failing, store.load().failing); failing != before) {
    if (failing)
      log.error("storage.refuses_writes", {{"message", "the disk is full or read-only: new work gets 503"}});
    else
      log.info("storage.takes_writes", {});
  }
  if (failing) store.probe();
  index.sweep(now());
  verifications.keep_again();
}

void wait_for_end(const sigset_t& signals, Reload& reload, storage::Store& store, services::Index& index,
                  engine::Verifications& verifications, telemetry::Log& log) {
  for (bool failing = false;;) {
    const int signal = sigtimedwait(&signals, nullptr, &kLookForChanges);
    look_after_storage(store, index, verifications, log, failing);
    if (signal == SIGHUP) {
      reload.now();
    } else if (signal == SIGTERM || signal == SIGINT) {
      log.info("host.leaving", {{"signal", signal == SIGTERM ? "SIGTERM" : "SIGINT"}});
      return;
    } else {
      reload.if_changed();
    }
  }
}

void measure(telemetry::Metrics& metrics, services::Index& index) {
  metrics.gauge("index_vectors", "Vectors in the index", [&] { return static_cast<double>(index.load().vectors); });
  metrics.gauge("index_vectors_waiting", "Vectors that are not in their graph yet, and are looked at one by one",
                [&] { return static_cast<double>(index.load().not_in_graph); });
  metrics.gauge("index_bytes", "Memory that the vectors of the index take, about",
                [&] { return static_cast<double>(index.load().bytes); });
  metrics.gauge("index_waiting", "Questions to the index that wait",
                [&] { return static_cast<double>(index.load().waiting); });
  metrics.gauge("index_answers", "Questions that the index has answered",
                [&] { return static_cast<double>(index.load().answered); });
}

void measure(telemetry::Metrics& metrics, engine::Engine& engine, storage::Store& store) {
  metrics.gauge("engine_running", "Verifications under way",
                [&] { return static_cast<double>(engine.load().running); });
  metrics.gauge("engine_waiting", "Verifications that wait for a place",
                [&] { return static_cast<double>(engine.load().waiting); });
  metrics.gauge("engine_abandoned", "Workers held by calls that outlived their deadline",
                [&] { return static_cast<double>(engine.load().abandoned); });
  metrics.gauge("memo_hits", "Results of analyses that were used again",
                [&] { return static_cast<double>(engine.load().memo_hits); });
  metrics.gauge("memo_misses", "Results of analyses that had to be made",
                [&] { return static_cast<double>(engine.load().memo_misses); });
  metrics.gauge("storage_writes_waiting", "Writes that wait for their commit",
                [&] { return static_cast<double>(store.load().writes_waiting); });
  metrics.gauge("storage_commits", "Commits so far", [&] { return static_cast<double>(store.load().commits); });
}

int serve(const HostConfig& config) {
  const auto signals = block_signals();
  telemetry::Log log(config.log_level);
  telemetry::Metrics metrics;
  metrics.build(COTEJO_VERSION);
  const auto registry = load_registry(
      config, [&](std::string_view component, std::string_view cause) { metrics.worker_ended(component, cause); });
  for (const auto& refusal : registry->refusals()) log.warning("plugin.refused", {{"message", refusal.reason}});
  for (const auto* info : registry->components())
    if (!info->unavailable.empty()) log.warning("component.off", {{"message", info->unavailable}});

  engine::ProductsSnapshot products;
  const std::size_t workers =
      config.engine.workers ? config.engine.workers : std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::filesystem::path> files;
  for (const auto& [name, file] : config.models.files) files.push_back(file);
  Reload reload(config.configs, std::move(files), bounds_of(config), *registry, products, log, metrics, workers);
  reload.load_first();

  const auto store = open_store(config);
  services::Index index(*store, index_secret(config.storage), config.index);
  engine::Engine engine(config.engine, &index);
  measure(metrics, engine, *store);
  measure(metrics, index);
  engine::Verifications verifications(
      *store,
      [&](engine::Submission submission, engine::Engine::Progress progress, engine::Engine::Done done) {
        return engine.run(std::move(submission), std::move(progress), std::move(done));
      },
      products, metrics, log, now, &index);
  auto http = config.http;
  if (fit_descriptors(http.limits))
    log.warning("host.few_descriptors", {{"connections", http.limits.connections},
                                         {"message", "fewer connections than host.yaml allows: raise `ulimit -n`"}});
  http::Server server(std::move(http), {verifications, *store, products, *registry, metrics, log,
                                        [&] { return engine.load(); }, COTEJO_VERSION});
  server.start();
  const auto recovered = verifications.recover();
  if (!recovered) throw Stop(recovered.error().message);
  server.ready();
  log.info("host.ready", {{"address", config.http.address},
                          {"port", server.port()},
                          {"admin_port", server.admin_port()},
                          {"products", products.load()->by_id.size()},
                          {"recovered", *recovered}});
  reload.warm();
  wait_for_end(signals, reload, *store, index, verifications, log);
  server.stop();
  engine.stop(config.http.grace);
  store->stop();
  log.info("host.left");
  log.flush();
  if (engine.load().abandoned > 0) std::quick_exit(0);  // a plugin never returned: its thread cannot be joined
  return 0;
}

}  // namespace

int serve(const Places& places) {
  try {
    return serve(configuration_of(places));
  } catch (const std::runtime_error& e) {
    throw Stop(e.what());
  }
}

}  // namespace cotejo::cli
