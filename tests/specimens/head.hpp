// Where a head is in a picture, and what the picture looks like when the head turns or the eyes close: the picture is
// bent as a solid head in its place would move it.
#pragma once

#include <array>
#include <opencv2/core.hpp>

namespace cotejo::specimens {

struct Posture {
  // Degrees. Yaw > 0: the face looks to the right of the picture. Pitch > 0: up.
  double yaw = 0, pitch = 0;
  double lids = 0;  // 0: eyes as in the picture, 1: closed
};

class Head {
 public:
  // Looks for it with the face models in models/. Throws std::runtime_error when they are not there, or no face is.
  explicit Head(const cv::Mat& picture);

  // Where in the picture the point is found that stands at `at` when the head is held so.
  [[nodiscard]] cv::Point2d source(cv::Point2d at, const Posture& posture) const;

 private:
  struct Eye {
    cv::Point2d outer, inner;     // corners, from left to right in the picture
    double upper = 0, lower = 0;  // how far the lids stand above and below the line between them, pixels
  };
  [[nodiscard]] cv::Point2d turned(cv::Point2d at, const Posture& posture) const;
  [[nodiscard]] cv::Point2d lidded(cv::Point2d at, double lids) const;

  cv::Point2d centre_, nose_, across_, down_;  // across_, down_: of length 1, along the line of the eyes and from it
  double half_width_ = 0, half_height_ = 0;
  std::array<Eye, 2> eyes_;
};

}  // namespace cotejo::specimens
