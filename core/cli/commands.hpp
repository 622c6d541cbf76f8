// The subcommands of the program. Each sets itself up on the CLI11 application and returns the exit code through it.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "cli/host_config.hpp"
#include "plugins/models.hpp"
#include "plugins/registry.hpp"

namespace CLI {
class App;
}

namespace cotejo::cli {

// Options of every subcommand, and what they lead to.
struct Common {
  std::filesystem::path config, plugins, data;
};

// Exit codes: a decision has its own, so that scripts need not parse.
inline constexpr int kApproved = 0, kCouldNotRun = 1, kReview = 10, kRejected = 20;

// A sentence for the person at the terminal; main() prints it and ends with kCouldNotRun.
struct Stop : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Configuration and plugins, as a command needs them. Throws Stop.
HostConfig configuration_of(const Common& common);
// A worker of an isolated component could not go on, and why.
using WorkerEnded = std::function<void(std::string_view component, std::string_view cause)>;
std::unique_ptr<plugins::Registry> load_registry(const HostConfig& config, WorkerEnded worker_ended = {});

void add_serve(CLI::App& app, const Common& common, int& exit_code);
void add_verify(CLI::App& app, const Common& common, int& exit_code);
void add_run(CLI::App& app, const Common& common, int& exit_code);
void add_components(CLI::App& app, const Common& common, int& exit_code);
void add_graph(CLI::App& app, const Common& common, int& exit_code);
void add_schema(CLI::App& app, const Common& common, int& exit_code);
void add_describe(CLI::App& app, const Common& common, int& exit_code);
void add_check_config(CLI::App& app, const Common& common, int& exit_code);

}  // namespace cotejo::cli
