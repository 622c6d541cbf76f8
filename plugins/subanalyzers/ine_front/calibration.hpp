// From what is known about a reading to the probability that it is right.
#pragma once
#include "fields.hpp"

namespace cotejo::ine_front {

double calibrated(Key key, const Features& features);

}  // namespace cotejo::ine_front
