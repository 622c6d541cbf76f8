#include "quality.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace faces {
namespace {

// 0 at `bad` and beyond, 1 at `good` and beyond, straight between.
double ramp(double value, double bad, double good) {
  return std::clamp((value - bad) / (good - bad), 0.0, 1.0);
}

// The share of local differences that a further blur takes away, in the middle of the crop (brows to chin).
double crop_sharpness(const cv::Mat& aligned) {
  cv::Mat grey, blurred;
  cv::cvtColor(aligned, grey, cv::COLOR_BGR2GRAY);
  grey = grey(cv::Rect(16, 24, 80, 80) & cv::Rect(0, 0, grey.cols, grey.rows));
  cv::blur(grey, blurred, {5, 5});
  const cv::Rect here(0, 0, grey.cols - 1, grey.rows - 1);
  const auto differences = [&](const cv::Mat& m) {
    cv::Mat across, down;
    cv::absdiff(m(here), m(here + cv::Point(1, 0)), across);
    cv::absdiff(m(here), m(here + cv::Point(0, 1)), down);
    return cv::Mat(across + down);
  };
  const cv::Mat before = differences(grey);
  const cv::Mat lost = before - differences(blurred);
  const double detail = cv::mean(before)[0];
  return detail <= 0 ? 0 : cv::mean(lost)[0] / detail;
}

}  // namespace

Quality measure_quality(const cv::Mat& aligned, const Landmarks& points) {
  Quality quality;
  // 8 pixels between the eyes: nothing to compare; the model's own crop has 35.
  quality.size = ramp(eye_distance(points), 8, 35);
  const Pose pose = estimate_pose(points);
  const double turned = std::hypot(pose.yaw, 0.7 * pose.pitch);  // pitch is estimated more roughly
  quality.frontal = 1.0 - 0.9 * ramp(turned, 15, 55);
  quality.sharpness = 0.1 + 0.9 * ramp(crop_sharpness(aligned), 0.08, 0.3);
  const double light = cv::mean(aligned)[0] / 3 + cv::mean(aligned)[1] / 3 + cv::mean(aligned)[2] / 3;
  quality.exposure = 0.1 + 0.9 * std::min(ramp(light, 20, 60), 1.0 - ramp(light, 215, 250));
  return quality;
}

Tone measure_tone(const cv::Mat& image, const cv::Rect2f& face) {
  // The inner part: the box's corners show the background.
  const cv::Rect2f inner(face.x + face.width * 0.15F, face.y + face.height * 0.15F, face.width * 0.7F,
                         face.height * 0.7F);
  const cv::Rect area = cv::Rect(inner) & cv::Rect(0, 0, image.cols, image.rows);
  if (area.area() <= 0) return {};
  cv::Mat grey, hsv;
  cv::cvtColor(image(area), grey, cv::COLOR_BGR2GRAY);
  cv::cvtColor(image(area), hsv, cv::COLOR_BGR2HSV);
  cv::Scalar mean, deviation;
  cv::meanStdDev(grey, mean, deviation);
  return {deviation[0] / 255.0, cv::mean(hsv)[1] / 255.0};
}

}  // namespace faces
