#include "hearing.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "pitch.hpp"

namespace speech {
namespace {

constexpr int kWindow = 400;  // samples: 25 ms
constexpr int kTransform = 512;
constexpr int kBins = kTransform / 2 + 1;
constexpr int kBlock = 100;  // frames that are transformed together; between blocks it may be stopped

int frames_in(std::size_t samples) {
  return samples < kWindow ? 0 : 1 + static_cast<int>((samples - kWindow) / kHop);
}

double mel(double hertz) {
  return 1127 * std::log(1 + hertz / 700);
}
double hertz(double mel) {
  return 700 * (std::exp(mel / 1127) - 1);
}

const std::vector<float>& window() {
  static const std::vector<float> values = [] {
    std::vector<float> hann(kWindow);
    for (int i = 0; i < kWindow; ++i)
      hann[static_cast<std::size_t>(i)] = static_cast<float>(0.5 - 0.5 * std::cos(2 * CV_PI * (i + 0.5) / kWindow));
    return hann;
  }();
  return values;
}

// A row of kBins a band: triangles, of which each begins at the middle of the one before.
cv::Mat bank_of(const Bands& wanted) {
  cv::Mat rows(wanted.count, kBins, CV_32F, cv::Scalar(0));
  const double low = mel(wanted.lowest), step = (mel(wanted.highest) - low) / (wanted.count + 1);
  for (int b = 0; b < wanted.count; ++b) {
    const double from = hertz(low + b * step), middle = hertz(low + (b + 1) * step), to = hertz(low + (b + 2) * step);
    for (int i = 0; i < kBins; ++i) {
      const double f = static_cast<double>(i) * kRate / kTransform;
      const double height = f <= middle ? (f - from) / (middle - from) : (to - f) / (to - middle);
      rows.at<float>(b, i) = static_cast<float>(std::max(0.0, height));
    }
  }
  return rows;
}

// A row of kBins a frame.
cv::Mat power_spectra(std::span<const float> samples, int first, int count) {
  cv::Mat frames(count, kTransform, CV_32F, cv::Scalar(0)), transformed;
  for (int f = 0; f < count; ++f) {
    const float* from = samples.data() + static_cast<std::ptrdiff_t>(first + f) * kHop;
    float* row = frames.ptr<float>(f);
    const float zero = std::accumulate(from, from + kWindow, 0.F) / kWindow;  // a microphone's may be off
    for (std::size_t i = 0; i < kWindow; ++i) row[i] = (from[i] - zero) * window()[i];
  }
  cv::dft(frames, transformed, cv::DFT_ROWS);
  cv::Mat power(count, kBins, CV_32F);
  constexpr float kScale = 1.F / (kWindow / 4.F * kWindow / 4.F);  // a tone that fills the range: 1
  for (int f = 0; f < count; ++f) {
    const float* in = transformed.ptr<float>(f);  // real, then pairs of real and imaginary, then real
    float* out = power.ptr<float>(f);
    out[0] = in[0] * in[0] * kScale;
    for (int i = 1; i < kBins - 1; ++i) out[i] = (in[2 * i - 1] * in[2 * i - 1] + in[2 * i] * in[2 * i]) * kScale;
    out[kBins - 1] = in[kTransform - 1] * in[kTransform - 1] * kScale;
  }
  return power;
}

}  // namespace

cv::Mat log_bands(std::span<const float> samples, const Bands& wanted, const Stop& stop) {
  constexpr double kFaintest = 1e-10, kLoudest = 1e6;  // -100 dB count as nothing; samples may be no numbers at all
  const int frames = frames_in(samples.size());
  const cv::Mat bank = bank_of(wanted);
  cv::Mat all(frames, wanted.count, CV_32F);
  for (int first = 0; first < frames; first += kBlock) {
    if (stop()) return {};
    const int count = std::min(kBlock, frames - first);
    cv::Mat bands = all.rowRange(first, first + count);
    cv::gemm(power_spectra(samples, first, count), bank, 1, {}, 0, bands, cv::GEMM_2_T);
    cv::patchNaNs(bands, 0);
    bands = cv::min(cv::max(bands, kFaintest), kLoudest);
    cv::log(bands, bands);
  }
  return all;
}

double middle_of(double band) {
  const double low = mel(kLowest), step = (mel(kHighest) - low) / (kBands + 1);
  return hertz(low + (band + 1) * step);
}

double band_of(double frequency) {
  const double low = mel(kLowest), step = (mel(kHighest) - low) / (kBands + 1);
  return (mel(frequency) - low) / step - 1;
}

Hearing hear(std::span<const float> samples, const Stop& stop) {
  Hearing heard;
  heard.bands = log_bands(samples, {}, stop);
  for (int first = 0; first < heard.frames(); first += kBlock) {
    if (stop()) return {};
    const Pitch pitch =
        find_pitch(samples.subspan(static_cast<std::size_t>(first) * kHop), std::min(kBlock, heard.frames() - first));
    heard.pitch.insert(heard.pitch.end(), pitch.hertz.begin(), pitch.hertz.end());
    heard.voicing.insert(heard.voicing.end(), pitch.voicing.begin(), pitch.voicing.end());
  }
  return heard;
}

std::vector<float> levels(std::span<const float> samples) {
  std::vector<float> result;
  for (int f = 0; f < frames_in(samples.size()); ++f) {
    double sum = 0, squares = 0;
    for (const float s : samples.subspan(static_cast<std::size_t>(f) * kHop, kWindow))
      sum += s, squares += static_cast<double>(s) * s;
    const double power = std::max(0.0, squares / kWindow - sum * sum / kWindow / kWindow);
    result.push_back(static_cast<float>(10 * std::log10(2 * power + 1e-12)));
  }
  return result;
}

std::vector<float> mean_spectrum(std::span<const float> samples, const std::vector<bool>& wanted, int count) {
  constexpr int kEnough = 2000;  // frames: more change the mean by little
  std::vector<double> sums(static_cast<std::size_t>(count), 1e-12);
  const int frames = std::min(frames_in(samples.size()), static_cast<int>(wanted.size()));
  const auto all = static_cast<int>(std::count(wanted.begin(), wanted.begin() + frames, true));
  const int step = 1 + all / kEnough;
  int seen = 0, taken = 0;
  for (int f = 0; f < frames; ++f) {
    if (!wanted[static_cast<std::size_t>(f)] || seen++ % step != 0) continue;
    const cv::Mat power = power_spectra(samples, f, 1);
    for (int i = 0; i < kBins; ++i)
      sums[static_cast<std::size_t>(std::min(count - 1, i * count / kBins))] += power.at<float>(0, i);
    ++taken;
  }
  std::vector<float> decibels;
  for (const double sum : sums) decibels.push_back(static_cast<float>(10 * std::log10(sum / std::max(1, taken))));
  return decibels;
}

}  // namespace speech
