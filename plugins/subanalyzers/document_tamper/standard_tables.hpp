// The quantisation that the JPEG standard suggests (ITU-T T.81, K.1), as libjpeg scales it: what nearly all editors
// save with.
#pragma once
#include <algorithm>
#include <array>

namespace cotejo::tamper {

inline constexpr int kLeastQuality = 40, kMostQuality = 96;  // outside: unusable, and no trace

inline constexpr std::array<int, 64> kSuggested{
    16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,  //
    14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29, 51,  87,  80,  62,  //
    18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64, 81,  104, 113, 92,  //
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99};

inline std::array<int, 64> standard_table(int quality) {
  const int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  std::array<int, 64> out{};
  for (std::size_t k = 0; k < 64; ++k) out[k] = std::clamp((kSuggested[k] * scale + 50) / 100, 1, 255);
  return out;
}

}  // namespace cotejo::tamper
