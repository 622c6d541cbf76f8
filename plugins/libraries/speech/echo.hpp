// How long the room goes on after a voice.
#pragma once
#include <optional>

#include "hearing.hpp"

namespace speech {

// Seconds in which the quickest third of the sounds would be 60 dB quieter after they end. It grows with the echo of
// the room, which bounds it, but is shorter: half a second of echo gives about 0.3. Nothing where too few sounds end
// above the noise.
std::optional<double> echo_seconds(const Hearing& heard, const std::vector<bool>& spoken);

}  // namespace speech
