// One verification without the service: what `verify` and `run` have in common.
#pragma once
#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "cli/host_config.hpp"
#include "domain/verification.hpp"
#include "engine/engine.hpp"

namespace cotejo::cli {

using EvidenceByName = std::map<std::string, std::shared_ptr<const domain::Bytes>, std::less<>>;

// Runs to the end on this machine. `show_progress`: a line for each node on standard error.
// `on_artifact`: see engine::Submission; may be empty. `budget`: of time, when it is less than the product's.
domain::Verification run_here(const HostConfig& config, std::shared_ptr<const products::Product> product,
                              EvidenceByName evidence, bool show_progress,
                              engine::Submission::Artifact on_artifact = {},
                              std::chrono::milliseconds budget = std::chrono::milliseconds::max());

}  // namespace cotejo::cli
