#include "speech_segments.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <opencv2/imgproc.hpp>

namespace speech {
namespace {

// Natural logarithms of power: 1 is 4.3 dB.
constexpr float kOwnFluctuation = 1.2F;         // that steady noise rises above its quiet tenth
constexpr float kMost = 3.5F;                   // more above the noise does not count as more
constexpr int kLoudBands = kBands / 3;          // that count: a voice is in some bands at a time, noise in all
constexpr float kSpeech = 0.9F, kStays = 0.5F;  // mean rise that begins a segment, and that it goes on with
constexpr float kSilence = -16;                 // -70 dB: quieter frames are nobody's speech
constexpr float kVoiced = 0.5F;                 // periodicity
constexpr int kNoiseWindow = 10 * kFramesPerSecond, kNoiseStep = 2 * kFramesPerSecond;
constexpr double kNoiseShare = 0.10;  // of the window's frames are quieter than what is taken for its noise
constexpr int kBridge = 30, kShortest = 20, kAround = 5;  // frames: a stop inside a word, a syllable, its edges
constexpr double kVoicedShare = 0.15;                     // of a segment's frames at least

cv::Mat smoothed(const cv::Mat& bands) {
  cv::Mat out;
  cv::blur(bands, out, {1, 3}, {-1, -1}, cv::BORDER_REPLICATE);
  return out;
}

// The level that a tenth of the frames from `first` on stay under, band by band.
cv::Mat floor_of(const cv::Mat& bands, int first, int count) {
  cv::Mat level(1, kBands, CV_32F);
  std::vector<float> values(static_cast<std::size_t>(count));
  const auto at = static_cast<std::ptrdiff_t>(kNoiseShare * count);
  for (int b = 0; b < kBands; ++b) {
    for (int f = 0; f < count; ++f) values[static_cast<std::size_t>(f)] = bands.at<float>(first + f, b);
    std::nth_element(values.begin(), values.begin() + at, values.end());
    level.at<float>(0, b) = std::max(kSilence, values[static_cast<std::size_t>(at)]);
  }
  return level;
}

// How far each frame rises above the noise, on average over the bands where it does so most.
std::vector<float> rises(const cv::Mat& bands, const Stop& stop) {
  std::vector<float> out(static_cast<std::size_t>(bands.rows));
  for (int step = 0; step < bands.rows; step += kNoiseStep) {
    if (stop()) return {};
    const int middle = step + kNoiseStep / 2;
    const int first = std::clamp(middle - kNoiseWindow / 2, 0, std::max(0, bands.rows - kNoiseWindow));
    const cv::Mat noise = floor_of(bands, first, std::min(kNoiseWindow, bands.rows - first));
    const float* floor = noise.ptr<float>();
    for (int f = step; f < std::min(bands.rows, step + kNoiseStep); ++f) {
      const float* row = bands.ptr<float>(f);
      float rise[kBands];
      for (int b = 0; b < kBands; ++b) rise[b] = std::clamp(row[b] - floor[b] - kOwnFluctuation, 0.F, kMost);
      std::nth_element(rise, rise + kLoudBands, rise + kBands, std::greater<>());
      out[static_cast<std::size_t>(f)] = std::accumulate(rise, rise + kLoudBands, 0.F) / kLoudBands;
    }
  }
  return out;
}

struct Run {
  int from = 0, to = 0;
};

std::vector<Run> runs_above(const std::vector<float>& rise) {
  std::vector<Run> runs;
  const int frames = static_cast<int>(rise.size());
  for (int f = 0; f < frames; ++f) {
    if (rise[static_cast<std::size_t>(f)] < kSpeech) continue;
    int from = f, to = f;
    while (from > 0 && rise[static_cast<std::size_t>(from - 1)] >= kStays) --from;
    while (to < frames && rise[static_cast<std::size_t>(to)] >= kStays) ++to;
    if (!runs.empty() && from - runs.back().to < kBridge) {
      runs.back().to = to;
    } else {
      runs.push_back({from, to});
    }
    f = to;
  }
  return runs;
}

bool is_voiced(const Run& run, const Hearing& heard) {
  const auto voiced = std::count_if(heard.voicing.begin() + run.from, heard.voicing.begin() + run.to,
                                    [](float v) { return v >= kVoiced; });
  return static_cast<double>(voiced) >= kVoicedShare * (run.to - run.from);
}

}  // namespace

std::vector<Segment> find_speech(const Hearing& heard, const Stop& stop) {
  if (heard.frames() == 0) return {};
  std::vector<Segment> segments;
  for (Run run : runs_above(rises(smoothed(heard.bands), stop))) {
    if (run.to - run.from < kShortest || !is_voiced(run, heard)) continue;
    run = {std::max(0, run.from - kAround), std::min(heard.frames(), run.to + kAround)};
    if (!segments.empty() && run.from <= segments.back().to * kFramesPerSecond) {
      segments.back().to = static_cast<double>(run.to) / kFramesPerSecond;
    } else {
      segments.push_back(
          {static_cast<double>(run.from) / kFramesPerSecond, static_cast<double>(run.to) / kFramesPerSecond});
    }
  }
  return segments;
}

std::vector<bool> frames_of(const std::vector<Segment>& segments, int frames) {
  std::vector<bool> inside(static_cast<std::size_t>(frames));
  for (const auto& segment : segments)
    for (int f = static_cast<int>(segment.from * kFramesPerSecond);
         f < std::min(frames, static_cast<int>(segment.to * kFramesPerSecond)); ++f)
      inside[static_cast<std::size_t>(f)] = true;
  return inside;
}

double total_seconds(const std::vector<Segment>& segments) {
  double sum = 0;
  for (const auto& segment : segments) sum += segment.seconds();
  return sum;
}

}  // namespace speech
