// Measures the echo of the room in which somebody speaks.
#pragma once
#include <optional>

#include "hearing.hpp"

namespace speech {

// The time in seconds after which the sounds that fade fastest (a third of all) would be 60 dB quieter. It grows with
// the reverberation time of the room but is shorter: half a second of reverberation gives about 0.3. None when too few
// sounds end above the noise.
std::optional<double> echo_seconds(const Hearing& heard, const std::vector<bool>& spoken);

}  // namespace speech
