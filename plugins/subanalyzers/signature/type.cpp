#include "type.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "copies.hpp"

namespace cotejo::signature {
namespace {

constexpr std::size_t kFewest = 6;    // letters
constexpr double kOnBaseLine = 0.6;   // share of the letters whose feet are on one line
constexpr double kSameFoot = 0.10;    // of the tallest letter's height
constexpr double kSameLetter = 0.93;  // overlap of two letters that are one: no hand repeats itself so
constexpr std::size_t kRepeated = 2;  // pairs of them
constexpr std::size_t kMostPieces = 60;

std::vector<cv::Rect> letters_of(const cv::Mat& mask) {
  cv::Mat labels, stats, centres;
  const int count = cv::connectedComponentsWithStats(mask, labels, stats, centres, 8, CV_32S);
  std::vector<cv::Rect> boxes;
  int tallest = 0;
  for (int i = 1; i < count; ++i) {
    boxes.emplace_back(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                       stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    tallest = std::max(tallest, boxes.back().height);
  }
  std::erase_if(boxes, [&](const cv::Rect& box) { return box.height * 4 < tallest; });  // dots and accents
  return boxes;
}

double on_base_line(const std::vector<cv::Rect>& letters) {
  std::size_t most = 0;
  int tallest = 0;
  for (const auto& box : letters) tallest = std::max(tallest, box.height);
  for (const auto& one : letters) {
    std::size_t same = 0;
    for (const auto& other : letters)
      same += std::abs(one.br().y - other.br().y) <= std::max(1.0, kSameFoot * tallest) ? 1 : 0;
    most = std::max(most, same);
  }
  return static_cast<double>(most) / static_cast<double>(letters.size());
}

}  // namespace

bool is_type(const cv::Mat& mask) {
  const auto letters = letters_of(mask);
  if (letters.size() < kFewest || letters.size() > kMostPieces) return false;
  if (on_base_line(letters) < kOnBaseLine) return false;
  std::size_t repeated = 0;
  for (std::size_t i = 0; i < letters.size(); ++i)
    for (std::size_t j = i + 1; j < letters.size(); ++j) {
      const auto &a = letters[i], &b = letters[j];
      if (std::abs(a.width - b.width) > 1 || std::abs(a.height - b.height) > 1 || a.width * 4 < a.height) continue;
      repeated += overlap(mask(a), mask(b)) >= kSameLetter ? 1 : 0;
    }
  return repeated >= kRepeated;
}

}  // namespace cotejo::signature
