// The subcommands of the program. Each writes to standard output, returns the exit code, and throws Stop when it cannot
// go on; main.cpp has the command line.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "cli/host_config.hpp"
#include "plugins/models.hpp"
#include "plugins/registry.hpp"

namespace cotejo::cli {

// Paths that every subcommand takes. An empty one is looked for beside the program (places.hpp).
struct Places {
  std::filesystem::path config, plugins, data;
};

// Exit codes. Each decision has its own, so that scripts need not parse the output.
inline constexpr int kApproved = 0, kCouldNotRun = 1, kReview = 10, kRejected = 20;
inline constexpr int kTooManyChanges = 30;  // of what-if

// An error message for the person at the terminal; main() prints it and exits with kCouldNotRun.
struct Stop : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Loads the host's configuration. Throws Stop.
HostConfig configuration_of(const Places& places);
// Called when the process of an isolated component ended, with the cause.
using WorkerEnded = std::function<void(std::string_view component, std::string_view cause)>;
// Loads the plugins. Throws Stop, also when host.yaml names a plugin or component that does not exist (host_names.hpp);
// the overload with diagnostics reports that and goes on.
std::unique_ptr<plugins::Registry> load_registry(const HostConfig& config, WorkerEnded worker_ended = {});
std::unique_ptr<plugins::Registry> load_registry(const HostConfig& config, configuration::Diagnostics& diagnostics,
                                                 WorkerEnded worker_ended = {});

struct VerifyOptions {
  std::string product;
  std::vector<std::string> evidence;  // NAME=FILE
  std::filesystem::path applicant, html;
  std::string locale, application;
  std::string id;  // of the verification; determines its place in the samples of quality control
  bool json = false, trace = false;
};
struct RunOptions {
  std::string component;
  std::vector<std::string> in;  // NAME=FILE
  std::string params = "{}";
  double timeout = 120;  // seconds
  bool json = false;
  bool all = false;
};

struct ForgetOptions {
  std::string owner, verification;  // exactly one of them is set
};

struct WhatIfOptions {
  std::string product;
  std::filesystem::path policy, configs;  // one of them: what is changed
  std::string tenant, since, until;
  std::uint64_t limit = 0;  // the newest; 0: all
  std::optional<std::uint64_t> most_changes;
  bool any_plan = false, json = false;
};

int serve(const Places& places);
int verify(const Places& places, const VerifyOptions& options);
int run(const Places& places, const RunOptions& options);
int replay(const Places& places, const std::string& id);
int forget(const Places& places, const ForgetOptions& options);
int components(const Places& places, const std::string& id, bool json);
int graph(const Places& places, const std::string& product, const std::string& format);
int schema(const Places& places, const std::string& kind);
int describe(const Places& places, const std::string& product);
int what_if(const Places& places, const WhatIfOptions& options);
int check_config(const Places& places, const std::filesystem::path& directory, bool without_models);

}  // namespace cotejo::cli
