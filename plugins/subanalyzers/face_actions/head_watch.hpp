// Follows one head through the frames of a video.
#pragma once
#include <faces/detector.hpp>
#include <faces/landmarks.hpp>

#include "actions.hpp"
#include "eye_model.hpp"

namespace face_actions {

class HeadWatch {
 public:
  struct Models {
    std::span<const std::uint8_t> detect, landmark, eye;
  };
  HeadWatch(const Models& models, const faces::DetectorOptions& options);

  void begin_another();  // video
  // Adds the next frame of the video; the largest face counts.
  Moment see(const cv::Mat& frame, double time);

  // The distance between the eyes in pixels, median over the frames so far; 0 without a face.
  double eye_distance() const;

 private:
  std::optional<cv::Rect2f> find(const cv::Mat& frame);

  faces::Detector detector_;
  faces::LandmarkModel landmarks_;
  EyeModel eyes_;
  faces::DetectorOptions options_;

  std::optional<cv::Rect2f> found_;  // the last one that was searched for, moved along with its points since
  cv::Point2f middle_;               // of the points in the frame before
  int since_ = 0;                    // frames since one was searched for
  std::vector<double> distances_;
};

}  // namespace face_actions
