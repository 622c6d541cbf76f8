#include "card_map.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <unfilled.hpp>
#include <vector>

#include "card_map_weights.hpp"
#include "strip_layers.hpp"

namespace cotejo::rectify {
namespace {

using namespace text::layers;

// An image whose rows have a column of zeroes at either end, as a convolution of three columns wants it.
struct Wide {
  int rows = 0, columns = 0, channels = 0;
  std::vector<float> values;
  void size(int r, int c, int k) {
    rows = r, columns = c, channels = k;
    values.assign(static_cast<std::size_t>(r) * static_cast<std::size_t>(c + 2) * static_cast<std::size_t>(k), 0);
  }
  float* row(int y) { return values.data() + (static_cast<long>(y) * (columns + 2) + 1) * channels; }
  const float* row(int y) const { return values.data() + (static_cast<long>(y) * (columns + 2) + 1) * channels; }
};

[[gnu::always_inline]] inline Vector& at(float* p) {
  return *reinterpret_cast<Vector*>(p);
}
[[gnu::always_inline]] inline Vector of(const float* p) {
  return *reinterpret_cast<const Vector*>(p);
}
[[gnu::always_inline]] inline Vector rectified(Vector v) {
  const Vector zero{};
  return v > zero ? v : zero;
}

[[gnu::always_inline]] inline void rectify_flat(Unfilled<float>& image, std::size_t size) {
  for (std::size_t i = 0; i < size; i += kLanes) at(image.data() + i) = rectified(of(image.data() + i));
}

// The rectifier into `full`, and the maximum of each two by two into `half`.
[[gnu::always_inline]] inline void rectify_and_halve(const float* image, Wide* full, Wide& half) {
  const int rows = half.rows * 2, columns = half.columns * 2, channels = half.channels;
  const long line = static_cast<long>(columns) * channels;
  for (int y = 0; y < half.rows; ++y) {
    const float *a = image + 2 * y * line, *b = a + line;
    float* target = half.row(y);
    for (int x = 0; x < half.columns; ++x, a += 2 * channels, b += 2 * channels, target += channels)
      for (int c = 0; c < channels; c += kLanes) {
        const Vector p = of(a + c), q = of(a + channels + c), r = of(b + c), s = of(b + channels + c);
        const Vector pq = p > q ? p : q, rs = r > s ? r : s;
        at(target + c) = rectified(pq > rs ? pq : rs);
      }
  }
  if (!full) return;
  for (int y = 0; y < rows; ++y)
    for (long i = 0; i < line; i += kLanes) at(full->row(y) + i) = rectified(of(image + y * line + i));
}

// Adds what a quarter as many cells say to each of them.
[[gnu::always_inline]] inline void add_doubled(const float* coarse, Wide& to) {
  const int channels = to.channels;
  for (int y = 0; y < to.rows; ++y) {
    const float* source = coarse + static_cast<long>(y / 2) * (to.columns / 2) * channels;
    float* target = to.row(y);
    for (int x = 0; x < to.columns; ++x)
      for (int c = 0; c < channels; c += kLanes) {
        float* t = target + static_cast<long>(x) * channels + c;
        at(t) = of(t) + of(source + static_cast<long>(x / 2) * channels + c);
      }
  }
}

struct Buffers {
  Wide input, p1, s2, p2, s3, p3, s4, p4, r5;
  Unfilled<float> a, b;
};

template <std::size_t LAYER>
[[gnu::always_inline]] inline void layer(const float*& w, const float* image, int rows, int columns, float* out) {
  constexpr MapLayer kLayer = kMapLayers[LAYER];
  constexpr long kKernel = static_cast<long>(kLayer.kernel) * kLayer.kernel * kLayer.in * kLayer.out;
  constexpr int kPad = kLayer.kernel / 2;
  convolve<kLayer.kernel, kLayer.kernel, kLayer.in, kLayer.out, kPad>(image, rows, columns + 2 * kPad, w, w + kKernel,
                                                                      out);
  w += kKernel + kLayer.out;
}

[[gnu::always_inline]] inline void forward(const float* w, Buffers& b, float* out) {
  const int rows = b.input.rows, columns = b.input.columns;
  const auto cells = [&](int halved) {
    return static_cast<std::size_t>(rows >> halved) * static_cast<std::size_t>(columns >> halved);
  };
  float *x = b.a.data(), *y = b.b.data();
  layer<0>(w, b.input.values.data(), rows, columns, x);
  rectify_and_halve(x, nullptr, b.p1);
  layer<1>(w, b.p1.values.data(), rows / 2, columns / 2, x);
  rectify_and_halve(x, &b.s2, b.p2);
  layer<2>(w, b.p2.values.data(), rows / 4, columns / 4, x);
  rectify_and_halve(x, &b.s3, b.p3);
  layer<3>(w, b.p3.values.data(), rows / 8, columns / 8, x);
  rectify_and_halve(x, &b.s4, b.p4);
  layer<4>(w, b.p4.values.data(), rows / 16, columns / 16, x);
  for (int r = 0; r < b.r5.rows; ++r)
    for (long i = 0; i < static_cast<long>(b.r5.columns) * 64; i += kLanes)
      at(b.r5.row(r) + i) = rectified(of(x + static_cast<long>(r) * b.r5.columns * 64 + i));
  layer<5>(w, b.r5.values.data(), rows / 16, columns / 16, x);
  rectify_flat(b.a, cells(4) * 64);
  layer<6>(w, x, rows / 16, columns / 16, y);
  add_doubled(y, b.s4);
  layer<7>(w, b.s4.values.data(), rows / 8, columns / 8, x);
  rectify_flat(b.a, cells(3) * 32);
  layer<8>(w, x, rows / 8, columns / 8, y);
  add_doubled(y, b.s3);
  layer<9>(w, b.s3.values.data(), rows / 4, columns / 4, x);
  rectify_flat(b.a, cells(2) * 32);
  layer<10>(w, x, rows / 4, columns / 4, y);
  add_doubled(y, b.s2);
  layer<11>(w, b.s2.values.data(), rows / 2, columns / 2, x);
  rectify_flat(b.a, cells(1) * 16);
  layer<12>(w, x, rows / 2, columns / 2, out);
}

using Forward = void (*)(const float*, Buffers&, float*);

void forward_baseline(const float* w, Buffers& b, float* out) {
  forward(w, b, out);
}
#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) void forward_avx2(const float* w, Buffers& b, float* out) {
  forward(w, b, out);
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

int multiple(double length) {
  return std::clamp(cvRound(length / kMapMultiple) * kMapMultiple, 2 * kMapMultiple, kMapSize);
}

}  // namespace

cv::Size map_copy_size(cv::Size photo) {
  const double scale = static_cast<double>(kMapSize) / std::max({1, photo.width, photo.height});
  return {multiple(photo.width * scale), multiple(photo.height * scale)};
}

cv::Mat map_input(const cv::Mat& copy) {
  cv::Scalar mean, deviation;
  cv::meanStdDev(copy, mean, deviation);
  // 4 grey levels: below that, what looks like texture is noise.
  const double spread =
      std::sqrt((deviation[0] * deviation[0] + deviation[1] * deviation[1] + deviation[2] * deviation[2]) / 3) + 4;
  cv::Mat out;
  cv::subtract(copy, mean, out, cv::noArray(), CV_32F);
  out *= 1 / spread;
  return out;
}

CardMap CardMapNetwork::look(const cv::Mat& copy) const {
  CV_Assert(copy.type() == CV_8UC3 && copy.rows % kMapMultiple == 0 && copy.cols % kMapMultiple == 0);
  CV_Assert(static_cast<long>(weights_.size()) == map_weights());
  static const Forward run = choose();
  const int rows = copy.rows, columns = copy.cols;
  Buffers b;
  b.input.size(rows, columns, 3);
  const cv::Mat input = map_input(copy);
  for (int y = 0; y < rows; ++y) std::copy_n(input.ptr<float>(y), 3 * columns, b.input.row(y));
  b.p1.size(rows / 2, columns / 2, 8);
  b.s2.size(rows / 2, columns / 2, 16), b.p2.size(rows / 4, columns / 4, 16);
  b.s3.size(rows / 4, columns / 4, 32), b.p3.size(rows / 8, columns / 8, 32);
  b.s4.size(rows / 8, columns / 8, 32), b.p4.size(rows / 16, columns / 16, 32);
  b.r5.size(rows / 16, columns / 16, 64);
  b.a.resize(copy.total() * 8);
  b.b.resize(copy.total() * 2);
  cv::Mat padded(rows / 2, columns / 2, CV_32FC(kMapOutputs));
  run(weights_.data(), b, padded.ptr<float>());
  CardMap map;
  for (cv::Mat* m : {&map.inside, &map.long_sides, &map.short_sides}) m->create(padded.size(), CV_32F);
  for (int y = 0; y < padded.rows; ++y) {
    const float* p = padded.ptr<float>(y);
    for (int x = 0; x < padded.cols; ++x, p += kMapOutputs) {
      map.inside.at<float>(y, x) = 1 / (1 + std::exp(-p[0]));
      map.long_sides.at<float>(y, x) = 1 / (1 + std::exp(-p[1]));
      map.short_sides.at<float>(y, x) = 1 / (1 + std::exp(-p[2]));
    }
  }
  return map;
}

const CardMapNetwork& card_map_network() {
  static const std::vector<float> weights = [] {
    const auto halves = card_map_weights();
    const cv::Mat packed(1, static_cast<int>(halves.size()), CV_16F, const_cast<std::uint16_t*>(halves.data()));
    cv::Mat full;
    packed.convertTo(full, CV_32F);
    return std::vector<float>(full.ptr<float>(), full.ptr<float>() + full.total());
  }();
  static const CardMapNetwork network(weights);
  return network;
}

}  // namespace cotejo::rectify
