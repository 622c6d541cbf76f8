#include "detector.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <shrinking/shrink.hpp>

#include "pixels.hpp"

namespace faces {
namespace {

// What the model was trained with: RGB, (value - 127) / 128, 320x240.
constexpr int kInputWidth = 320;
constexpr int kInputHeight = 240;
constexpr float kMean = 127.F;
constexpr float kScale = 1.F / 128.F;

float overlap(const cv::Rect2f& a, const cv::Rect2f& b) {
  const float shared = (a & b).area();
  return shared <= 0.F ? 0.F : shared / (a.area() + b.area() - shared);
}

// A part lying inside a larger detection (share of the smaller box) is the same face seen at another scale.
bool same_face(const cv::Rect2f& a, const cv::Rect2f& b, float max_overlap) {
  constexpr float kMaxContained = 0.7F;
  const float smaller = std::min(a.area(), b.area());
  return overlap(a, b) > max_overlap || (smaller > 0.F && (a & b).area() / smaller > kMaxContained);
}

}  // namespace

std::vector<Detection> suppress_duplicates(std::vector<Detection> found, float max_overlap) {
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  std::vector<Detection> kept;
  for (const auto& candidate : found) {
    const bool known = std::any_of(kept.begin(), kept.end(),
                                   [&](const auto& k) { return same_face(k.box, candidate.box, max_overlap); });
    if (!known) kept.push_back(candidate);
  }
  std::sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.box.area() > b.box.area(); });
  return kept;
}

Detector::Detector(std::span<const std::uint8_t> model) : network_(model, {3, kInputHeight, kInputWidth}) {
  if (network_.output("scores").size() * 2 != network_.output("boxes").size())
    throw networks::ModelError("the detection model has no box of four numbers for each pair of scores");
}

std::vector<Detection> Detector::detect(const cv::Mat& image, const DetectorOptions& options) {
  if (image.empty()) return {};
  std::vector<Detection> found;
  const cv::Rect whole(0, 0, image.cols, image.rows);
  search(image, whole, false, options, found);
  if (found.empty() && options.search_harder) {
    search(image, {-image.cols / 2, -image.rows / 2, image.cols * 2, image.rows * 2}, true, options, found);
  }
  if (found.empty() && options.search_harder && std::min(image.cols, image.rows) > kInputHeight) {
    const int width = image.cols * 3 / 5;
    const int height = image.rows * 3 / 5;
    for (const int x : {0, image.cols - width}) {
      for (const int y : {0, image.rows - height}) search(image, {x, y, width, height}, true, options, found);
    }
  }
  return suppress_duplicates(std::move(found), options.max_overlap);
}

// Searches `window` of the image, which may reach past it (black there). The window keeps its aspect ratio: faces
// squeezed to the model's 4:3 are found less often.
void Detector::search(const cv::Mat& image, cv::Rect window, bool stretch, const DetectorOptions& options,
                      std::vector<Detection>& found) {
  const float scale =
      std::min(kInputWidth / static_cast<float>(window.width), kInputHeight / static_cast<float>(window.height));
  const cv::Rect inside = window & cv::Rect(0, 0, image.cols, image.rows);
  const cv::Rect target(
      cv::Point(cvRound((inside.x - window.x) * scale), cvRound((inside.y - window.y) * scale)),
      cv::Size(std::max(1, cvRound(inside.width * scale)), std::max(1, cvRound(inside.height * scale))));
  const cv::Rect frame(0, 0, kInputWidth, kInputHeight);
  cv::Mat small;
  if (scale < 1.F) {
    shrinking::shrink(image(inside), small, target.size());
  } else {
    cv::resize(image(inside), small, target.size(), 0, 0, cv::INTER_LINEAR);
  }
  if (stretch) cv::normalize(small, small, 0, 255, cv::NORM_MINMAX);
  cv::Mat canvas(kInputHeight, kInputWidth, CV_8UC3, cv::Scalar::all(kMean));
  const cv::Rect visible = target & frame;
  small(visible - target.tl()).copyTo(canvas(visible));

  fill_input(canvas, ChannelOrder::rgb, kMean, kScale, network_.input());
  network_.run();
  const auto boxes = network_.output("boxes"), scores = network_.output("scores");
  for (size_t i = 0; i < scores.size() / 2; ++i) {
    const float score = scores[i * 2 + 1];
    if (!(score >= options.min_score)) continue;
    const float* b = &boxes[i * 4];
    const cv::Point2f from(b[0] * kInputWidth / scale + window.x, b[1] * kInputHeight / scale + window.y);
    const cv::Point2f to(b[2] * kInputWidth / scale + window.x, b[3] * kInputHeight / scale + window.y);
    const cv::Rect2f box(from, to);
    if (box.width > 0 && box.height > 0 && std::min(box.width, box.height) >= options.min_side) {
      found.push_back({box, score});
    }
  }
}

}  // namespace faces
