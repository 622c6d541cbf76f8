// Whether parts of one recording are the very sound of another: the same take, also after it was cut, coded anew, made
// louder or put through a telephone. Nobody says a sentence twice so alike.
#pragma once
#include "hearing.hpp"

namespace speech {

// Seconds of `one` that are in `other`. Frames that are not `spoken` do not count: silence is like silence.
double copied_seconds(const Hearing& one, const std::vector<bool>& spoken, const Hearing& other, const Stop& stop);

}  // namespace speech
