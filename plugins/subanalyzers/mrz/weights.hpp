// The strip network's weights, as trained by training/train_strip_network.cpp and linked into the plugin.
#pragma once
#include <span>

namespace cotejo::mrz {
std::span<const float> weights();
}
