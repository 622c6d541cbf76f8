// Finds parts of a recording that are copied from another: the same take, even after it was cut, encoded again, made
// louder or sent through a telephone. Nobody says a sentence twice in exactly the same way.
#pragma once
#include "hearing.hpp"

namespace speech {

// How many seconds of `one` also occur in `other`, or, where that is most of it, in `other` played up to a tenth faster
// or slower. Frames that are not `spoken` are ignored, since all silence is alike.
double copied_seconds(const Hearing& one, const std::vector<bool>& spoken, const Hearing& other, const Stop& stop);

}  // namespace speech
