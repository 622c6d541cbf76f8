// The arithmetic of the line network: products and squashing functions over rows of floats. Compiled for several
// instruction sets; the loader picks one. Thread-safe: no state.
#pragma once
#include <cstddef>

namespace cotejo::text_reading {

inline constexpr int kLanes = 16;  // floats handled together; every row is a whole number of them
constexpr int round_up(int count) {
  return (count + kLanes - 1) / kLanes * kLanes;
}

// out[r] += in[r] * weights, for each row r. `weights` is inputs x stride; rows of `in` and `out` are `in_stride` and
// `out_stride` apart.
void multiply_add(const float* in, std::size_t in_stride, int rows, const float* weights, int inputs, int stride,
                  float* out, std::size_t out_stride);

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
