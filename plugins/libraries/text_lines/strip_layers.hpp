// Convolution over a strip of text, channels last: image[row][column][channel], kernel[ky][kx][in][out].
// Rows are padded with zeroes (PAD of them above and below), columns are not, so that a wider strip yields more columns
// of the same output. Channel counts are template arguments and multiples of the vector length: the accumulators of
// several pixels stay in registers.
#pragma once
#include <cstring>

namespace cotejo::text::layers {

inline constexpr int kLanes = 8;
typedef float Vector __attribute__((vector_size(kLanes * sizeof(float)), aligned(4), may_alias));

// Pixels that are computed together, so that accumulators and one row of weights fit into sixteen registers.
template <int OUT>
inline constexpr int kPixels = OUT / kLanes >= 4 ? 3 : (OUT / kLanes == 3 ? 4 : 6);

template <int KH, int KW, int IN, int OUT, int PAD, int PIXELS, int CHUNK>
[[gnu::always_inline]] inline void convolve_pixels(const float* image, int rows, int columns, int y, int x,
                                                   const float* kernel, const float* bias, float* out) {
  constexpr int kVectors = CHUNK / kLanes;
  Vector sum[PIXELS][kVectors];
  for (int p = 0; p < PIXELS; ++p)
    for (int v = 0; v < kVectors; ++v) sum[p][v] = *reinterpret_cast<const Vector*>(bias + v * kLanes);
  for (int ky = 0; ky < KH; ++ky) {
    const int row = y + ky - PAD;
    if (row < 0 || row >= rows) continue;
    // The KW pixels under one kernel row are contiguous, channels included.
    const float* source = image + (static_cast<long>(row) * columns + x) * IN;
    const float* weights = kernel + static_cast<long>(ky) * KW * IN * OUT;
    for (int i = 0; i < KW * IN; ++i, weights += OUT) {
      Vector weight[kVectors];
      for (int v = 0; v < kVectors; ++v) weight[v] = *reinterpret_cast<const Vector*>(weights + v * kLanes);
      for (int p = 0; p < PIXELS; ++p)
        for (int v = 0; v < kVectors; ++v) sum[p][v] += weight[v] * source[p * IN + i];
    }
  }
  for (int p = 0; p < PIXELS; ++p)
    for (int v = 0; v < kVectors; ++v) *reinterpret_cast<Vector*>(out + p * OUT + v * kLanes) = sum[p][v];
}

template <int KH, int KW, int IN, int OUT, int PAD>
[[gnu::always_inline]] inline void convolve(const float* image, int rows, int columns, const float* kernel,
                                            const float* bias, float* out) {
  constexpr int kChunk = OUT > 32 ? (OUT % 32 == 0 ? 32 : kLanes) : OUT;
  constexpr int kTogether = kPixels<kChunk>;
  const int out_rows = rows + 2 * PAD - KH + 1, out_columns = columns - KW + 1;
  for (int y = 0; y < out_rows; ++y)
    for (int c = 0; c < OUT; c += kChunk) {
      int x = 0;
      float* target = out + static_cast<long>(y) * out_columns * OUT + c;
      for (; x + kTogether <= out_columns; x += kTogether)
        convolve_pixels<KH, KW, IN, OUT, PAD, kTogether, kChunk>(image, rows, columns, y, x, kernel + c, bias + c,
                                                                 target + x * OUT);
      for (; x < out_columns; ++x)
        convolve_pixels<KH, KW, IN, OUT, PAD, 1, kChunk>(image, rows, columns, y, x, kernel + c, bias + c,
                                                         target + x * OUT);
    }
}

// The rectifier and the maximum over PY x PX pixels in one pass; a last odd row or column is dropped.
template <int PY, int PX, int CHANNELS>
[[gnu::always_inline]] inline void pool(const float* image, int rows, int columns, float* out) {
  const int out_rows = rows / PY, out_columns = columns / PX;
  for (int y = 0; y < out_rows; ++y)
    for (int x = 0; x < out_columns; ++x)
      for (int c = 0; c < CHANNELS; c += kLanes) {
        Vector most{};
        for (int py = 0; py < PY; ++py)
          for (int px = 0; px < PX; ++px) {
            const auto value = *reinterpret_cast<const Vector*>(
                image + ((static_cast<long>(y) * PY + py) * columns + x * PX + px) * CHANNELS + c);
            most = value > most ? value : most;
          }
        *reinterpret_cast<Vector*>(out + (static_cast<long>(y) * out_columns + x) * CHANNELS + c) = most;
      }
}

}  // namespace cotejo::text::layers
