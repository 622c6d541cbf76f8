// Points in time as whole numbers, the same in columns and in JSON.
#pragma once

#include <chrono>

#include "domain/time_point.hpp"

namespace cotejo::storage {

/// Milliseconds since 1970-01-01T00:00:00Z.
[[nodiscard]] inline long long stamp(domain::TimePoint time) {
  return time.time_since_epoch().count();
}
[[nodiscard]] inline domain::TimePoint time_point(long long stamp) {
  return domain::TimePoint(std::chrono::milliseconds(stamp));
}

}  // namespace cotejo::storage
