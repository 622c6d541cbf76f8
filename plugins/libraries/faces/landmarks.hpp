// Finds the 68 landmarks of a face with the `face-landmark` model, and computes alignment and pose from them. Not
// thread-safe.
#pragma once
#include <array>
#include <networks/network.hpp>
#include <opencv2/core.hpp>
#include <span>

namespace faces {

// The usual order of 68 points: 0-16 jaw, 17-26 brows, 27-35 nose, 36-41 the eye on the left of the image, 42-47 the
// other, 48-67 mouth. Pixels of the image.
using Landmarks = std::array<cv::Point2f, 68>;

class LandmarkModel {
 public:
  explicit LandmarkModel(std::span<const std::uint8_t> model);
  Landmarks find(const cv::Mat& image, const cv::Rect2f& face);

 private:
  Landmarks pass(const cv::Mat& image, const cv::Rect2f& square);
  networks::Network network_;
};

// The square around the centre of `box` with `scale` times its height as its side.
cv::Rect2f square_around(const cv::Rect2f& box, float scale);

// Eyes, nose tip, mouth corners.
std::array<cv::Point2f, 5> five_points(const Landmarks& points);

float eye_distance(const Landmarks& points);

// The crop of 112x112 pixels that embedding models are trained on.
cv::Mat align(const cv::Mat& image, const Landmarks& points);

// Degrees. Yaw > 0: the face looks to the right of the image. Pitch > 0: up. Roll > 0: turned clockwise.
struct Pose {
  float yaw = 0, pitch = 0, roll = 0;
};

// Fits a generic head by weak perspective. Accurate to about 10 degrees: enough to tell a frontal face from a turned
// one.
Pose estimate_pose(const Landmarks& points);

}  // namespace faces
