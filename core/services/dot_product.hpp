// The inner product of two vectors, with the widest vector instructions of this processor.
#pragma once
#include <cstddef>

namespace cotejo::services {

// `count` is a multiple of kRowStep; shorter vectors are padded with zeros. Both start at a multiple of 64 bytes.
inline constexpr std::size_t kRowStep = 32;
float dot_product(const float* a, const float* b, std::size_t count);

}  // namespace cotejo::services
