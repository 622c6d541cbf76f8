// Points in time, to the precision in which results show them and the store keeps them.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace cotejo::domain {

using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;
std::string to_iso8601(TimePoint time);  // 2026-01-31T12:00:00.000Z
std::optional<TimePoint> from_iso8601(std::string_view text);

}  // namespace cotejo::domain
