#include "eye_model.hpp"

#include <cmath>
#include <faces/pixels.hpp>
#include <opencv2/imgproc.hpp>

namespace face_actions {
namespace {

// What the model was trained with: grey values 0..1 of a square of 1.6 widths of the eye around it.
constexpr int kModelSide = 24;
constexpr float kEnlarged = 1.6F;
constexpr std::size_t kFirst[] = {36,
                                  42};  // points of the two eyes, from corner to corner along the upper lid and back

// Upright, whichever way the head leans: leaning eyes are told badly.
cv::Mat crop_of(const cv::Mat& image, const faces::Landmarks& points, std::size_t first, int side) {
  const cv::Point2f across = points[first + 3] - points[first];
  const cv::Point2f middle = (points[first + 1] + points[first + 2] + points[first + 4] + points[first + 5]) / 4;
  const float width = std::max(static_cast<float>(cv::norm(across)), 1.F);
  const float scale = static_cast<float>(side) / (width * kEnlarged);
  const float c = scale * across.x / width, s = scale * across.y / width;
  const float half = static_cast<float>(side) / 2;
  const cv::Matx23f map(c, s, half - c * middle.x - s * middle.y, -s, c, half + s * middle.x - c * middle.y);
  cv::Mat crop;
  cv::warpAffine(image, crop, map, {side, side}, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::cvtColor(crop, crop, cv::COLOR_BGR2GRAY);
  return crop;
}

}  // namespace

EyeModel::EyeModel(std::span<const std::uint8_t> model) : network_(model, {1, kModelSide, kModelSide}) {
  if (network_.output("output").size() != 2) throw networks::ModelError("the eye model's output is not two numbers");
}

double EyeModel::openness(const cv::Mat& image, const faces::Landmarks& points) {
  double sum = 0;
  for (const std::size_t first : kFirst) {
    faces::fill_input(crop_of(image, points, first, kModelSide), faces::ChannelOrder::as_it_is, 0, 1.F / 255,
                      network_.input());
    network_.run();
    const auto outputs = network_.output("output");
    sum += static_cast<double>(outputs[1] - outputs[0]);
  }
  return sum / 2;
}

cv::Mat eye_pictures(const cv::Mat& image, const faces::Landmarks& points) {
  cv::Mat both;
  cv::hconcat(crop_of(image, points, kFirst[0], kEyeSide), crop_of(image, points, kFirst[1], kEyeSide), both);
  return both;
}

double lid_gap(const faces::Landmarks& points) {
  double sum = 0;
  for (const std::size_t first : kFirst) {
    const double width = cv::norm(points[first + 3] - points[first]);
    const double high =
        cv::norm(points[first + 1] - points[first + 5]) + cv::norm(points[first + 2] - points[first + 4]);
    sum += high / 2 / std::max(width, 1.0);
  }
  return sum / 2;
}

}  // namespace face_actions
