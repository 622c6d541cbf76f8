#include "landmarks.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <shrinking/shrink.hpp>
#include <vector>

#include "pixels.hpp"

namespace faces {
namespace {

constexpr int kSide = 64;            // the model's input
constexpr float kScale = 1.F / 256;  // of grey values
constexpr float kMargin = 1.1F;      // crop around the detector's box

constexpr int kAlignedSide = 112;
// Where ArcFace-style models expect eyes, nose tip and mouth corners in a crop of 112x112.
const std::array<cv::Point2f, 5> kTemplate{
    {{38.2946F, 51.6963F}, {73.5318F, 51.5014F}, {56.0252F, 71.7366F}, {41.5493F, 92.3655F}, {70.7299F, 92.2041F}}};

cv::Point2f mean_of(const Landmarks& points, std::initializer_list<int> indices) {
  cv::Point2f sum(0, 0);
  for (const int i : indices) sum += points[static_cast<size_t>(i)];
  return sum / static_cast<float>(indices.size());
}

// Least-squares similarity transform (rotation, one scale, shift) from `from` to `to`, in closed form.
cv::Matx23f similarity(const std::array<cv::Point2f, 5>& from, const std::array<cv::Point2f, 5>& to) {
  cv::Point2f from_mean(0, 0), to_mean(0, 0);
  for (size_t i = 0; i < from.size(); ++i) {
    from_mean += from[i] / static_cast<float>(from.size());
    to_mean += to[i] / static_cast<float>(to.size());
  }
  float dot = 0, cross = 0, norm = 0;
  for (size_t i = 0; i < from.size(); ++i) {
    const cv::Point2f a = from[i] - from_mean;
    const cv::Point2f b = to[i] - to_mean;
    dot += a.x * b.x + a.y * b.y;
    cross += a.x * b.y - a.y * b.x;
    norm += a.x * a.x + a.y * a.y;
  }
  norm = std::max(norm, 1e-6F);
  const float c = dot / norm;
  const float s = cross / norm;
  return {c, -s, to_mean.x - c * from_mean.x + s * from_mean.y,  //
          s, c,  to_mean.y - s * from_mean.x - c * from_mean.y};
}

float degrees(float radians) {
  return radians * 180.F / std::numbers::pi_v<float>;
}

}  // namespace

cv::Rect2f square_around(const cv::Rect2f& box, float scale) {
  const float side = box.height * scale;
  const cv::Point2f centre(box.x + box.width / 2, box.y + box.height / 2);
  return {centre.x - side / 2, centre.y - side / 2, side, side};
}

LandmarkModel::LandmarkModel(std::span<const std::uint8_t> model) : network_(model, {1, kSide, kSide}) {
  if (network_.output("output").size() != 2 * Landmarks{}.size())
    throw networks::ModelError("the landmark model's output is not 68 points");
}

Landmarks LandmarkModel::find(const cv::Mat& image, const cv::Rect2f& face) {
  return pass(image, square_around(face, kMargin));
}

Landmarks LandmarkModel::pass(const cv::Mat& image, const cv::Rect2f& square) {
  const float scale = kSide / square.width;
  const cv::Matx23f to_crop(scale, 0, -square.x * scale, 0, scale, -square.y * scale);
  // Shrinking by warpAffine alone would alias: shrink the surroundings first.
  cv::Mat crop;
  if (scale < 0.5F) {
    const cv::Rect around = cv::Rect(square) & cv::Rect(0, 0, image.cols, image.rows);
    if (around.area() <= 0) return {};
    const float pre = 2.F * scale;
    cv::Mat smaller;
    shrinking::shrink(image(around), smaller, static_cast<double>(pre));
    const float rest = scale / pre;
    const cv::Matx23f shifted(rest, 0, (around.x - square.x) * scale, 0, rest, (around.y - square.y) * scale);
    cv::warpAffine(smaller, crop, shifted, {kSide, kSide}, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  } else {
    cv::warpAffine(image, crop, to_crop, {kSide, kSide}, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  }
  cv::cvtColor(crop, crop, cv::COLOR_BGR2GRAY);
  fill_input(crop, ChannelOrder::as_it_is, 0, kScale, network_.input());
  network_.run();
  const auto values = network_.output("output");
  Landmarks points;
  for (size_t i = 0; i < points.size(); ++i) {
    points[i] = {square.x + values[i * 2] * square.width, square.y + values[i * 2 + 1] * square.height};
  }
  return points;
}

std::array<cv::Point2f, 5> five_points(const Landmarks& points) {
  return {mean_of(points, {37, 38, 40, 41}), mean_of(points, {43, 44, 46, 47}), points[30], mean_of(points, {48, 60}),
          mean_of(points, {54, 64})};
}

float eye_distance(const Landmarks& points) {
  const auto five = five_points(points);
  return static_cast<float>(cv::norm(five[1] - five[0]));
}

cv::Mat align(const cv::Mat& image, const Landmarks& points) {
  auto five = five_points(points);
  const float distance = static_cast<float>(cv::norm(five[1] - five[0]));
  const float shrink = static_cast<float>(kTemplate[1].x - kTemplate[0].x) / std::max(distance, 1.F);
  cv::Mat crop;
  if (shrink >= 0.5F) {
    cv::warpAffine(image, crop, similarity(five, kTemplate), {kAlignedSide, kAlignedSide}, cv::INTER_LINEAR,
                   cv::BORDER_REPLICATE);
    return crop;
  }
  // A large face: shrink its surroundings first (warpAffine samples four pixels, which would alias).
  const cv::Point2f centre = (five[0] + five[1] + five[3] + five[4]) / 4.F;
  const float reach = distance * 3.F;
  const cv::Rect around =
      cv::Rect(cvFloor(centre.x - reach), cvFloor(centre.y - reach), cvCeil(reach * 2), cvCeil(reach * 2)) &
      cv::Rect(0, 0, image.cols, image.rows);
  if (around.area() <= 0) return cv::Mat(kAlignedSide, kAlignedSide, CV_8UC3, cv::Scalar::all(0));
  const float pre = 2.F * shrink;
  cv::Mat smaller;
  shrinking::shrink(image(around), smaller, static_cast<double>(pre));
  for (auto& point : five) point = (point - cv::Point2f(around.tl())) * pre;
  cv::warpAffine(smaller, crop, similarity(five, kTemplate), {kAlignedSide, kAlignedSide}, cv::INTER_LINEAR,
                 cv::BORDER_REPLICATE);
  return crop;
}

Pose estimate_pose(const Landmarks& points) {
  const auto five = five_points(points);
  const cv::Point2f across = five[1] - five[0];
  Pose pose;
  pose.roll = degrees(std::atan2(across.y, across.x));

  // Upright coordinates with the eyes' distance as the unit.
  const float unit = std::max(static_cast<float>(cv::norm(across)), 1e-3F);
  const cv::Point2f x_axis = across / unit;
  const cv::Point2f y_axis(-x_axis.y, x_axis.x);
  const cv::Point2f eyes = (five[0] + five[1]) * 0.5F;
  const cv::Point2f mouth = (five[3] + five[4]) * 0.5F;
  const cv::Point2f nose = five[2] - eyes;
  const cv::Point2f axis = mouth - eyes;  // of the face's plane, which the nose tip stands out of
  const float face_height = std::max(axis.dot(y_axis), 1e-3F);
  const float along = nose.dot(y_axis) / face_height;
  const float aside = (nose - axis * along).dot(x_axis) / unit;

  // Of an average head, in eye distances: the nose tip stands out by about 0.55 and lies 0.6 of the way down to the
  // mouth.
  constexpr float kNoseDepth = 0.55F;
  constexpr float kNoseAlong = 0.6F;
  pose.yaw = degrees(std::atan(aside / kNoseDepth));
  const float rise = (kNoseAlong - along) * face_height / unit;
  pose.pitch = degrees(std::atan(rise / kNoseDepth));
  return pose;
}

}  // namespace faces
