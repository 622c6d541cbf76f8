#include "strip_network.hpp"

#include <cmath>
#include <unfilled.hpp>

#include "local_contrast.hpp"
#include "strip_layers.hpp"

namespace cotejo::text {
namespace {

struct Buffers {
  Unfilled<float> a, b;
};

[[gnu::always_inline]] inline void forward(const float* w, const float* strip, int columns, Buffers& buffers,
                                           float* out) {
  using namespace layers;
  const auto bias = [](const float* kernel, int size) { return kernel + size; };
  float *a = buffers.a.data(), *b = buffers.b.data();
  convolve<3, 3, 1, kChannels1, 1>(strip, kStripHeight, columns, w, bias(w, 9 * kChannels1), a);
  w += 9 * kChannels1 + kChannels1;
  pool<2, 2, kChannels1>(a, kStripHeight, columns - 2, b);
  columns = (columns - 2) / 2;
  convolve<3, 3, kChannels1, kChannels2, 1>(b, kStripHeight / 2, columns, w, bias(w, 9 * kChannels1 * kChannels2), a);
  w += 9 * kChannels1 * kChannels2 + kChannels2;
  pool<2, 2, kChannels2>(a, kStripHeight / 2, columns - 2, b);
  columns = (columns - 2) / 2;
  convolve<3, 3, kChannels2, kChannels3, 1>(b, kStripHeight / 4, columns, w, bias(w, 9 * kChannels2 * kChannels3), a);
  w += 9 * kChannels2 * kChannels3 + kChannels3;
  columns -= 2;
  pool<2, 1, kChannels3>(a, kStripHeight / 4, columns, b);
  convolve<4, 5, kChannels3, kHidden, 0>(b, kStripHeight / 8, columns, w, bias(w, 20 * kChannels3 * kHidden), a);
  w += 20 * kChannels3 * kHidden + kHidden;
  columns -= 4;
  pool<1, 1, kHidden>(a, 1, columns, b);
  convolve<1, 1, kHidden, kOutputs, 0>(b, 1, columns, w, bias(w, kHidden * kOutputs), out);
}

using Forward = void (*)(const float*, const float*, int, Buffers&, float*);

void forward_baseline(const float* w, const float* strip, int columns, Buffers& buffers, float* out) {
  forward(w, strip, columns, buffers, out);
}

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) void forward_avx2(const float* w, const float* strip, int columns, Buffers& buffers,
                                                      float* out) {
  forward(w, strip, columns, buffers, out);
}
Forward choose() {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? forward_avx2 : forward_baseline;
}
#else
Forward choose() {
  return forward_baseline;
}
#endif

void to_log_probabilities(float* values) {
  float most = values[0];
  for (int c = 1; c < kClasses; ++c) most = std::max(most, values[c]);
  float sum = 0;
  for (int c = 0; c < kClasses; ++c) sum += std::exp(values[c] - most);
  const float total = most + std::log(sum);
  for (int c = 0; c < kClasses; ++c) values[c] -= total;
}

}  // namespace

char character(int class_index) {
  if (class_index < 10) return static_cast<char>('0' + class_index);
  return class_index < 36 ? static_cast<char>('A' + class_index - 10) : '<';
}

int class_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return c == '<' ? 36 : -1;
}

cv::Mat normalise_strip(const cv::Mat& strip) {
  constexpr float kNoise = 4;  // grey levels
  return local_contrast(strip, 3 * static_cast<int>(kPitch) + 1, kNoise);
}

cv::Mat StripNetwork::read(const cv::Mat& strip) const {
  CV_Assert(strip.rows == kStripHeight && strip.type() == CV_32F && strip.isContinuous());
  CV_Assert(weights_.size() == static_cast<std::size_t>(kWeights));
  if (strip.cols < kField) return {};
  static const Forward run = choose();
  Buffers buffers;
  const auto area = static_cast<std::size_t>(kStripHeight) * static_cast<std::size_t>(strip.cols);
  buffers.a.resize(area * kChannels1);
  buffers.b.resize(area * kChannels1 / 4);
  const int outputs = (((strip.cols - 2) / 2 - 2) / 2) - 6;
  cv::Mat padded(outputs, kOutputs, CV_32F);
  run(weights_.data(), strip.ptr<float>(), strip.cols, buffers, padded.ptr<float>());
  for (int i = 0; i < outputs; ++i) to_log_probabilities(padded.ptr<float>(i));
  return padded.colRange(0, kClasses);
}

}  // namespace cotejo::text
