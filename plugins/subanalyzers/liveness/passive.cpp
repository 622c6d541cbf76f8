#include "passive.hpp"

#include <algorithm>
#include <cmath>
#include <faces/landmarks.hpp>
#include <faces/pixels.hpp>
#include <opencv2/imgproc.hpp>
#include <shrinking/shrink.hpp>

namespace liveness_analyzer {
namespace {

// What the model was trained with: BGR, 0..255, the face's square enlarged 2.7 times (or as far as the picture
// reaches).
constexpr int kSide = 128;
constexpr float kEnlarged = 2.7F;

}  // namespace

PassiveModel::PassiveModel(std::span<const std::uint8_t> model) : network_(model, {3, kSide, kSide}) {
  if (network_.output("output").size() != 3)
    throw networks::ModelError("the liveness model's output is not three numbers");
}

double PassiveModel::score(const cv::Mat& image, const cv::Rect2f& face) {
  const auto square = faces::square_around(face, 1.F);
  const auto width = static_cast<float>(image.cols);
  const auto height = static_cast<float>(image.rows);
  const float side = std::min({square.width * kEnlarged, width, height});
  if (!(side >= 1.F)) return 0;
  const float x = std::clamp(square.x + square.width / 2 - side / 2, 0.F, width - side);
  const float y = std::clamp(square.y + square.height / 2 - side / 2, 0.F, height - side);
  const cv::Rect area =
      cv::Rect(cvFloor(x), cvFloor(y), cvFloor(side), cvFloor(side)) & cv::Rect(0, 0, image.cols, image.rows);
  cv::Mat crop;
  if (std::min(area.width, area.height) >= kSide) {
    shrinking::shrink(image(area), crop, cv::Size(kSide, kSide));
  } else {
    cv::resize(image(area), crop, {kSide, kSide}, 0, 0, cv::INTER_LINEAR);
  }
  faces::fill_input(crop, faces::ChannelOrder::as_it_is, 0, 1, network_.input());
  network_.run();
  const auto logits = network_.output("output");
  const float highest = std::max({logits[0], logits[1], logits[2]});
  const auto weight = [&](size_t i) { return std::exp(static_cast<double>(logits[i] - highest)); };
  return weight(0) / (weight(0) + weight(1) + weight(2));
}

}  // namespace liveness_analyzer
