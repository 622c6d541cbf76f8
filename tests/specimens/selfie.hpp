// A selfie: one picture, and a video of the same person in gentle motion.
#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "performance.hpp"
#include "photos.hpp"
#include "replay.hpp"

namespace cotejo::specimens {

struct SelfieOptions {
  double seconds = 5, frame_rate = 15;
  // mp4v, or avc1 (H.264): what phones write, but the encoder does not always give the same bytes for the same frames.
  std::string codec = "mp4v";
  bool paper = false;                     // a printed photo held before the camera
  bool screen = false;                    // a display held before the camera
  bool replay = false;                    // a display that shows a video of the person
  bool empty = false;                     // nobody there
  bool glasses = false;                   // of somebody who performs
  std::optional<Shot> beside{};           // somebody else, all the time
  std::optional<Shot> afterwards{};       // somebody else, from the middle of the video on
  Performance performance{};              // what the person does when asked to; nothing when no step was asked for
  double light = 1, blur = 0, noise = 2;  // factor, pixels, grey levels
};

class Selfie {
 public:
  Selfie(const Shot& shot, const SelfieOptions& options, Random random);

  // The picture at `t` seconds.
  [[nodiscard]] cv::Mat frame(double t) const;
  // Throws std::runtime_error when the codec is not there.
  void write_video(const std::filesystem::path& file) const;

 private:
  // Where in the scene each pixel of the picture at `t` seconds comes from.
  void look(double t, cv::Mat& map_x, cv::Mat& map_y) const;
  [[nodiscard]] cv::Mat taken(double t) const;
  [[nodiscard]] double swing(int i, double t) const;

  SelfieOptions options_;
  Random random_;
  cv::Mat scene_;       // larger than a frame, so that motion shows no edge
  cv::Mat afterwards_;  // the same, with somebody else; empty when nobody changes places
  double phases_[6], rates_[6];
  std::optional<Head> head_;  // that follows a performance
  std::optional<Display> display_;
  double turning_ = 0;  // pixels by which the middle of a live face moves before its edge; a flat picture has none
};

}  // namespace cotejo::specimens
