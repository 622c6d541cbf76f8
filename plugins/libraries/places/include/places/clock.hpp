// Compares a device's time zone with its position. Pure functions.
#pragma once
#include <string_view>

#include "places/whereabouts.hpp"

namespace cotejo::places {

enum class ClockFit {
  fits,    // the clock of a state that the position may lie in
  other,   // the zone of another part of Mexico or of another country
  unknown  // no zone, an unknown name, or a zone that is not tied to a place (UTC)
};

// `zone`: an IANA name such as America/Mexico_City. Zones whose clocks show the same time are equal here: a telephone
// in Mérida that was set up in Monterrey is not suspicious.
ClockFit clock_fit(std::string_view zone, const Whereabouts& where);

// A zone that a telephone there may have; for test data.
std::string_view zone_of_state(std::string_view curp_code);

}  // namespace cotejo::places
