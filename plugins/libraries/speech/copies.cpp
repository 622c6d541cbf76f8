#include "copies.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <opencv2/imgproc.hpp>

namespace speech {
namespace {

constexpr int kSmooth = 4;              // frames before and after that are averaged: hops of two takes do not meet
constexpr int kSpan = 200, kStep = 50;  // frames that are compared at once, and from one comparison to the next
constexpr int kLook = 25;               // frames after which most places are given up
constexpr double kUnlike = 0.42, kSame = 0.27;  // share of bits that differ: given up above; the same sound below
constexpr double kMostlySpoken = 0.6;           // of a span's frames
constexpr int kBits = 32;
constexpr int kMostSpans = 150;  // over the recording: longer ones are looked at more sparsely

// A bit for each pair of neighbouring bands: whether the difference between them grows. What a line does to a band at
// all times does not change it.
std::vector<std::uint32_t> marks_of(const cv::Mat& bands) {
  cv::Mat smooth;
  cv::boxFilter(bands, smooth, -1, {1, 2 * kSmooth + 1});
  std::vector<std::uint32_t> marks(static_cast<std::size_t>(bands.rows));
  for (int f = 1; f < bands.rows; ++f) {
    const float *now = smooth.ptr<float>(f), *before = smooth.ptr<float>(f - 1);
    std::uint32_t mark = 0;
    for (int b = 0; b < kBits; ++b) {
      const int at = b + 2;
      if (now[at] - now[at + 1] > before[at] - before[at + 1]) mark |= 1U << b;
    }
    marks[static_cast<std::size_t>(f)] = mark;
  }
  return marks;
}

double differing(const std::uint32_t* one, const std::uint32_t* other, int frames) {
  int bits = 0;
  for (int f = 0; f < frames; ++f) bits += std::popcount(one[f] ^ other[f]);
  return static_cast<double>(bits) / (frames * kBits);
}

bool is_anywhere(const std::uint32_t* span, const std::vector<std::uint32_t>& other) {
  for (std::size_t at = 0; at + kSpan <= other.size(); ++at)
    if (differing(span, other.data() + at, kLook) < kUnlike && differing(span, other.data() + at, kSpan) < kSame)
      return true;
  return false;
}

}  // namespace

double copied_seconds(const Hearing& one, const std::vector<bool>& spoken, const Hearing& other, const Stop& stop) {
  if (one.frames() < kSpan || other.frames() < kSpan) return 0;
  const auto own = marks_of(one.bands), theirs = marks_of(other.bands);
  const int step = std::max(kStep, one.frames() / kMostSpans);
  std::vector<bool> copied(static_cast<std::size_t>(one.frames()));
  for (int first = 0; first + kSpan <= one.frames(); first += step) {
    if (stop()) return 0;
    const auto from = spoken.begin() + first;
    if (static_cast<double>(std::count(from, from + kSpan, true)) < kMostlySpoken * kSpan) continue;
    if (is_anywhere(own.data() + first, theirs))
      std::fill(copied.begin() + first, copied.begin() + first + kSpan, true);
  }
  int frames = 0;
  for (std::size_t f = 0; f < copied.size(); ++f) frames += copied[f] && spoken[f] ? 1 : 0;
  return static_cast<double>(frames) / kFramesPerSecond;
}

}  // namespace speech
