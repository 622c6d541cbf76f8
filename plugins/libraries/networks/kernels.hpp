// The arithmetic of a convolutional network over channels-last floats, compiled for several instruction sets.
// Thread-safe: no state.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace networks {

// Channels are stored in whole blocks. The padding of the last block is allocated, but its values are never used.
inline constexpr std::size_t kBlock = 16;
constexpr std::size_t whole_blocks(std::size_t channels) {
  return (channels + kBlock - 1) / kBlock * kBlock;
}

// What is applied to each sum before it is written: adding `bias`, adding `residual`, then the rectifier. Only `bias`
// must not be null.
struct Finish {
  const float* bias = nullptr;      // a value for each channel, padded
  const float* slope = nullptr;     // the same: negative sums are multiplied by it (0: cut off)
  const float* residual = nullptr;  // as large as the output
};

struct Window {
  std::size_t height = 0, width = 0;  // of the kernel
  std::size_t stride_y = 1, stride_x = 1;
  std::size_t dilation_y = 1, dilation_x = 1;
  std::size_t top = 0, left = 0;  // rows and columns of zeroes before the image
};

struct Plane {
  std::size_t height = 0, width = 0;
};

// 32 factors of 16 bits: a row of a matrix engine's tile, or a vector.
struct alignas(64) TileRow {
  std::uint16_t factors[32] = {};
};

// The weights of a matrix product in the layout that suits this processor.
struct Matrix {
  Matrix() = default;
  // `blocks`: for each block of columns, `depth` x kBlock.
  Matrix(std::vector<float> blocks, std::size_t depth);
  std::vector<float> blocks;
  std::vector<TileRow> tiles;  // in factors of 16 bits; empty where nothing multiplies them
};

struct Kernels {
  // out[row] = in[row] * weights. Rows of `in` are `in_pitch` apart; those of `out` (and the residual) `columns` = a
  // whole number of blocks.
  void (*multiply)(const float* in, std::size_t in_pitch, std::size_t rows, std::size_t depth, const Matrix& weights,
                   std::size_t columns, const Finish& finish, float* out);

  // A depth-wise convolution: each channel has its own kernel. `weights`: height x width x channels. No dilation.
  // `zeroes`: as many zeroes as a row of the image has values (in.width * channels), or more.
  void (*convolve_each)(const float* image, Plane in, std::size_t channels, const float* weights, const Window& window,
                        const float* zeroes, const Finish& finish, float* out, Plane to);

  bool exact = true;  // false: multiply() rounds its factors to 16 bits (see short_factors.hpp)
};

// Those that this processor can run, the fastest first.
const std::vector<Kernels>& kernels();

}  // namespace networks
