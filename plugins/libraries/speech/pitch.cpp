#include "pitch.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "hearing.hpp"

namespace speech {
namespace {

constexpr int kWindow = 640;      // samples: 40 ms, two periods and more of the lowest pitch
constexpr int kTransform = 1024;  // so that no lag meets the other end
constexpr int kShortest = static_cast<int>(kRate / kHighestPitch), kLongest = static_cast<int>(kRate / kLowestPitch);
constexpr float kVoiced = 0.45F;      // periodicity from which a frame has a pitch
constexpr float kOctaveCost = 0.02F;  // for each octave that the pitch is lower: a multiple of the period is one, too

std::vector<float> hann() {
  std::vector<float> values(kWindow);
  for (int i = 0; i < kWindow; ++i)
    values[static_cast<std::size_t>(i)] = static_cast<float>(0.5 - 0.5 * std::cos(2 * CV_PI * (i + 0.5) / kWindow));
  return values;
}

// Rows of samples become their autocorrelations.
void autocorrelate(cv::Mat& rows) {
  cv::Mat spectrum;
  cv::dft(rows, spectrum, cv::DFT_ROWS);
  for (int r = 0; r < rows.rows; ++r) {
    float* s = spectrum.ptr<float>(r);
    s[0] *= s[0];
    for (int i = 1; i + 1 < kTransform; i += 2) {
      s[i] = s[i] * s[i] + s[i + 1] * s[i + 1];
      s[i + 1] = 0;
    }
    s[kTransform - 1] *= s[kTransform - 1];
  }
  cv::dft(spectrum, rows, cv::DFT_ROWS | cv::DFT_INVERSE | cv::DFT_SCALE);
}

// Of the window itself: what a perfectly periodic sound is left with at each lag.
const std::vector<float>& of_window() {
  static const std::vector<float> values = [] {
    cv::Mat row(1, kTransform, CV_32F, cv::Scalar(0));
    const auto shape = hann();
    std::copy(shape.begin(), shape.end(), row.ptr<float>());
    autocorrelate(row);
    return std::vector<float>(row.ptr<float>(), row.ptr<float>() + kLongest + 2);
  }();
  return values;
}

struct Peak {
  float lag = 0, height = 0;
};

Peak best_peak(const float* correlation) {
  const auto& shape = of_window();
  if (correlation[0] < 1e-7F) return {};
  std::vector<float> r(shape.size());
  for (std::size_t i = 0; i < r.size(); ++i) r[i] = correlation[i] / correlation[0] / (shape[i] / shape[0]);
  Peak best;
  float best_score = 0;
  for (int lag = kShortest; lag <= kLongest; ++lag) {
    const auto i = static_cast<std::size_t>(lag);
    if (r[i] < r[i - 1] || r[i] < r[i + 1]) continue;
    const float score = r[i] - kOctaveCost * std::log2(static_cast<float>(lag) / kShortest);
    if (score <= best_score) continue;
    const float bend = r[i - 1] - 2 * r[i] + r[i + 1];
    const float shift = bend < 0 ? 0.5F * (r[i - 1] - r[i + 1]) / bend : 0;
    best = {static_cast<float>(lag) + shift, std::min(1.F, r[i])};
    best_score = score;
  }
  return best;
}

}  // namespace

Pitch find_pitch(std::span<const float> samples, int frames) {
  static const std::vector<float> shape = hann();
  cv::Mat rows(frames, kTransform, CV_32F, cv::Scalar(0));
  for (int f = 0; f < frames; ++f) {
    const auto from = static_cast<std::size_t>(f) * kHop;
    const auto part = samples.subspan(from, std::min<std::size_t>(kWindow, samples.size() - from));
    float mean = 0;
    for (const float s : part) mean += s;
    mean /= static_cast<float>(part.size());
    float* row = rows.ptr<float>(f);
    for (std::size_t i = 0; i < part.size(); ++i) row[i] = (part[i] - mean) * shape[i];
  }
  if (frames > 0) autocorrelate(rows);
  Pitch pitch;
  for (int f = 0; f < frames; ++f) {
    const Peak peak = best_peak(rows.ptr<float>(f));
    pitch.voicing.push_back(std::max(0.F, peak.height));
    pitch.hertz.push_back(peak.height >= kVoiced ? kRate / peak.lag : 0);
  }
  return pitch;
}

}  // namespace speech
