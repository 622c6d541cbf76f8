#include "pixel_grid.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace liveness_analyzer {
namespace {

constexpr int kSide = 128;     // pixels of the piece that is looked at
constexpr int kMinFace = 64;   // pixels; a piece of a smaller face would show its surroundings
constexpr int kLongest = 8;    // pixels; longer waves are features of the face
constexpr int kBlock = 8;      // pixels of a codec's blocks, whose edges repeat themselves too
constexpr int kAround = 6;     // bins around a peak that say what is usual there …
constexpr int kOwn = 2;        // … without those that are the peak itself
constexpr int kNearBlock = 1;  // bins

// Amplitudes by frequency, the upper half: row = vertical frequency 0..kSide-1 (wrapped), column 0..kSide/2.
cv::Mat spectrum(const cv::Mat& frame, const cv::Rect& piece) {
  static const cv::Mat window = [] {
    cv::Mat hann;
    cv::createHanningWindow(hann, {kSide, kSide}, CV_32F);
    return hann;
  }();
  cv::Mat grey, smooth, waves, both[2];
  cv::cvtColor(frame(piece), grey, cv::COLOR_BGR2GRAY);
  grey.convertTo(grey, CV_32F);
  cv::blur(grey, smooth, {kLongest + 1, kLongest + 1});
  grey = (grey - smooth).mul(window);
  cv::dft(grey, waves, cv::DFT_COMPLEX_OUTPUT);
  cv::split(waves, both);
  cv::Mat amplitude;
  cv::magnitude(both[0], both[1], amplitude);
  return amplitude.colRange(0, kSide / 2 + 1).clone();
}

// Along an axis, the frequencies of block edges and their overtones.
bool of_blocks(int across, int down) {
  constexpr int kStep = kSide / kBlock;
  const auto near = [](int frequency) {
    const int rest = frequency % kStep;
    return std::min(rest, kStep - rest) <= kNearBlock;
  };
  return (across <= kNearBlock && near(down)) || (down <= kNearBlock && near(across));
}

// The largest ratio of an amplitude to the median of those around it.
double most_regular(const cv::Mat& amplitude) {
  double largest = 0;
  std::vector<float> around;
  for (int row = 0; row < kSide; ++row) {
    const int down = std::min(row, kSide - row);
    for (int across = 0; across <= kSide / 2; ++across) {
      if (std::hypot(across, down) < static_cast<double>(kSide) / kLongest || of_blocks(across, down)) continue;
      const float here = amplitude.at<float>(row, across);
      // Cheap first: a peak is larger than its neighbours.
      if (here < amplitude.at<float>((row + 1) % kSide, across) ||
          here < amplitude.at<float>((row + kSide - 1) % kSide, across) ||
          (across > 0 && here < amplitude.at<float>(row, across - 1)) ||
          (across < kSide / 2 && here < amplitude.at<float>(row, across + 1)))
        continue;
      around.clear();
      for (int y = -kAround; y <= kAround; ++y)
        for (int x = std::max(-kAround, -across); x <= std::min(kAround, kSide / 2 - across); ++x)
          if (std::max(std::abs(x), std::abs(y)) > kOwn)
            around.push_back(amplitude.at<float>((row + y + kSide) % kSide, across + x));
      std::nth_element(around.begin(), around.begin() + static_cast<std::ptrdiff_t>(around.size() / 2), around.end());
      const double usual = static_cast<double>(around[around.size() / 2]);
      largest = std::max(largest, static_cast<double>(here) / std::max(usual, 1e-3));
    }
  }
  return largest;
}

}  // namespace

double grid_strength(const std::vector<cv::Mat>& frames, const std::vector<cv::Rect2f>& faces) {
  cv::Mat sum = cv::Mat::zeros(kSide, kSide / 2 + 1, CV_32F);
  int count = 0;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const cv::Rect2f& face = faces[i];
    const cv::Rect whole(0, 0, frames[i].cols, frames[i].rows);
    const cv::Rect piece(cvRound(face.x + face.width / 2) - kSide / 2, cvRound(face.y + face.height / 2) - kSide / 2,
                         kSide, kSide);
    if (face.height < kMinFace || (piece & whole) != piece) continue;
    sum += spectrum(frames[i], piece);
    ++count;
  }
  return count == 0 ? 0 : most_regular(sum);
}

}  // namespace liveness_analyzer
