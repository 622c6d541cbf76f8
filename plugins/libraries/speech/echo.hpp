// How long the room goes on after a voice.
#pragma once
#include <optional>

#include "hearing.hpp"

namespace speech {

// Seconds until the room is 60 dB quieter, from the slopes at which the bands fall after sounds end: the room bounds
// the quickest of them. Rough (a third more or less), and nothing where too few sounds end above the noise.
std::optional<double> echo_seconds(const Hearing& heard, const std::vector<bool>& spoken);

}  // namespace speech
