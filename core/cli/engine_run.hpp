// Runs one verification without the service: shared by the commands `verify` and `run`.
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
  bool show_progress = false;                                           // print a line for each node on standard error
  engine::Submission::Artifact on_artifact = {};                        // see engine::Submission
  std::chrono::milliseconds budget = std::chrono::milliseconds::max();  // counts when it is less than the product's
  std::filesystem::path data = {};  // the data folder with the index that connectors ask; none: an empty index
  bool keep = false;                // store the verification in `data`, with what it puts into the index
  std::string application = {};     // see engine::Submission
  std::string id = {};              // of the verification, for quality control; empty: only a sample of 100 % takes it
};

// Runs it to the end in this process. Throws Stop.
domain::Verification run_here(const HostConfig& config, std::shared_ptr<const products::Product> product,
                              EvidenceByName evidence, const RunTerms& terms);

}  // namespace cotejo::cli
