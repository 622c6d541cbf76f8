#include <algorithm>
#include <charconv>

#include "decisions/decide.hpp"
#include "domain/digest.hpp"
#include "products/platform_codes.hpp"

namespace cotejo::decisions {
namespace {

using domain::Decision;
using domain::Outcome;
using domain::Verification;
using products::Product;

bool sampled(const Product& product, const Verification& verification) {
  const double share = product.decision.quality_control.sample.share(verification.decision->outcome);
  return share > 0 && place_in_sample(product, verification.id) < share;
}

void hand_over(const Product& product, Verification& verification, std::string_view why) {
  Decision& decision = *verification.decision;
  decision.would_be = decision.outcome;
  decision.outcome = Outcome::review;
  decision.automated = false;
  decision.reasons.insert(decision.reasons.begin(), std::string(why));
  verification.feedback = feedback(product, verification);
}

}  // namespace

bool speaks_for_fraud(const Verification& verification) {
  const auto& decision = verification.decision;
  const bool rejected = decision && decision->would_be.value_or(decision->outcome) == Outcome::reject;
  for (std::size_t i = 0; i < verification.items.size(); ++i) {
    const domain::Item& item = verification.items[i];
    if (item.reason_class != "fraud") continue;
    if (item.severity == domain::Severity::critical) return true;
    if (rejected && std::ranges::find(decision->items, i) != decision->items.end()) return true;
  }
  return false;
}

void hold_after_fraud(const Product& product, Verification& verification) {
  if (verification.decision && verification.decision->outcome == Outcome::approve)
    hand_over(product, verification, products::code_earlier_finding);
}

bool held_after_fraud(const Verification& verification) {
  if (!verification.decision) return false;
  const auto& reasons = verification.decision->reasons;
  return std::ranges::find(reasons, products::code_earlier_finding) != reasons.end();
}

double place_in_sample(const Product& product, std::string_view verification_id) {
  const std::string digest = domain::digest_of("quality_control\n" + product.id + "\n" + std::string(verification_id));
  // Uses as many bits as a double represents exactly.
  constexpr int digits = 13;
  constexpr double places = 4503599627370496.0;  // 16^13
  const char* first = digest.data() + digest.find(':') + 1;
  std::uint64_t number = 0;
  std::from_chars(first, first + digits, number, 16);
  return static_cast<double>(number) / places;
}

bool asks_cap(const Product& product, const Verification& verification) {
  const auto& decision = verification.decision;
  return product.decision.quality_control.max_rejections && decision && decision->automated &&
         decision->outcome == Outcome::reject && !sampled(product, verification);
}

void control_quality(const Product& product, Verification& verification,
                     std::optional<std::uint64_t> earlier_rejections) {
  if (!verification.decision || !verification.decision->automated) return;
  if (sampled(product, verification)) return hand_over(product, verification, products::code_sampled);
  if (!earlier_rejections || !asks_cap(product, verification)) return;
  verification.decision->earlier_rejections = earlier_rejections;
  if (*earlier_rejections >= product.decision.quality_control.max_rejections->count)
    hand_over(product, verification, products::code_cap_reached);
}

}  // namespace cotejo::decisions
