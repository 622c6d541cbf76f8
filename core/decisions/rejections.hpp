// Counts automatic rejections by tenant and product over a sliding window, for decision.quality_control.max_rejections.
// At the start the rejections of earlier processes are added. Only one process works on a store, and counting and
// taking is one step, so that concurrent verifications cannot exceed the cap. [thread-safe]
#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "domain/verification.hpp"
#include "products/product.hpp"

namespace cotejo::decisions {

class Rejections {
 public:
  void add(const std::string& tenant, const std::string& product, domain::TimePoint at);

  // Returns the number of rejections in the window that ends `at`, and counts this one too when it is below the cap.
  std::uint64_t take(const std::string& tenant, const std::string& product, domain::TimePoint at,
                     const products::RejectionCap& cap);
  // Takes a counted rejection back, when the decision was never shown to anybody.
  void give_back(const domain::Verification& verification);

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::multiset<domain::TimePoint>> of_;  // by tenant and product
};

// Quality control of a decision at the time of its completion, counted in `rejections`. See decide.hpp.
void control_quality(const products::Product& product, domain::Verification& verification, Rejections& rejections);

}  // namespace cotejo::decisions
