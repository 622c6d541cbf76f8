#include "cli/host_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "configuration/section.hpp"

namespace cotejo::cli {
namespace {

using configuration::Diagnostics;
using configuration::Member;
using configuration::Node;
using configuration::Section;
using namespace std::chrono_literals;

constexpr auto longest = std::chrono::milliseconds(60min);  // of any time-out: beyond it, the unit is a mistake
constexpr auto longest_retention = std::chrono::milliseconds(24h * 365 * 20);
constexpr auto longest_key_life = std::chrono::milliseconds(24h * 365);
constexpr std::int64_t most = 1'000'000'000;  // of anything that is counted
constexpr std::int64_t most_threads = 1024;

template <class T>
void take(std::optional<T> value, auto& target) {
  if (value) target = static_cast<std::remove_reference_t<decltype(target)>>(*value);
}

class Loader {
 public:
  Loader(const std::filesystem::path& directory, HostConfig& config, Diagnostics& diagnostics)
      : directory_(directory), config_(config), diagnostics_(diagnostics) {}

  void load(const Node& root) {
    Section section(root, "host.yaml", diagnostics_);
    if (const auto path = section.text("configs")) config_.configs = (directory_ / *path).lexically_normal();
    within(section, "plugins", [this](Section& s) { load_plugins(s); });
    within(section, "isolation", [this](Section& s) { load_isolation(s); });
    within(section, "models", [this](Section& s) {
      if (const auto path = s.text("manifest")) config_.models.manifest = directory_ / *path;
      if (const auto path = s.text("directory")) config_.models.directory = directory_ / *path;
      load_files(s);
    });
    within(section, "storage", [this](Section& s) { load_storage(s); });
    within(section, "index", [this](Section& s) {
      take(s.duration("retention", longest_retention), config_.index.retention);
      take(s.integer("max_waiting", 1, most), config_.index.max_waiting);
      take(s.integer("graph_from", 1, most), config_.index.graph_from);
    });
    within(section, "engine", [this](Section& s) { load_engine(s); });
    within(section, "http", [this](Section& s) {
      load_address(s, config_.http.address);
      take(s.integer("port", 0, 65'535), config_.http.port);
      take(s.integer("threads", 0, most_threads), config_.http.threads);
      within(s, "limits", [this](Section& limits) { load_limits(limits); });
    });
    within(section, "admin", [this](Section& s) {
      load_address(s, config_.http.admin_address);
      take(s.integer("port", 0, 65'535), config_.http.admin_port);
    });
    refuse_one_port(section);
    within(section, "drain", [this](Section& s) {
      take(s.duration("unready_for", longest, Section::Need::optional, 0ms), config_.http.unready_for);
      take(s.duration("grace", longest), config_.http.grace);
    });
    if (const Node* components = section.map("components")) load_components(*components);
    if (const auto level = section.choice("log_level", {"debug", "info", "warning", "error", "off"}))
      telemetry::parse_level(*level, config_.log_level);
    section.finish();
  }

 private:
  template <class Read>
  void within(Section& section, std::string_view key, Read read) {
    const Node* node = section.map(key);
    if (!node) return;
    Section inner(*node, std::string(key), diagnostics_);
    read(inner);
    inner.finish();
  }

  // Any free port, 0, is another one each time. Addresses that differ may share a port.
  void refuse_one_port(Section& section) {
    const auto& http = config_.http;
    if (http.port == 0 || http.port != http.admin_port || http.address != http.admin_address) return;
    section.error(section.node("admin") ? "admin" : "http", "the API and the admin listener cannot both have port " +
                                                                std::to_string(http.port) + " of " + http.address);
  }

  void load_address(Section& section, std::string& address) {
    const auto text = section.text("address");
    if (!text) return;
    boost::system::error_code wrong;
    boost::asio::ip::make_address(*text, wrong);
    if (wrong) section.error("address", fmt::format("expected an IP address, such as 127.0.0.1, found '{}'", *text));
    address = *text;
  }

  void load_plugins(Section& section) {
    PluginsConfig& plugins = config_.plugins;
    for (const std::string& path : section.texts("directories").value_or(std::vector<std::string>{})) {
      plugins.directories.push_back(directory_ / path);
      if (!std::filesystem::is_directory(plugins.directories.back()))
        section.error("directories", "there is no folder " + plugins.directories.back().string());
    }
    if (const Node* required = section.sequence("required"))
      if (!required->items.empty()) take(section.texts("required"), plugins.required);
    take(section.integer("max_instances", 1, most_threads), plugins.max_instances);
    const Node* digests = section.map("digests");
    if (!digests) return;
    section.refine("digests", {{"additionalProperties", {{"type", "string"}, {"pattern", "^sha256:[0-9a-f]{64}$"}}}});
    Section pinned(*digests, "digests of plugins", diagnostics_);
    for (const Member& file : digests->members) {
      const auto digest = pinned.text(file.key);
      if (!digest) continue;
      if (is_digest(*digest))
        plugins.digests[file.key] = *digest;
      else
        pinned.error(file.key, "expected sha256: and 64 hex digits, as `sha256sum` prints them");
    }
  }

  void load_isolation(Section& section) {
    IsolationConfig& isolation = config_.isolation;
    take(section.bytes("memory"), isolation.memory);
    take(section.duration("grace", longest), isolation.grace);
    take(section.integer("calls_per_worker", 0, most), isolation.calls_per_worker);
    const Node* components = section.map("components");
    if (!components) return;
    section.refine("components", {{"additionalProperties", {{"enum", {"process", "none"}}}}});
    Section named(*components, "components", diagnostics_);
    for (const Member& component : components->members)
      if (const auto where = named.choice(component.key, {"process", "none"}))
        isolation.components[component.key] = where == "process";
  }

  static bool is_digest(std::string_view text) {
    constexpr std::string_view prefix = "sha256:";
    return text.starts_with(prefix) && text.size() == prefix.size() + 64 &&
           text.find_first_not_of("0123456789abcdef", prefix.size()) == std::string_view::npos;
  }

  void load_storage(Section& section) {
    StorageConfig& storage = config_.storage;
    if (section.choice("kind", {"sqlite", "memory"}) == "memory") storage.kind = StorageConfig::Kind::memory;
    if (const auto path = section.text("data")) storage.data = directory_ / *path;
    take(section.integer("max_queued_writes", 1, most), storage.max_queued_writes);
    take(section.integer("max_queued_reads", 1, most), storage.max_queued_reads);
    take(section.duration("idempotency_keys", longest_key_life), storage.idempotency_keys);
    take(section.integer("memory_verifications", 1, most), storage.memory_verifications);
  }

  void load_engine(Section& section) {
    engine::Limits& engine = config_.engine;
    take(section.integer("workers", 0, most_threads), engine.workers);
    take(section.integer("max_running", 1, most), engine.max_running);
    take(section.integer("max_running_per_product", 0, most), engine.max_running_per_product);
    take(section.integer("max_waiting", 0, most), engine.max_waiting);
    take(section.bytes("memo_bytes"), engine.memo_bytes);
    take(section.bytes("call_memory"), engine.call_memory);
  }

  void load_limits(Section& section) {
    http::Limits& limits = config_.http.limits;
    take(section.bytes("header_bytes"), limits.header_bytes);
    take(section.bytes("body_bytes"), limits.body_bytes);
    take(section.bytes("evidence_bytes"), limits.evidence_bytes);
    take(section.bytes("json_evidence_bytes"), limits.json_evidence_bytes);
    take(section.integer("json_depth", 1, 1024), limits.json_depth);
    take(section.integer("json_fields", 1, most), limits.json_fields);
    take(section.integer("parts", 1, most), limits.parts);
    take(section.duration("header_timeout", longest), limits.header_timeout);
    take(section.duration("body_timeout", longest), limits.body_timeout);
    take(section.duration("stall_timeout", longest), limits.stall_timeout);
    take(section.duration("idle_timeout", longest), limits.idle_timeout);
    take(section.integer("connections", 1, most), limits.connections);
    take(section.integer("requests", 1, most), limits.requests);
    take(section.bytes("bytes"), limits.bytes);
    take(section.duration("default_wait", longest), limits.default_wait);
    take(section.duration("max_wait", longest), limits.max_wait);
    take(section.duration("heartbeat", longest), limits.heartbeat);
    take(section.duration("max_stream", longest), limits.max_stream);
    if (const auto time = section.duration("retry_after", longest))
      limits.retry_after = std::chrono::ceil<std::chrono::seconds>(*time);
    if (limits.evidence_bytes > limits.body_bytes)
      section.error("evidence_bytes",
                    fmt::format("evidence ({} bytes) cannot be larger than the body that brings it ({} bytes)",
                                limits.evidence_bytes, limits.body_bytes));
    if (limits.default_wait > limits.max_wait) section.error("default_wait", "it cannot be longer than max_wait");
  }

  void load_files(Section& section) {
    const Node* files = section.map("files");
    if (!files) return;
    section.refine("files", {{"additionalProperties", {{"type", "string"}}}});
    Section named(*files, "files of models", diagnostics_);
    for (const Member& file : files->members) {
      const auto path = named.text(file.key);
      if (!path) continue;
      auto& at = config_.models.files[file.key] = (directory_ / *path).lexically_normal();
      if (!std::filesystem::is_regular_file(at)) named.error(file.key, "there is no file " + at.string());
    }
  }

  void load_components(const Node& map) {
    for (const Member& member : map.members) {
      if (member.value.is_map())
        config_.components.insert_or_assign(member.key, member.value);
      else
        diagnostics_.add(member.position, fmt::format("components: expected the params of '{}', found {}", member.key,
                                                      description(member.value)));
    }
  }

  const std::filesystem::path& directory_;
  HostConfig& config_;
  Diagnostics& diagnostics_;
};

}  // namespace

products::HostBounds bounds_of(const HostConfig& config) {
  return {config.components, config.http.limits.evidence_bytes};
}

HostConfig default_host_config(const std::filesystem::path& directory) {
  HostConfig config;
  config.configs = directory;
  return config;
}

HostConfig load_host_config(const std::filesystem::path& file, Diagnostics& diagnostics) {
  const std::filesystem::path directory = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  HostConfig config = default_host_config(directory);
  if (auto root = configuration::parse_file(file, diagnostics)) {
    config.tree = std::make_shared<const Node>(std::move(*root));
    Loader(directory, config, diagnostics).load(*config.tree);
  }
  return config;
}

void check_host_config(const Node& root, Diagnostics& diagnostics) {
  const std::filesystem::path directory(".");
  HostConfig config = default_host_config(directory);
  Loader(directory, config, diagnostics).load(root);
}

}  // namespace cotejo::cli
