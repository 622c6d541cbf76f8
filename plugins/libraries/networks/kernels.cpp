#include "kernels.hpp"

#include <algorithm>
#include <utility>

#include "matrix_engine.hpp"
#include "short_factors.hpp"

namespace networks {
namespace {

// LANES floats that one instruction handles. Vectors never cross a call that is not inlined.
template <int LANES>
struct Lanes {
  typedef float Vector __attribute__((vector_size(LANES * sizeof(float)), aligned(4), may_alias));
};
template <int LANES>
using Vector = typename Lanes<LANES>::Vector;

// A lambda in here would be compiled for the baseline.
#define COTEJO_INLINE [[gnu::always_inline]] inline

// By dereferencing: memcpy() of a vector is split into smaller ones before the instruction set is known.
template <int LANES>
COTEJO_INLINE const Vector<LANES>& at(const float* from) {
  return *reinterpret_cast<const Vector<LANES>*>(from);
}

template <int LANES>
COTEJO_INLINE void finish(Vector<LANES> sum, const Finish end, std::size_t channel, std::size_t place, float* out) {
  if (end.residual != nullptr) sum += at<LANES>(end.residual + place);
  if (end.slope != nullptr) sum = sum < 0.F ? sum * at<LANES>(end.slope + channel) : sum;
  *reinterpret_cast<Vector<LANES>*>(out + place) = sum;
}

// ROWS rows by BLOCKS blocks of columns: as many sums as there are registers for.
template <int LANES, int ROWS, int BLOCKS>
COTEJO_INLINE void multiply_tile(const float* in, std::size_t pitch, std::size_t depth, const float* weights,
                                 std::size_t column, std::size_t columns, std::size_t row, const Finish& end,
                                 float* out) {
  constexpr int kSpan = static_cast<int>(kBlock), kVectors = BLOCKS * kSpan / LANES;
  constexpr int kTriples = (ROWS + 2) / 3;
  Vector<LANES> sum[ROWS][kVectors];
  for (int v = 0; v < kVectors; ++v) {
    sum[0][v] = at<LANES>(end.bias + column + v * LANES);
    for (int r = 1; r < ROWS; ++r) sum[r][v] = sum[0][v];
  }
  // A pointer for each third row; the others are one or two pitches further, which is an address of its own.
  const float* source[kTriples];
  for (int t = 0; t < kTriples; ++t) source[t] = in + static_cast<std::size_t>(t) * 3 * pitch;
  const float* w = weights;
  const std::size_t block = depth * kBlock;
  for (std::size_t k = 0; k < depth; ++k, w += kBlock) {
    Vector<LANES> weight[kVectors];
    for (int v = 0; v < kVectors; ++v)
      weight[v] = at<LANES>(w + static_cast<std::size_t>(v * LANES / kSpan) * block + v * LANES % kSpan);
    for (int r = 0; r < ROWS; ++r) {
      const float value = source[r / 3][static_cast<std::size_t>(r % 3) * pitch];
      for (int v = 0; v < kVectors; ++v) sum[r][v] += weight[v] * value;
    }
    for (int t = 0; t < kTriples; ++t) ++source[t];
  }
  for (int r = 0; r < ROWS; ++r)
    for (int v = 0; v < kVectors; ++v)
      finish<LANES>(sum[r][v], end, column + static_cast<std::size_t>(v * LANES),
                    (row + static_cast<std::size_t>(r)) * columns + column + static_cast<std::size_t>(v * LANES), out);
}

// A whole number of tiles of rows; all columns.
template <int LANES, int ROWS, int BLOCKS>
COTEJO_INLINE void multiply_rows(const float* in, std::size_t pitch, std::size_t first, std::size_t last,
                                 std::size_t depth, const float* weights, std::size_t columns, const Finish& end,
                                 float* out) {
  std::size_t column = 0;
  for (; column + BLOCKS * kBlock <= columns; column += BLOCKS * kBlock)
    for (std::size_t row = first; row < last; row += ROWS)
      multiply_tile<LANES, ROWS, BLOCKS>(in + row * pitch, pitch, depth, weights + column * depth, column, columns, row,
                                         end, out);
  if constexpr (BLOCKS > 1)
    for (; column < columns; column += kBlock)
      for (std::size_t row = first; row < last; row += ROWS)
        multiply_tile<LANES, ROWS, 1>(in + row * pitch, pitch, depth, weights + column * depth, column, columns, row,
                                      end, out);
}

// Few rows make it up with more columns: an addition takes several cycles, so that about eight must be under way.
template <int LANES, int ROWS, int BLOCKS, int FEW, int FEW_BLOCKS, int ONE_BLOCKS>
COTEJO_INLINE void multiply_all(const float* in, std::size_t pitch, std::size_t rows, std::size_t depth,
                                const float* weights, std::size_t columns, const Finish& end, float* out) {
  // Rows that stay in the second-level cache while all columns are done.
  constexpr std::size_t kChunk = 20 * ROWS;
  std::size_t row = 0;
  while (row + ROWS <= rows) {
    const std::size_t last = row + std::min(kChunk, (rows - row) / ROWS * ROWS);
    multiply_rows<LANES, ROWS, BLOCKS>(in, pitch, row, last, depth, weights, columns, end, out);
    row = last;
  }
  const std::size_t few = row + (rows - row) / FEW * FEW;
  multiply_rows<LANES, FEW, FEW_BLOCKS>(in, pitch, row, few, depth, weights, columns, end, out);
  multiply_rows<LANES, 1, ONE_BLOCKS>(in, pitch, few, rows, depth, weights, columns, end, out);
}

template <int LANES>
COTEJO_INLINE void convolve_anywhere(const float* image, Plane in, std::size_t channels, const float* weights,
                                     const Window& window, std::size_t y, std::size_t x, std::size_t channel,
                                     const Finish& end, std::size_t place, float* out) {
  Vector<LANES> sum, weight, value;
  sum = at<LANES>(end.bias + channel);
  for (std::size_t ky = 0; ky < window.height; ++ky) {
    const std::size_t row = y * window.stride_y + ky - window.top;  // wraps around above the image
    if (row >= in.height) continue;
    for (std::size_t kx = 0; kx < window.width; ++kx) {
      const std::size_t column = x * window.stride_x + kx - window.left;
      if (column >= in.width) continue;
      weight = at<LANES>(weights + (ky * window.width + kx) * channels + channel);
      value = at<LANES>(image + (row * in.width + column) * channels + channel);
      sum += weight * value;
    }
  }
  finish<LANES>(sum, end, channel, place, out);
}

template <int LANES>
COTEJO_INLINE void convolve_each_all(const float* image, Plane in, std::size_t channels, const float* weights,
                                     const Window& window, const float* zeroes, const Finish& end, float* out,
                                     Plane to) {
  const bool common = window.height == 3 && window.width == 3;
  // Columns of the output whose kernel lies inside the image.
  const std::size_t first = (window.left + window.stride_x - 1) / window.stride_x;
  const std::size_t last = common && in.width + window.left >= 3
                               ? std::min(to.width, (in.width + window.left - 3) / window.stride_x + 1)
                               : 0;
  for (std::size_t y = 0; y < to.height; ++y)
    for (std::size_t c = 0; c < channels; c += LANES) {
      const std::size_t row_at = y * to.width * channels + c;
      const std::size_t from_x = first < last ? first : to.width, to_x = first < last ? last : to.width;
      for (std::size_t x = 0; x < from_x; ++x)
        convolve_anywhere<LANES>(image, in, channels, weights, window, y, x, c, end, row_at + x * channels, out);
      for (std::size_t x = to_x; x < to.width; ++x)
        convolve_anywhere<LANES>(image, in, channels, weights, window, y, x, c, end, row_at + x * channels, out);
      if (first >= last) continue;
      Vector<LANES> weight[9], bias;
      for (std::size_t k = 0; k < 9; ++k) weight[k] = at<LANES>(weights + k * channels + c);
      bias = at<LANES>(end.bias + c);
      const float* rows[3];
      for (std::size_t ky = 0; ky < 3; ++ky) {
        const std::size_t row = y * window.stride_y + ky - window.top;
        rows[ky] = (row < in.height ? image + row * in.width * channels : zeroes) + c;
      }
      for (std::size_t x = first; x < last; ++x) {
        const std::size_t from = (x * window.stride_x - window.left) * channels;
        Vector<LANES> sum[3] = {bias, {}, {}}, value;
        for (std::size_t ky = 0; ky < 3; ++ky)
          for (std::size_t kx = 0; kx < 3; ++kx) {
            value = at<LANES>(rows[ky] + from + kx * channels);
            sum[ky] += weight[ky * 3 + kx] * value;
          }
        sum[0] += sum[1] + sum[2];
        finish<LANES>(sum[0], end, c, row_at + x * channels, out);
      }
    }
}

// Tiles of sums, weights and one input fill the registers: 16 of four, 16 of eight, 32 of sixteen floats.
#define COTEJO_KERNELS(NAME, TARGET, LANES, ...)                                                             \
  TARGET void NAME##_multiply(const float* in, std::size_t pitch, std::size_t rows, std::size_t depth,       \
                              const Matrix& weights, std::size_t columns, const Finish& end, float* out) {   \
    multiply_all<LANES, __VA_ARGS__>(in, pitch, rows, depth, weights.blocks.data(), columns, end, out);      \
  }                                                                                                          \
  TARGET void NAME##_convolve_each(const float* image, Plane in, std::size_t channels, const float* weights, \
                                   const Window& window, const float* zeroes, const Finish& end, float* out, \
                                   Plane to) {                                                               \
    convolve_each_all<LANES>(image, in, channels, weights, window, zeroes, end, out, to);                    \
  }                                                                                                          \
  constexpr Kernels NAME{NAME##_multiply, NAME##_convolve_each, true};

COTEJO_KERNELS(kBaseline, , 4, 2, 1, 1, 2, 2)
#if defined(__x86_64__)
COTEJO_KERNELS(kAvx2, __attribute__((target("avx2,fma"))), 8, 6, 1, 2, 2, 4)
COTEJO_KERNELS(kAvx512, __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,fma"))), 16, 12, 2, 4, 4, 8)
#endif

std::vector<Kernels> find_kernels() {
  std::vector<Kernels> found{kBaseline};
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    found.insert(found.begin(), kAvx2);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq"))
      found.insert(found.begin(), kAvx512);
    if (has_short_factors()) found.insert(found.begin(), {multiply_short_factors, kAvx512_convolve_each, false});
    if (has_matrix_engine()) found.insert(found.begin(), {multiply_on_engine, kAvx512_convolve_each, false});
  }
#endif
  return found;
}

}  // namespace

Matrix::Matrix(std::vector<float> all_blocks, std::size_t depth) : blocks(std::move(all_blocks)) {
  if (has_short_factors()) tiles = paired_weights(blocks, depth);
}

const std::vector<Kernels>& kernels() {
  static const std::vector<Kernels> found = find_kernels();
  return found;
}

}  // namespace networks
