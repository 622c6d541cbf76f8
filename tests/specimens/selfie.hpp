// A selfie: one picture, and a video of the same person in gentle motion.
#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <vector>

#include "photos.hpp"

namespace cotejo::specimens {

struct SelfieOptions {
  double seconds = 5, frame_rate = 15;
  bool paper = false;   // a printed photo held before the camera
  bool screen = false;  // a display held before the camera
  bool empty = false;   // nobody there
};

class Selfie {
 public:
  Selfie(const Shot& shot, const SelfieOptions& options, Random random);

  // The picture at `t` seconds.
  [[nodiscard]] cv::Mat frame(double t) const;
  // Throws std::runtime_error when no codec for mp4 is there.
  void write_video(const std::filesystem::path& file) const;

 private:
  SelfieOptions options_;
  Random random_;
  cv::Mat scene_;  // larger than a frame, so that motion shows no edge
  double phases_[6], rates_[6];
};

}  // namespace cotejo::specimens
