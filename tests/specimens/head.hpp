// Where a head is in a picture, and what the picture looks like when the head turns or the eyes close: the picture is
// bent as a solid head in its place would move it, and lids are painted over the eyes.
#pragma once

#include <array>
#include <opencv2/core.hpp>

#include "random.hpp"

namespace cotejo::specimens {

struct Posture {
  // Degrees. Yaw > 0: the face looks to the right of the picture. Pitch > 0: up.
  double yaw = 0, pitch = 0;
  double lids = 0;  // 0: eyes as in the picture, 1: closed; source() does not look at it
};

class Head {
 public:
  // Looks for it with the face models in models/. Throws std::runtime_error when they are not there, or no face is.
  explicit Head(const cv::Mat& picture);

  // Where in the picture the point is found that stands at `at` when the head is held so.
  [[nodiscard]] cv::Point2d source(cv::Point2d at, const Posture& posture) const;
  // The picture with the lids lowered, 0..1: skin from above the eyes, with lashes at its edge.
  void lower_lids(cv::Mat& picture, double lids) const;
  // … with glasses on: a frame, and on each glass what it mirrors.
  void put_on_glasses(cv::Mat& picture, Random random) const;

 private:
  struct Eye {
    cv::Point2d outer, inner;     // corners, from left to right in the picture
    double upper = 0, lower = 0;  // how far the lids stand above and below the line between them, pixels
  };
  static void lower_lid(const cv::Mat& before, cv::Mat& picture, const Eye& eye, double lids);

  cv::Point2d centre_, nose_, across_, down_;  // across_, down_: of length 1, along the line of the eyes and from it
  double half_width_ = 0, half_height_ = 0;
  std::array<Eye, 2> eyes_;
};

}  // namespace cotejo::specimens
