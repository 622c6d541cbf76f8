// Points in time in the format of RFC 3339: 2026-11-20T17:02:11.250-06:00. Pure functions.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace cotejo::instants {

using Milliseconds = std::chrono::sys_time<std::chrono::milliseconds>;

struct Instant {
  Milliseconds utc;
  std::chrono::minutes offset{0};  // the offset from UTC that was written, positive to the east

  // The calendar date in the time zone that was written.
  std::chrono::year_month_day local_date() const {
    return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(utc + offset));
  }
};

// None for another form, a day that does not exist, or a missing offset, without which a time is ambiguous. Years 1970
// to 9999; a leap second counts as the second after it; digits after the milliseconds are ignored.
std::optional<Instant> parse_instant(std::string_view text);

// In UTC, to the millisecond: 2026-11-20T23:02:11.250Z.
std::string to_utc_text(Milliseconds instant);

// `later` - `earlier`.
double seconds_between(Milliseconds earlier, Milliseconds later);

}  // namespace cotejo::instants
