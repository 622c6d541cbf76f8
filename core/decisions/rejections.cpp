#include "decisions/rejections.hpp"

#include <iterator>

#include "decisions/decide.hpp"

namespace cotejo::decisions {

void Rejections::add(const std::string& tenant, const std::string& product, domain::TimePoint at) {
  const std::lock_guard lock(mutex_);
  of_[{tenant, product}].insert(at);
}

std::uint64_t Rejections::take(const std::string& tenant, const std::string& product, domain::TimePoint at,
                               const products::RejectionCap& cap) {
  const std::lock_guard lock(mutex_);
  auto& times = of_[{tenant, product}];
  // Keeps them for the longest possible window: the product's next version may have a longer one.
  times.erase(times.begin(), times.upper_bound(at - products::longest_rejection_window));
  // Rejections in the future, from before the clock was set back, count too.
  const auto earlier = static_cast<std::uint64_t>(std::distance(times.upper_bound(at - cap.within), times.end()));
  if (earlier < cap.count) times.insert(at);
  return earlier;
}

void Rejections::give_back(const domain::Verification& verification) {
  const std::lock_guard lock(mutex_);
  const auto times = of_.find({verification.tenant, verification.product.id});
  if (times == of_.end()) return;
  const auto at = times->second.find(verification.completed_at);
  if (at != times->second.end()) times->second.erase(at);
}

void control_quality(const products::Product& product, domain::Verification& verification, Rejections& rejections) {
  std::optional<std::uint64_t> earlier;
  if (asks_cap(product, verification))
    earlier = rejections.take(verification.tenant, product.id, verification.completed_at,
                              *product.decision.quality_control.max_rejections);
  control_quality(product, verification, earlier);
}

}  // namespace cotejo::decisions
