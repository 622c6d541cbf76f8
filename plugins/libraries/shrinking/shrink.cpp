#include "shrink.hpp"

#include <algorithm>
#include <cmath>
#include <every_cpu.hpp>
#include <vector>

namespace shrinking {
namespace {

// The stretch of old pixels that one new pixel covers: the first and the last one by a part. All parts together are 1.
struct Span {
  int first = 0, count = 0;  // whole and partial pixels
  float first_part = 0, whole_part = 0, last_part = 0;
};

// `scale`: old pixels a new one. The last one covers what is left.
std::vector<Span> spans_of(int from, int to, double scale) {
  std::vector<Span> spans(static_cast<std::size_t>(to));
  constexpr double kNothing = 1e-3;  // a part of a pixel that only rounding made
  for (int i = 0; i < to; ++i) {
    const double begin = std::min(i * scale, from - 1.0), end = std::min<double>(from, (i + 1) * scale);
    const int first = std::min(from - 1, static_cast<int>(std::floor(begin + kNothing)));
    const int last = std::clamp(static_cast<int>(std::ceil(end - kNothing)) - 1, first, from - 1);
    const double length = std::max(kNothing, end - begin);
    Span& span = spans[static_cast<std::size_t>(i)];
    span = {first, last - first + 1, static_cast<float>((std::min(first + 1.0, end) - begin) / length),
            static_cast<float>(1 / length), static_cast<float>((end - last) / length)};
  }
  return spans;
}

COTEJO_EVERY_CPU
void set_row(float* __restrict sums, const std::uint8_t* __restrict row, float part, int count) {
  for (int i = 0; i < count; ++i) sums[i] = part * static_cast<float>(row[i]);
}

COTEJO_EVERY_CPU
void add_row(float* __restrict sums, const std::uint8_t* __restrict row, float part, int count) {
  for (int i = 0; i < count; ++i) sums[i] += part * static_cast<float>(row[i]);
}

// Two whole rows in one pass over the sums.
COTEJO_EVERY_CPU
void add_rows(float* __restrict sums, const std::uint8_t* __restrict a, const std::uint8_t* __restrict b, float part,
              int count) {
  for (int i = 0; i < count; ++i) sums[i] += part * static_cast<float>(a[i] + b[i]);
}

template <int CHANNELS>
void shrink_row(const float* sums, const std::vector<Span>& spans, std::uint8_t* to) {
  for (const Span& span : spans) {
    const float* at = sums + span.first * CHANNELS;
    float whole[CHANNELS] = {};
    for (int i = 1; i + 1 < span.count; ++i)
      for (int c = 0; c < CHANNELS; ++c) whole[c] += at[i * CHANNELS + c];
    for (int c = 0; c < CHANNELS; ++c) {
      float total = at[c] * span.first_part + whole[c] * span.whole_part;
      if (span.count > 1) total += at[(span.count - 1) * CHANNELS + c] * span.last_part;
      *to++ = static_cast<std::uint8_t>(std::min(255.F, total + 0.5F));
    }
  }
}

using ShrinkRow = void (*)(const float*, const std::vector<Span>&, std::uint8_t*);
constexpr ShrinkRow kShrinkRow[] = {shrink_row<1>, shrink_row<2>, shrink_row<3>, shrink_row<4>};

void shrink_by(const cv::Mat& from, cv::Mat& to, cv::Size size, double scale_x, double scale_y) {
  CV_Assert(from.depth() == CV_8U && from.channels() <= 4 && from.data != to.data);
  CV_Assert(size.width > 0 && size.height > 0 && size.width <= from.cols && size.height <= from.rows);
  to.create(size, from.type());
  const auto columns = spans_of(from.cols, size.width, scale_x), rows = spans_of(from.rows, size.height, scale_y);
  const int count = from.cols * from.channels();
  const ShrinkRow finish = kShrinkRow[from.channels() - 1];
  std::vector<float> sums(static_cast<std::size_t>(count));
  for (int y = 0; y < size.height; ++y) {
    const Span& span = rows[static_cast<std::size_t>(y)];
    set_row(sums.data(), from.ptr(span.first), span.first_part, count);
    const int last = span.first + span.count - 1;
    int row = span.first + 1;
    for (; row + 1 < last; row += 2) add_rows(sums.data(), from.ptr(row), from.ptr(row + 1), span.whole_part, count);
    for (; row < last; ++row) add_row(sums.data(), from.ptr(row), span.whole_part, count);
    if (row == last) add_row(sums.data(), from.ptr(row), span.last_part, count);
    finish(sums.data(), columns, to.ptr(y));
  }
}

}  // namespace

void shrink(const cv::Mat& from, cv::Mat& to, cv::Size size) {
  CV_Assert(size.width > 0 && size.height > 0);
  shrink_by(from, to, size, static_cast<double>(from.cols) / size.width, static_cast<double>(from.rows) / size.height);
}

void shrink(const cv::Mat& from, cv::Mat& to, double factor) {
  CV_Assert(factor > 0 && factor <= 1);
  const cv::Size size(std::max(1, cv::saturate_cast<int>(from.cols * factor)),
                      std::max(1, cv::saturate_cast<int>(from.rows * factor)));
  shrink_by(from, to, size, 1 / factor, 1 / factor);
}

}  // namespace shrinking
