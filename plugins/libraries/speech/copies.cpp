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
// How much faster and higher, or slower and lower, the copy may be, as another clock or an app's setting makes it: by
// more it sounds like somebody else. Speech is found half a percent on either side, too.
constexpr int kMostPercent = 10;
// Share of the speech below which copies at another speed are none: a synthesiser says the same words at other paces,
// and genuine readings of one share up to an eighth of their speech that way; what was played from the other, 0.85 and
// more.
constexpr double kMostOfIt = 0.5;

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

// The bands of the same recording played so many times as fast, and so many times as high.
cv::Mat at_speed(const cv::Mat& bands, double speed) {
  if (speed == 1) return bands;
  cv::Mat paced, moved(kBands, kBands, CV_32F, cv::Scalar(0));
  cv::resize(bands, paced, {}, 1, 1 / speed, cv::INTER_LINEAR);
  for (int b = 0; b < kBands; ++b) {
    const double from = std::clamp(band_of(middle_of(b) / speed), 0.0, kBands - 1.0);
    const int below = std::min(static_cast<int>(from), kBands - 2);
    moved.at<float>(below + 1, b) = static_cast<float>(from - below);
    moved.at<float>(below, b) = static_cast<float>(1 - (from - below));
  }
  return paced * moved;
}

// Frames of speech that also occur in the other recording.
int copied_frames(const std::vector<std::uint32_t>& own, const std::vector<bool>& spoken,
                  const std::vector<std::uint32_t>& theirs) {
  const int all = static_cast<int>(own.size()), step = std::max(kStep, all / kMostSpans);
  std::vector<bool> copied(own.size());
  for (int first = 0; first + kSpan <= all; first += step) {
    const auto from = spoken.begin() + first;
    if (static_cast<double>(std::count(from, from + kSpan, true)) < kMostlySpoken * kSpan) continue;
    if (is_anywhere(own.data() + first, theirs))
      std::fill(copied.begin() + first, copied.begin() + first + kSpan, true);
  }
  int frames = 0;
  for (std::size_t f = 0; f < copied.size(); ++f) frames += copied[f] && spoken[f] ? 1 : 0;
  return frames;
}

}  // namespace

double copied_seconds(const Hearing& one, const std::vector<bool>& spoken, const Hearing& other, const Stop& stop) {
  if (one.frames() < kSpan || other.frames() < kSpan) return 0;
  const auto own = marks_of(one.bands);
  const auto all = static_cast<double>(std::count(spoken.begin(), spoken.end(), true));
  int most = 0;
  for (int percent = -kMostPercent; percent <= kMostPercent; ++percent) {
    if (stop()) return 0;
    const auto theirs = marks_of(at_speed(other.bands, 1 + percent / 100.0));
    const int copied = copied_frames(own, spoken, theirs);
    if (percent == 0 || copied >= kMostOfIt * all) most = std::max(most, copied);
  }
  return static_cast<double>(most) / kFramesPerSecond;
}

}  // namespace speech
