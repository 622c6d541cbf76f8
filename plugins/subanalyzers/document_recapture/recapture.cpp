#include "recapture.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <shrinking/shrink.hpp>
#include <vector>

namespace cotejo::recapture {
namespace {

constexpr int kColourWidth = 337, kColourHeight = 213;  // pixels: a third of the card; letters need no colour
constexpr double kColourBlur = 1.2;                     // pixels: chroma noise of cameras and JPEG
constexpr double kColourPercentile = 0.97;              // a heading and a portrait cover more than the rest

constexpr int kPatch = 256;                        // pixels: eight periods of the coarsest grid fit many times
constexpr double kLowest = 0.15, kHighest = 0.48;  // cycles a pixel: printed lines are coarser, finer ones do not exist
constexpr double kJpegGrid = 8, kJpegTolerance = 0.1;  // blocks of eight pixels make peaks at multiples of 1/8
constexpr int kRings = 64;                             // of the spectrum, a cycle a pixel
constexpr int kAroundFrom = 6, kAroundTo = 12;  // bins: perspective and the window spread a peak over less than six
constexpr std::size_t kFewestPatches = 2;

// What is left of one colour channel after the best plane through it (by least squares): even light of one colour.
cv::Mat without_plane(const cv::Mat& channel) {
  const double middle_x = (channel.cols - 1) / 2.0, middle_y = (channel.rows - 1) / 2.0;
  // Around the middle of a full grid the two slopes and the mean do not depend on each other.
  double sum = 0, sum_x = 0, sum_y = 0;
  for (int y = 0; y < channel.rows; ++y) {
    const float* row = channel.ptr<float>(y);
    double line = 0;
    for (int x = 0; x < channel.cols; ++x) {
      line += row[x];
      sum_x += (x - middle_x) * static_cast<double>(row[x]);
    }
    sum += line;
    sum_y += (y - middle_y) * line;
  }
  const auto squares = [](double count) { return count * (count * count - 1) / 12; };  // of 0, 1, … around their middle
  const double mean = sum / static_cast<double>(channel.total());
  const double slope_x = sum_x / std::max(1.0, squares(channel.cols) * channel.rows);
  const double slope_y = sum_y / std::max(1.0, squares(channel.rows) * channel.cols);
  cv::Mat rest(channel.size(), CV_32F);
  for (int y = 0; y < channel.rows; ++y)
    for (int x = 0; x < channel.cols; ++x)
      rest.at<float>(y, x) = static_cast<float>(static_cast<double>(channel.at<float>(y, x)) - mean -
                                                slope_x * (x - middle_x) - slope_y * (y - middle_y));
  return rest;
}

// Magnitudes of the spectrum of the fine structure, zero frequency at (0, 0).
cv::Mat spectrum(const cv::Mat& grey) {
  cv::Mat fine, light, window, complex, planes[2];
  cv::GaussianBlur(grey, light, {}, 4);
  fine = grey - light;
  cv::GaussianBlur(grey, light, {}, 8);
  cv::divide(fine, light + 10, fine);  // dark and light parts count alike; 10: black is noise
  cv::createHanningWindow(window, grey.size(), CV_32F);
  cv::dft(fine.mul(window), complex, cv::DFT_COMPLEX_OUTPUT);
  cv::split(complex, planes);
  cv::magnitude(planes[0], planes[1], complex);
  return complex;
}

bool on_jpeg_grid(double fx, double fy) {
  const auto near = [](double f) { return std::abs(f * kJpegGrid - std::round(f * kJpegGrid)) < kJpegTolerance; };
  return near(fx) && near(fy);
}

double frequency_of(int bin) {
  return static_cast<double>(bin <= kPatch / 2 ? bin : bin - kPatch) / kPatch;
}

// The value that one in twenty of the bins around exceeds. A grid is a peak on its own; strokes and edges of letters
// make streaks, which are as strong a few bins further on.
float around(const cv::Mat& magnitudes, cv::Point at) {
  std::vector<float> values;
  for (int dy = -kAroundTo; dy <= kAroundTo; ++dy)
    for (int dx = -kAroundTo; dx <= kAroundTo; ++dx) {
      const int square = dx * dx + dy * dy;
      if (square < kAroundFrom * kAroundFrom || square > kAroundTo * kAroundTo) continue;
      values.push_back(magnitudes.at<float>((at.y + dy + kPatch) % kPatch, (at.x + dx + kPatch) % kPatch));
    }
  const auto upper = values.begin() + static_cast<std::ptrdiff_t>(0.95 * static_cast<double>(values.size()));
  std::nth_element(values.begin(), upper, values.end());
  return *upper;
}

constexpr int kNoRing = -1;

// For each bin of half a spectrum (the other half mirrors it), by row: its ring, or none when no grid is told by it.
std::vector<int> find_rings() {
  std::vector<int> rings;
  for (int y = 0; y < kPatch; ++y)
    for (int x = 0; x <= kPatch / 2; ++x) {
      const double fx = frequency_of(x), fy = frequency_of(y), radius = std::hypot(fx, fy);
      const bool counts = radius >= kLowest && radius <= kHighest && !on_jpeg_grid(fx, fy);
      rings.push_back(counts ? static_cast<int>(radius * kRings) : kNoRing);
    }
  return rings;
}

double strongest_peak(const cv::Mat& magnitudes) {
  struct Peak {
    float value = 0;
    cv::Point at;
  };
  std::array<Peak, kRings> peaks;  // the strongest of each frequency: the spectrum falls off quickly
  static const std::vector<int> rings = find_rings();
  auto ring = rings.begin();
  for (int y = 0; y < kPatch; ++y)
    for (int x = 0; x <= kPatch / 2; ++x, ++ring) {
      if (*ring == kNoRing) continue;
      auto& peak = peaks[static_cast<std::size_t>(*ring)];
      if (const float value = magnitudes.at<float>(y, x); value > peak.value) peak = {value, {x, y}};
    }
  double best = 0;
  for (const auto& peak : peaks)
    if (peak.value > 0)
      if (const float level = around(magnitudes, peak.at); level > 0)
        best = std::max(best, static_cast<double>(peak.value / level));
  return best;
}

}  // namespace

double colour_spread(const cv::Mat& card_bgr) {
  cv::Mat small, lab, channels[3];
  const cv::Size size(kColourWidth, kColourHeight);
  if (card_bgr.cols >= size.width && card_bgr.rows >= size.height) {
    shrinking::shrink(card_bgr, small, size);
  } else {
    cv::resize(card_bgr, small, size);
  }
  small.convertTo(small, CV_32F, 1 / 255.0);
  cv::cvtColor(small, lab, cv::COLOR_BGR2Lab);
  cv::GaussianBlur(lab, lab, {}, kColourBlur);
  cv::split(lab, channels);
  cv::Mat distance;
  cv::magnitude(without_plane(channels[1]), without_plane(channels[2]), distance);
  auto* first = distance.ptr<float>();
  auto* at = first + static_cast<std::ptrdiff_t>(kColourPercentile * static_cast<double>(distance.total()));
  std::nth_element(first, at, first + distance.total());
  return *at;
}

std::optional<double> grid_strength(const cv::Mat& photo_bgr, const Quad& card) {
  std::vector<double> strengths;
  for (const double u : {0.25, 0.5, 0.75})
    for (const double v : {0.3, 0.7}) {
      const auto centre =
          card[0] * ((1 - u) * (1 - v)) + card[1] * (u * (1 - v)) + card[2] * (u * v) + card[3] * ((1 - u) * v);
      const cv::Rect patch(static_cast<int>(centre.x) - kPatch / 2, static_cast<int>(centre.y) - kPatch / 2, kPatch,
                           kPatch);
      if ((patch & cv::Rect(0, 0, photo_bgr.cols, photo_bgr.rows)) != patch) continue;
      cv::Mat grey;
      if (photo_bgr.channels() == 3) {
        cv::cvtColor(photo_bgr(patch), grey, cv::COLOR_BGR2GRAY);
      } else {
        grey = photo_bgr(patch);
      }
      grey.convertTo(grey, CV_32F);
      strengths.push_back(strongest_peak(spectrum(grey)));
    }
  if (strengths.size() < kFewestPatches) return std::nullopt;
  const auto middle = strengths.begin() + static_cast<std::ptrdiff_t>(strengths.size() / 2);
  std::nth_element(strengths.begin(), middle, strengths.end());
  return *middle;
}

}  // namespace cotejo::recapture
