#include "fingerprint.hpp"

#include <algorithm>
#include <cstdio>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace cotejo::tamper {

std::string content_mark(std::span<const std::uint8_t> file) {
  // FNV-1a over words of the file from both ends: two files that people send differ.
  std::uint64_t forward = 0xcbf29ce484222325U, backward = forward;
  for (const std::uint8_t byte : file) forward = (forward ^ byte) * 0x100000001b3U;
  for (auto at = file.rbegin(); at != file.rend(); ++at) backward = (backward ^ *at) * 0x100000001b3U;
  char text[64];
  std::snprintf(text, sizeof text, "%016llx%016llx%zx", static_cast<unsigned long long>(forward),
                static_cast<unsigned long long>(backward), file.size());
  return text;
}

std::string likeness_mark(const cv::Mat& grey) {
  constexpr int kSide = 64, kLow = 16;
  cv::Mat small, frequencies;
  cv::resize(grey, small, {kSide, kSide}, 0, 0, cv::INTER_AREA);
  small.convertTo(small, CV_32F);
  cv::dct(small, frequencies);
  std::vector<float> low;
  for (int y = 0; y < kLow; ++y)
    for (int x = 0; x < kLow; ++x) low.push_back(frequencies.at<float>(y, x));
  auto sorted = std::vector<float>(low.begin() + 1, low.end());  // without the mean brightness
  std::nth_element(sorted.begin(), sorted.begin() + kLow * kLow / 2, sorted.end());
  const float middle = sorted[kLow * kLow / 2];
  std::string text;
  for (std::size_t i = 0; i < low.size(); i += 4) {
    unsigned nibble = 0;
    for (std::size_t k = 0; k < 4; ++k) nibble = nibble * 2 + (i + k > 0 && low[i + k] > middle ? 1U : 0U);
    text += "0123456789abcdef"[nibble];
  }
  return text;
}

}  // namespace cotejo::tamper
