// The contents of card_map.bin, 16-bit floats.
#pragma once
#include <cstdint>
#include <span>

namespace cotejo::rectify {

std::span<const std::uint16_t> card_map_weights();

}  // namespace cotejo::rectify
