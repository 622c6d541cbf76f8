#include "ink.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <every_cpu.hpp>
#include <vector>

namespace cotejo::text {
namespace {

// The camera's noise: the typical difference to a neighbour, on a sparse grid. Edges are rare enough not to matter to a
// median.
float noise_of(const cv::Mat& grey) {
  std::vector<uchar> differences;
  for (int y = 2; y + 2 < grey.rows; y += 4)
    for (int x = 2; x + 2 < grey.cols; x += 4)
      differences.push_back(static_cast<uchar>(std::abs(grey.at<uchar>(y, x) - grey.at<uchar>(y, x + 2))));
  if (differences.empty()) return 0;
  std::nth_element(differences.begin(), differences.begin() + static_cast<long>(differences.size() / 2),
                   differences.end());
  return static_cast<float>(differences[differences.size() / 2]) /
         (0.675F * 1.414F);  // median of a difference of two normal values
}

COTEJO_EVERY_CPU
void add_row(const std::uint8_t* row, int count, std::int32_t* __restrict sums, std::int32_t* __restrict squares) {
  for (int i = 0; i < count; ++i) sums[i] += row[i], squares[i] += row[i] * row[i];
}

COTEJO_EVERY_CPU
void replace_row(const std::uint8_t* out, const std::uint8_t* in, int count, std::int32_t* __restrict sums,
                 std::int32_t* __restrict squares) {
  for (int i = 0; i < count; ++i) {
    sums[i] += in[i] - out[i];
    squares[i] += in[i] * in[i] - out[i] * out[i];
  }
}

// to[i] = the sum of `window` values from from[i] on. Of the sums over 1, 2, 4, 8… values those are added that make up
// the window, which takes fewer steps than adding one by one and, unlike a sum that moves on, does many at once.
// `doubled` has room for count + window values.
COTEJO_EVERY_CPU
void sum_along(const std::int32_t* __restrict from, int count, int window, std::int32_t* __restrict doubled,
               std::int32_t* __restrict to) {
  int length = count + window - 1;  // values that sums over `size` begin at
  for (int i = 0; i < length; ++i) doubled[i] = from[i];
  for (int i = 0; i < count; ++i) to[i] = 0;
  for (int size = 1, offset = 0;; size *= 2) {
    if (window & size) {
      const std::int32_t* const part = doubled + offset;
      for (int i = 0; i < count; ++i) to[i] += part[i];
      offset += size;
    }
    if (2 * size > window) return;
    length -= size;
    const std::int32_t* const further = doubled + size;
#pragma GCC ivdep
    for (int i = 0; i < length; ++i) doubled[i] += further[i];
  }
}

struct Ink {
  float part, depth, noise;  // part: of one pixel in the window
};

COTEJO_EVERY_CPU
void judge_row(const std::uint8_t* __restrict grey, const std::int32_t* __restrict sums,
               const std::int32_t* __restrict squares, int count, Ink ink, std::uint8_t* __restrict to) {
  for (int i = 0; i < count; ++i) {
    const float mean = static_cast<float>(sums[i]) * ink.part, square = static_cast<float>(squares[i]) * ink.part;
    const float variance = square - mean * mean, deviation = std::sqrt(variance > 0 ? variance : 0);
    const bool varied = deviation > ink.noise, dark = static_cast<float>(grey[i]) < mean - ink.depth * deviation - 1.0F;
    to[i] = varied & dark ? 255 : 0;
  }
}

}  // namespace

cv::Mat ink_of(const cv::Mat& grey, int window, float depth) {
  CV_Assert(grey.type() == CV_8UC1 && window > 0 && window <= 181);  // whose squares' sum still fits
  cv::Mat ink(grey.size(), CV_8U);
  if (grey.empty()) return ink;
  const int before = window / 2, after = window - 1 - before, columns = grey.cols;
  const auto wide = static_cast<std::size_t>(columns), padded = wide + static_cast<std::size_t>(window);
  std::vector<std::int32_t> sums(padded), squares(padded), doubled(padded), mean(wide), square(wide);
  std::int32_t *const sum = sums.data() + before, *const squared = squares.data() + before;
  const auto row = [&](int y) { return grey.ptr(cv::borderInterpolate(y, grey.rows, cv::BORDER_REFLECT_101)); };
  const Ink ink_is{static_cast<float>(1.0 / (static_cast<double>(window) * window)), depth,
                   1.6F * noise_of(grey) + 2.0F};
  for (int y = -before; y <= after; ++y) add_row(row(y), columns, sum, squared);
  for (int y = 0; y < grey.rows; ++y) {
    if (y > 0) replace_row(row(y - 1 - before), row(y + after), columns, sum, squared);
    const auto mirror = [&](int x) {
      const int inside = cv::borderInterpolate(x, columns, cv::BORDER_REFLECT_101);
      sum[x] = sum[inside], squared[x] = squared[inside];
    };
    for (int x = -before; x < 0; ++x) mirror(x);
    for (int x = columns; x < columns + after; ++x) mirror(x);
    sum_along(sums.data(), columns, window, doubled.data(), mean.data());
    sum_along(squares.data(), columns, window, doubled.data(), square.data());
    judge_row(grey.ptr(y), mean.data(), square.data(), columns, ink_is, ink.ptr(y));
  }
  return ink;
}

}  // namespace cotejo::text
