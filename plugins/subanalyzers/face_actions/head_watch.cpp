#include "head_watch.hpp"

#include <algorithm>
#include <numeric>

namespace face_actions {
namespace {

// A face is searched for in every fourth frame; between these its box goes with its points, which costs a tenth.
constexpr int kSearchedEach = 4;
// Points that leap further from one frame to the next, in heights of the face, have lost it: it is searched for at
// once.
constexpr double kLeap = 0.12;

cv::Point2f middle_of(const faces::Landmarks& points) {
  return std::accumulate(points.begin(), points.end(), cv::Point2f()) / static_cast<float>(points.size());
}

}  // namespace

HeadWatch::HeadWatch(const Models& models, const faces::DetectorOptions& options)
    : detector_(models.detect), landmarks_(models.landmark), eyes_(models.eye), options_(options) {}

void HeadWatch::begin_another() {
  found_.reset();
  since_ = kSearchedEach;
  distances_.clear();
}

std::optional<cv::Rect2f> HeadWatch::find(const cv::Mat& frame) {
  if (++since_ < kSearchedEach) return found_;
  since_ = 0;
  const auto all = detector_.detect(frame, options_);
  return all.empty() ? std::nullopt : std::optional(all.front().box);
}

Moment HeadWatch::see(const cv::Mat& frame, double time) {
  Moment moment{time, {}};
  const bool followed = found_.has_value();
  found_ = find(frame);
  if (!found_) return moment;
  faces::Landmarks points = landmarks_.find(frame, *found_);
  if (followed && since_ > 0 && cv::norm(middle_of(points) - middle_) > kLeap * static_cast<double>(found_->height)) {
    since_ = kSearchedEach;
    found_ = find(frame);
    if (!found_) return moment;
    points = landmarks_.find(frame, *found_);
  }
  const cv::Point2f middle = middle_of(points);
  const faces::Pose pose = faces::estimate_pose(points);
  moment.face = {pose.yaw, pose.pitch, eyes_.openness(frame, points), lid_gap(points), eye_pictures(frame, points),
                 *found_};
  distances_.push_back(static_cast<double>(faces::eye_distance(points)));
  if (followed && since_ > 0) *found_ += middle - middle_;
  middle_ = middle;
  return moment;
}

double HeadWatch::eye_distance() const {
  if (distances_.empty()) return 0;
  std::vector<double> sorted = distances_;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2), sorted.end());
  return sorted[sorted.size() / 2];
}

}  // namespace face_actions
