#include "storage/redaction.hpp"

namespace cotejo::storage {
namespace {
constexpr const char* kErased = "evidence.erased";
}

domain::Verification without_evidence(domain::Verification verification) {
  verification.evidence.clear();
  for (auto& trait : verification.traits) {
    trait.value.reset();
    trait.absent_reason = kErased;
    trait.probability = 0;
    trait.region.reset();
  }
  for (auto& item : verification.items) {
    item.params.clear();
    item.places.clear();
  }
  verification.feedback.clear();  // texts that were filled with params
  verification.artifacts.clear();
  verification.exchanges.clear();
  verification.index.reset();
  return verification;
}

}  // namespace cotejo::storage
