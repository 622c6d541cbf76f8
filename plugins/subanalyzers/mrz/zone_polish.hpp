// Further attempts on a zone that was found but not read clearly: shifted along its lines, along a better curve, and
// with several slightly different readings.
#pragma once
#include <vector>

#include "zone_finder.hpp"

namespace cotejo::mrz {

// The same lines read from a few characters earlier or later, and with the other numbers of characters that zones have.
std::vector<Zone> other_placings(const text::StripNetwork& network, Pyramid& image, const Zone& zone);

// Every line read with one of the lines' beginning, direction and curve, once for each of them: a line that was
// followed badly is put right by its neighbours.
std::vector<Zone> aligned(const text::StripNetwork& network, Pyramid& image, const Zone& zone);

// Each line read along the curve, and at the height, at which its parts read best.
Zone straightened(const text::StripNetwork& network, Pyramid& image, const Zone& zone);

// Reads each line again a little larger, smaller, higher and lower, and averages the results: the errors differ, the
// text does not.
Zone looked_at_again(const text::StripNetwork& network, Pyramid& image, const Zone& zone);

}  // namespace cotejo::mrz
