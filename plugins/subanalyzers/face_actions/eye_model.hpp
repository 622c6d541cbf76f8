// The `face-eye` model: is an eye open? Not thread-safe.
#pragma once
#include <cstdint>
#include <faces/landmarks.hpp>
#include <networks/network.hpp>
#include <span>

namespace face_actions {

class EyeModel {
 public:
  explicit EyeModel(std::span<const std::uint8_t> model);

  // Mean of both eyes; the difference of the network's two outputs: above 0 open, below closed.
  double openness(const cv::Mat& image, const faces::Landmarks& points);

 private:
  networks::Network network_;
};

// Both eyes side by side, grey and upright, each a square of kEyeSide pixels: to be compared with the same eyes at
// other times.
inline constexpr int kEyeSide = 32;
cv::Mat eye_pictures(const cv::Mat& image, const faces::Landmarks& points);

// Between the lids in widths of the eye, mean of both eyes.
double lid_gap(const faces::Landmarks& points);

}  // namespace face_actions
