// One verification without the service: what `verify` and `run` have in common.
#pragma once
#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "cli/host_config.hpp"
#include "cli/offline_store.hpp"
#include "domain/verification.hpp"
#include "engine/engine.hpp"

namespace cotejo::cli {

using EvidenceByName = std::map<std::string, std::shared_ptr<const domain::Bytes>, std::less<>>;

struct RunTerms {
  bool show_progress = false;                                           // a line for each node on standard error
  engine::Submission::Artifact on_artifact = {};                        // see engine::Submission
  std::chrono::milliseconds budget = std::chrono::milliseconds::max();  // when it is less than the product's
  std::filesystem::path data = {};  // whose index connectors ask; empty: one that is empty
  bool keep = false;                // the verification, with what it puts there
  std::string application = {};     // see engine::Submission
  std::string id = {};              // under which quality control draws; empty: only a sample of everything takes it
};

// Runs to the end on this machine. Throws Stop.
domain::Verification run_here(const HostConfig& config, std::shared_ptr<const products::Product> product,
                              EvidenceByName evidence, const RunTerms& terms);

}  // namespace cotejo::cli
