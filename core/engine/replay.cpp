#include "engine/replay.hpp"

#include "storage/verification_json.hpp"

namespace cotejo::engine {

Submission submission_of(const storage::Work& work, std::shared_ptr<const products::Product> product) {
  Submission submission;
  submission.id = work.id;
  submission.tenant = work.tenant;
  submission.trace_id = work.trace_id;
  submission.attempt = work.attempt;
  submission.application = work.application;
  submission.product = std::move(product);
  submission.evidence = work.evidence;
  submission.unusable = work.unusable;
  submission.now = work.accepted_at;
  return submission;
}

std::string comparable_text(domain::Verification verification) {
  verification.trace.clear();
  for (auto& check : verification.checks) check.duration_ms = 0;
  verification.created_at = verification.completed_at = {};
  return storage::to_text(verification);
}

}  // namespace cotejo::engine
