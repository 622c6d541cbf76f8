// The arithmetic of the line network except matrix products: activation functions over rows of floats. Compiled for
// several instruction sets, of which the loader picks one. Thread-safe: no state.
#pragma once
#include <cstddef>
#include <networks/kernels.hpp>

namespace cotejo::text_reading {

// Floats handled together; every row is a whole number of them.
inline constexpr int kLanes = static_cast<int>(networks::kBlock);
constexpr int round_up(int count) {
  return (count + kLanes - 1) / kLanes * kLanes;
}

// One step of a long short-term memory for one row: `gates` holds four blocks of `block` sums; `state` and `output`
// hold `block` values.
void step_memory(const float* gates, int block, float* state, float* output);

void hyperbolic_tangent(float* values, int count);  // in place; count is a whole number of lanes

// 3x3 products over a line of `height` rows and `width` columns, their maximum over 3x3 tiles, then tanh. `image` has a
// border of one pixel all round
// (`image_stride` floats a row). Writes (width / 3) x (height / 3) rows of kLanes floats: by column first, then from
// top to bottom.
void convolve_and_pool(const float* image, std::size_t image_stride, int width, int height, const float* weights,
                       const float* bias, float* out);

}  // namespace cotejo::text_reading
