// Instants as RFC 3339 writes them: 2026-11-20T17:02:11.250-06:00. Pure functions.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace cotejo::instants {

using Milliseconds = std::chrono::sys_time<std::chrono::milliseconds>;

struct Instant {
  Milliseconds utc;
  std::chrono::minutes offset{0};  // of the clock that wrote it, east of UTC

  // The date that this clock showed.
  std::chrono::year_month_day local_date() const {
    return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(utc + offset));
  }
};

// Nothing for another form, a day that does not exist, or no offset: a time without one is no instant. Years 1970 to
// 9999; a leap second counts as the second after it; digits behind the milliseconds are dropped.
std::optional<Instant> parse_instant(std::string_view text);

// In UTC, to the millisecond: 2026-11-20T23:02:11.250Z.
std::string to_utc_text(Milliseconds instant);

// `later` - `earlier`.
double seconds_between(Milliseconds earlier, Milliseconds later);

}  // namespace cotejo::instants
