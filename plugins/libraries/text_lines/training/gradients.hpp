// What training needs beside the forward pass of strip_layers.hpp: gradients of convolutions and maxima, and the steps
// along them. One thread. Not part of any plugin.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "strip_layers.hpp"

namespace cotejo::training {

using text::layers::kLanes;
using text::layers::Vector;

// Gradient of a convolution; `outer` is the loss's gradient at the output. d_image is added to when wanted, d_kernel
// always.
template <int KH, int KW, int IN, int OUT, int PAD>
void convolve_back(const float* image, int rows, int columns, const float* kernel, const float* outer, float* d_image,
                   float* d_kernel, float* d_bias) {
  const int out_rows = rows + 2 * PAD - KH + 1, out_columns = columns - KW + 1;
  for (int i = 0; i < out_rows * out_columns; ++i)
    for (int c = 0; c < OUT; ++c) d_bias[c] += outer[static_cast<long>(i) * OUT + c];
  constexpr int kChunk = OUT % 32 == 0 ? 32 : (OUT % 24 == 0 ? 24 : (OUT % 16 == 0 ? 16 : 8));
  constexpr int V = kChunk / kLanes;
  constexpr int kInputs = IN % 2 == 0 ? 2 : 1;
  for (int ky = 0; ky < KH; ++ky)
    for (int kx = 0; kx < KW; ++kx)
      for (int ci = 0; ci < IN; ci += kInputs)
        for (int c = 0; c < OUT; c += kChunk) {
          Vector sum[kInputs][V] = {};
          for (int y = std::max(0, PAD - ky); y < std::min(out_rows, rows + PAD - ky); ++y) {
            const float* source = image + (static_cast<long>(y + ky - PAD) * columns + kx) * IN + ci;
            const float* gradient = outer + static_cast<long>(y) * out_columns * OUT + c;
            for (int x = 0; x < out_columns; ++x, source += IN, gradient += OUT)
              for (int v = 0; v < V; ++v) {
                const Vector g = *reinterpret_cast<const Vector*>(gradient + v * kLanes);
                for (int k = 0; k < kInputs; ++k) sum[k][v] += g * source[k];
              }
          }
          for (int k = 0; k < kInputs; ++k)
            for (int v = 0; v < V; ++v)
              *reinterpret_cast<Vector*>(d_kernel + ((static_cast<long>(ky) * KW + kx) * IN + ci + k) * OUT + c +
                                         v * kLanes) += sum[k][v];
        }
  if (!d_image) return;
  if constexpr (IN % kLanes == 0) {
    std::vector<float> turned(static_cast<std::size_t>(KH * KW * IN * OUT));
    for (int t = 0; t < KH * KW; ++t)
      for (int ci = 0; ci < IN; ++ci)
        for (int co = 0; co < OUT; ++co)
          turned[static_cast<std::size_t>((t * OUT + co) * IN + ci)] = kernel[(t * IN + ci) * OUT + co];
    for (int y = 0; y < out_rows; ++y)
      for (int ky = 0; ky < KH; ++ky) {
        const int row = y + ky - PAD;
        if (row < 0 || row >= rows) continue;
        for (int x = 0; x < out_columns; ++x)
          for (int kx = 0; kx < KW; ++kx) {
            constexpr int W = IN / kLanes;
            Vector sum[W] = {};
            const float* gradient = outer + (static_cast<long>(y) * out_columns + x) * OUT;
            const float* weights = turned.data() + static_cast<long>(ky * KW + kx) * OUT * IN;
            for (int co = 0; co < OUT; ++co, weights += IN)
              for (int v = 0; v < W; ++v)
                sum[v] += *reinterpret_cast<const Vector*>(weights + v * kLanes) * gradient[co];
            float* target = d_image + (static_cast<long>(row) * columns + x + kx) * IN;
            for (int v = 0; v < W; ++v) *reinterpret_cast<Vector*>(target + v * kLanes) += sum[v];
          }
      }
  }
}

template <int PY, int PX, int CHANNELS>
void pool_back(const float* image, int rows, int columns, const float* outer, float* d_image) {
  std::memset(d_image, 0,
              sizeof(float) * static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns) * CHANNELS);
  for (int y = 0; y < rows / PY; ++y)
    for (int x = 0; x < columns / PX; ++x)
      for (int c = 0; c < CHANNELS; ++c) {
        long best = -1;
        float most = 0;
        for (int py = 0; py < PY; ++py)
          for (int px = 0; px < PX; ++px) {
            const long at = ((static_cast<long>(y) * PY + py) * columns + x * PX + px) * CHANNELS + c;
            if (image[at] > most) most = image[at], best = at;
          }
        if (best >= 0) d_image[best] = outer[(static_cast<long>(y) * (columns / PX) + x) * CHANNELS + c];
      }
}

// Adam with a little decay.
class Descent {
 public:
  explicit Descent(std::size_t weights) : mean_(weights), square_(weights) {}

  // Along the gradient of `samples` together, which is set to zero.
  void step(std::vector<float>& weights, std::vector<float>& gradient, double rate, double samples) {
    ++steps_;
    const double by_mean = 1 - std::pow(0.9, steps_), by_square = 1 - std::pow(0.999, steps_);
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const float g = gradient[i] / static_cast<float>(samples);
      mean_[i] = 0.9F * mean_[i] + 0.1F * g;
      square_[i] = 0.999F * square_[i] + 0.001F * g * g;
      weights[i] -= static_cast<float>(rate * (mean_[i] / by_mean) / (std::sqrt(square_[i] / by_square) + 1e-8) +
                                       rate * 1e-3 * weights[i]);
      gradient[i] = 0;
    }
  }

 private:
  std::vector<float> mean_, square_;
  long steps_ = 0;
};

// Softmax and cross entropy of one output: returns the loss and writes the gradient. The truth may be one of two
// classes.
inline double cross_entropy(const float* output, int classes, int label, float* gradient, int or_label = -1) {
  const float most = *std::max_element(output, output + classes);
  float sum = 0;
  for (int c = 0; c < classes; ++c) sum += std::exp(output[c] - most);
  for (int c = 0; c < classes; ++c) gradient[c] = std::exp(output[c] - most) / sum;
  const float other = or_label < 0 ? 0 : gradient[or_label], right = std::max(1e-9F, gradient[label] + other);
  gradient[label] -= gradient[label] / right;
  if (or_label >= 0) gradient[or_label] -= other / right;
  return -std::log(right);
}

}  // namespace cotejo::training
