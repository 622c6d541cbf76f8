// Counts automatic rejections for the caps of products (decision.quality_control.max_rejections), by tenant and
// product, over a sliding window. What earlier processes decided is added at the start; since one process alone works
// on a store, no more than the cap are ever decided, whatever runs at the same time. [thread-safe]
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

  // Those in the window that ends `at`; this one is counted as well when there is room for it.
  std::uint64_t take(const std::string& tenant, const std::string& product, domain::TimePoint at,
                     const products::RejectionCap& cap);
  // What was taken, when nobody ever saw the decision.
  void give_back(const domain::Verification& verification);

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::multiset<domain::TimePoint>> of_;  // by tenant and product
};

// Quality control of a decision at the time of its completion, counted in `rejections`. See decide.hpp.
void control_quality(const products::Product& product, domain::Verification& verification, Rejections& rejections);

}  // namespace cotejo::decisions
