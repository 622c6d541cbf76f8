// Computes the probability that a reading is right from what is known about it.
#pragma once
#include "fields.hpp"

namespace cotejo::ine_front {

double calibrated(Key key, const Features& features);

}  // namespace cotejo::ine_front
