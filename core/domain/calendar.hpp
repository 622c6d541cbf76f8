// Dates are judged in the product's time zone, not in the host's.
#pragma once
#include <string>
#include <string_view>

#include "domain/verification.hpp"

namespace cotejo::domain {

// Whether `name` is an IANA time zone such as America/Mexico_City. [thread-safe]
bool known_time_zone(std::string_view name);

// The calendar date of a point in time in a zone, YYYY-MM-DD; an unknown zone is taken as UTC. [thread-safe]
std::string local_date(TimePoint time, std::string_view zone);

}  // namespace cotejo::domain
