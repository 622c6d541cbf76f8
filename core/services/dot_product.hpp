// The inner product of two rows of vectors, as wide as the processor takes it.
#pragma once
#include <cstddef>

namespace cotejo::services {

// `count` is a multiple of kRowStep; the rest of a row is zeros. Both start at a multiple of 64 bytes.
inline constexpr std::size_t kRowStep = 32;
float dot_product(const float* a, const float* b, std::size_t count);

}  // namespace cotejo::services
