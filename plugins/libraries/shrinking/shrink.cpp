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

// Rows of the new picture that are averaged across side by side, each in a lane of its own: which pixels a new one
// covers is the same for all of them.
constexpr std::size_t kRows = 8;
using Lanes = float __attribute__((vector_size(kRows * sizeof(float)), aligned(4), may_alias));
using Whole = std::int32_t __attribute__((vector_size(kRows * sizeof(std::int32_t))));
using Bytes = std::uint8_t __attribute__((vector_size(kRows), aligned(1), may_alias));

// `sums`: kRows rows of `count`. `columns`: each column's kRows together.
COTEJO_EVERY_CPU
void interleave(const float* __restrict sums, std::size_t count, float* __restrict columns) {
  const float *a = sums, *b = a + count, *c = b + count, *d = c + count, *e = d + count, *f = e + count, *g = f + count,
              *h = g + count;
  for (std::size_t i = 0; i < count; ++i) {
    float* to = columns + i * kRows;
    to[0] = a[i], to[1] = b[i], to[2] = c[i], to[3] = d[i], to[4] = e[i], to[5] = f[i], to[6] = g[i], to[7] = h[i];
  }
}

COTEJO_EVERY_CPU
void part(const std::uint8_t* __restrict columns, std::size_t count, std::uint8_t* __restrict rows) {
  std::uint8_t *a = rows, *b = a + count, *c = b + count, *d = c + count, *e = d + count, *f = e + count,
               *g = f + count, *h = g + count;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint8_t* from = columns + i * kRows;
    a[i] = from[0], b[i] = from[1], c[i] = from[2], d[i] = from[3], e[i] = from[4], f[i] = from[5], g[i] = from[6],
    h[i] = from[7];
  }
}

COTEJO_EVERY_CPU
void average_columns(const float* columns, const Span* spans, std::size_t count, std::size_t channels,
                     std::uint8_t* to) {
  const std::size_t pixel = channels * kRows;
  for (const Span* span = spans; span != spans + count; ++span) {
    const float* at = columns + static_cast<std::size_t>(span->first) * pixel;
    const float* const last = at + static_cast<std::size_t>(span->count - 1) * pixel;
    for (std::size_t c = 0; c < channels; ++c, at += kRows, to += kRows) {
      const float* const end = last + c * kRows;
      Lanes whole{};
      for (const float* next = at + pixel; next < end; next += pixel) whole += *reinterpret_cast<const Lanes*>(next);
      Lanes total = *reinterpret_cast<const Lanes*>(at) * span->first_part + whole * span->whole_part;
      if (end > at) total += *reinterpret_cast<const Lanes*>(end) * span->last_part;
      total += 0.5F;
      total = total < 255.F ? total : Lanes{} + 255.F;
      *reinterpret_cast<Bytes*>(to) = __builtin_convertvector(__builtin_convertvector(total, Whole), Bytes);
    }
  }
}

// The old rows that one new row covers, weighed.
void sum_rows(const cv::Mat& from, const Span& span, float* sums, int count) {
  set_row(sums, from.ptr(span.first), span.first_part, count);
  const int last = span.first + span.count - 1;
  int row = span.first + 1;
  for (; row + 1 < last; row += 2) add_rows(sums, from.ptr(row), from.ptr(row + 1), span.whole_part, count);
  for (; row < last; ++row) add_row(sums, from.ptr(row), span.whole_part, count);
  if (row == last) add_row(sums, from.ptr(row), span.last_part, count);
}

void shrink_by(const cv::Mat& from, cv::Mat& to, cv::Size size, double scale_x, double scale_y) {
  CV_Assert(from.depth() == CV_8U && from.channels() <= 4 && from.data != to.data);
  CV_Assert(size.width > 0 && size.height > 0 && size.width <= from.cols && size.height <= from.rows);
  to.create(size, from.type());
  const auto columns = spans_of(from.cols, size.width, scale_x), rows = spans_of(from.rows, size.height, scale_y);
  const int count = from.cols * from.channels();
  const auto across = static_cast<std::size_t>(count), channels = static_cast<std::size_t>(from.channels()),
             wide = static_cast<std::size_t>(size.width) * channels;
  std::vector<float> sums(kRows * across), interleaved(kRows * across);
  std::vector<std::uint8_t> averages(kRows * wide), parted(kRows * wide);
  for (int y = 0; y < size.height; y += static_cast<int>(kRows)) {
    const auto some = std::min(kRows, static_cast<std::size_t>(size.height - y));
    for (std::size_t r = 0; r < some; ++r)
      sum_rows(from, rows[static_cast<std::size_t>(y) + r], sums.data() + r * across, count);
    interleave(sums.data(), across, interleaved.data());
    average_columns(interleaved.data(), columns.data(), columns.size(), channels, averages.data());
    part(averages.data(), wide, parted.data());
    for (std::size_t r = 0; r < some; ++r) std::copy_n(parted.data() + r * wide, wide, to.ptr(y + static_cast<int>(r)));
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
