#include "cli/engine_run.hpp"

#include <algorithm>
#include <cstdio>
#include <future>
#include <mutex>
#include <optional>

#include "cli/commands.hpp"
#include "decisions/decide.hpp"
#include "telemetry/trace_context.hpp"

namespace cotejo::cli {
namespace {

void show(const domain::NodeTrace& node, std::size_t done, std::size_t all) {
  std::fprintf(stderr, "  [%2zu/%zu] %-34s %-10s %8.1f ms%s%s\n", done, all, node.node.c_str(), node.status.c_str(),
               node.run_ms, node.error_code.empty() ? "" : "  ", node.error_code.c_str());
}

bool asks(const products::Product& product) {
  return std::any_of(product.plan.nodes.begin(), product.plan.nodes.end(),
                     [](const products::Node& node) { return node.declaration.kind == plugins::Kind::connector; });
}

// Only the service counts rejections for a cap.
void control_quality(const products::Product& product, const std::string& id, domain::Verification& v) {
  const auto& sample = product.decision.quality_control.sample;
  if (id.empty() && sample.share(v.decision->outcome) < 1) return;
  decisions::control_quality(product, v, std::nullopt);
}

}  // namespace

domain::Verification run_here(const HostConfig& config, std::shared_ptr<const products::Product> product,
                              EvidenceByName evidence, const RunTerms& terms) {
  std::optional<OfflineStore> memory;
  if (!terms.data.empty() || asks(*product)) memory.emplace(config, terms.data);
  engine::Engine engine(config.engine, memory ? &memory->index() : nullptr);
  engine::Submission submission;
  submission.now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  submission.id = terms.id.empty() ? telemetry::new_verification_id(submission.now) : terms.id;
  submission.trace_id = telemetry::new_trace().trace_id;
  submission.product = product;
  submission.application = terms.application;
  submission.deadline = std::chrono::steady_clock::now() + std::min(terms.budget, product->deadline);
  submission.evidence = std::move(evidence);
  submission.on_artifact = terms.on_artifact;
  std::mutex mutex;
  std::size_t done = 0;
  engine::Engine::Progress progress;
  if (terms.show_progress)
    progress = [&](const domain::NodeTrace& node) {
      const std::lock_guard lock(mutex);
      show(node, ++done, product->plan.nodes.size());
    };
  std::promise<domain::Verification> result;
  const auto taken =
      engine.run(submission, std::move(progress), [&](domain::Verification v) { result.set_value(std::move(v)); });
  if (!taken) throw Stop(taken.error().message);
  auto verification = result.get_future().get();
  control_quality(*product, terms.id, verification);
  if (terms.keep && memory) memory->keep(submission, verification);
  return verification;
}

}  // namespace cotejo::cli
