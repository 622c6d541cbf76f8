// Whether a device's time zone is one that clocks show where it is. Pure functions.
#pragma once
#include <string_view>

#include "places/whereabouts.hpp"

namespace cotejo::places {

enum class ClockFit {
  fits,    // the clock of a state that the position may lie in
  other,   // another one of Mexico's, or one of another country
  unknown  // a zone that says nothing of a place (UTC), nothing, or no name of a zone
};

// `zone`: as in IANA's database, America/Mexico_City. Zones whose clocks go alike count as one: a telephone in Mérida
// that was set up in Monterrey is not wrong.
ClockFit clock_fit(std::string_view zone, const Whereabouts& where);

// A zone that a telephone there may have; for test data.
std::string_view zone_of_state(std::string_view curp_code);

}  // namespace cotejo::places
