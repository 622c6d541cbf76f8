// host.yaml: paths, allowed plugins, and limits. Every key has a default; configs/host.yaml documents them all.
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "configuration/node.hpp"
#include "engine/engine.hpp"
#include "http/server.hpp"
#include "plugins/loader.hpp"
#include "products/compiler.hpp"
#include "services/index.hpp"
#include "storage/store.hpp"
#include "telemetry/log.hpp"

namespace cotejo::cli {

struct PluginsConfig {
  std::vector<std::filesystem::path> directories;           // empty: beside the program
  std::vector<std::string> required;                        // file names; without one of them the host does not start
  std::map<std::string, std::string, std::less<>> digests;  // pinned sha256:… by file name
  std::size_t max_instances = 16;                           // of one serial component
};

struct IsolationConfig {
  std::filesystem::path worker;                         // the program; empty: beside this one
  std::map<std::string, bool, std::less<>> components;  // by id: isolated or not, whatever it declares
  std::uint64_t memory = plugins::IsolationOptions{}.memory;
  std::chrono::milliseconds grace = plugins::IsolationOptions{}.grace;
  std::uint32_t calls_per_worker = plugins::IsolationOptions{}.calls_per_worker;
};

struct ModelsConfig {
  std::optional<std::filesystem::path> manifest, directory;  // none: beside the program
  std::map<std::string, std::filesystem::path> files;        // files that people replace, by the name that params use
};

struct StorageConfig {
  enum class Kind { sqlite, memory } kind = Kind::sqlite;
  std::filesystem::path data;  // empty: beside the program
  std::size_t max_queued_writes = storage::SqliteOptions{}.max_queued_writes;
  std::size_t max_queued_reads = storage::SqliteOptions{}.max_queued_reads;
  std::chrono::milliseconds idempotency_keys = storage::default_key_life;
  std::size_t memory_verifications = storage::MemoryOptions{}.max_verifications;  // memory only
};

struct HostConfig {
  std::filesystem::path configs;  // holds products/ and reasons/; the file's own folder when it does not say
  PluginsConfig plugins;
  IsolationConfig isolation;
  ModelsConfig models;
  StorageConfig storage;
  services::IndexOptions index;
  engine::Limits engine;
  http::Options http;
  products::ComponentDefaults components;
  telemetry::Level log_level = telemetry::Level::info;
  std::shared_ptr<const configuration::Node> tree;  // as it was written; null without a file
};

// What products are checked against.
products::HostBounds bounds_of(const HostConfig& config);

// The defaults, used when there is no file. Relative paths start at `directory`.
HostConfig default_host_config(const std::filesystem::path& directory);

// Reads host.yaml. Relative paths start at the file's folder. When there is any diagnostic, the result must not be
// used.
HostConfig load_host_config(const std::filesystem::path& file, configuration::Diagnostics& diagnostics);

// Reads host.yaml only to report its mistakes.
void check_host_config(const configuration::Node& root, configuration::Diagnostics& diagnostics);

}  // namespace cotejo::cli
