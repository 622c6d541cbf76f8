#include "motion.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

namespace liveness_analyzer {
namespace {

// Both pictures of a pair are cut out around the face and brought to this size: the face is then kFaceHeight pixels
// high, so that noise and speed do not depend on the camera.
constexpr int kSide = 192;
constexpr float kEnlarged = 1.6F;
constexpr double kFaceHeight = kSide / kEnlarged;

constexpr int kMaxPoints = 120;
constexpr int kMinPoints = 24;
constexpr float kMaxReturnError = 0.5F;  // pixels between a point and itself, tracked there and back

// Mean grey levels by which a frame differs from its neighbour; sensor noise alone makes about 1. A row in four tells
// it.
constexpr double kFrozen = 0.35;
constexpr int kRowStep = 4;

constexpr int kLevels = 3;        // of the pyramids that points are tracked in, beside the crop itself
const cv::Size kTracked(15, 15);  // pixels around a point

struct Crop {
  cv::Mat grey;
  std::vector<cv::Mat> pyramid;  // of `grey`: each is tracked in several times
  cv::Rect2f area;               // in the frame
};

Crop cut(const cv::Mat& frame, const cv::Rect2f& face) {
  Crop crop;
  const float side = face.height * kEnlarged;
  crop.area = {face.x + face.width / 2 - side / 2, face.y + face.height / 2 - side / 2, side, side};
  const float scale = kSide / side;
  const cv::Matx23f to_crop(scale, 0, -crop.area.x * scale, 0, scale, -crop.area.y * scale);
  cv::Mat colour;
  cv::warpAffine(frame, colour, to_crop, {kSide, kSide}, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::cvtColor(colour, crop.grey, cv::COLOR_BGR2GRAY);
  cv::buildOpticalFlowPyramid(crop.grey, crop.pyramid, kTracked, kLevels);
  return crop;
}

struct Tracks {
  std::vector<cv::Point2f> from, to;  // in the crops
};

std::vector<cv::Point2f> points_of(const Crop& crop) {
  std::vector<cv::Point2f> points;
  cv::goodFeaturesToTrack(crop.grey, points, kMaxPoints, 0.01, 5);
  return points;
}

Tracks track(const Crop& a, const std::vector<cv::Point2f>& points, const Crop& b) {
  Tracks tracks;
  if (static_cast<int>(points.size()) < kMinPoints) return tracks;
  std::vector<cv::Point2f> there, back;
  std::vector<std::uint8_t> found, found_back;
  std::vector<float> error;
  cv::calcOpticalFlowPyrLK(a.pyramid, b.pyramid, points, there, found, error, kTracked, kLevels);
  cv::calcOpticalFlowPyrLK(b.pyramid, a.pyramid, there, back, found_back, error, kTracked, kLevels);
  for (size_t i = 0; i < points.size(); ++i) {
    if (found[i] == 0 || found_back[i] == 0 || cv::norm(points[i] - back[i]) > kMaxReturnError) continue;
    tracks.from.push_back(points[i]);
    tracks.to.push_back(there[i]);
  }
  return tracks;
}

// Where a model takes each point, fitted by least squares to the tracks in use. Coordinates are centred, with the
// crop's half side as 1.
//   plane: what the picture of a plane does when it moves (a homography to second order): 8 numbers
//   solid: any smooth bending as well (all terms of second order): 12 numbers
enum class Shape { plane, solid };

std::vector<cv::Point2d> fit(const Tracks& tracks, const std::vector<bool>& used, Shape shape) {
  const int columns = shape == Shape::plane ? 8 : 12;
  const auto rows = static_cast<int>(tracks.from.size()) * 2;
  cv::Mat terms = cv::Mat::zeros(rows, columns, CV_64F);
  cv::Mat targets(rows, 1, CV_64F), weighted = cv::Mat::zeros(rows, columns, CV_64F),
                                    goals = cv::Mat::zeros(rows, 1, CV_64F);
  for (int i = 0; i < rows / 2; ++i) {
    const auto index = static_cast<size_t>(i);
    const double x = (static_cast<double>(tracks.from[index].x) - kSide / 2.0) / (kSide / 2.0);
    const double y = (static_cast<double>(tracks.from[index].y) - kSide / 2.0) / (kSide / 2.0);
    auto across = terms.ptr<double>(2 * i), down = terms.ptr<double>(2 * i + 1);
    across[0] = down[3] = 1;
    across[1] = down[4] = x;
    across[2] = down[5] = y;
    if (shape == Shape::plane) {
      across[6] = x * x, across[7] = x * y;
      down[6] = x * y, down[7] = y * y;
    } else {
      across[6] = down[9] = x * x;
      across[7] = down[10] = x * y;
      across[8] = down[11] = y * y;
    }
    targets.at<double>(2 * i) = tracks.to[index].x;
    targets.at<double>(2 * i + 1) = tracks.to[index].y;
    if (!used[index]) continue;
    for (int row = 2 * i; row < 2 * i + 2; ++row) {
      terms.row(row).copyTo(weighted.row(row));
      goals.at<double>(row) = targets.at<double>(row);
    }
  }
  cv::Mat solution;
  cv::solve(weighted, goals, solution, cv::DECOMP_SVD);
  const cv::Mat predicted = terms * solution;
  std::vector<cv::Point2d> points;
  for (int i = 0; i < rows / 2; ++i) points.emplace_back(predicted.at<double>(2 * i), predicted.at<double>(2 * i + 1));
  return points;
}

double quantile(std::vector<double> values, double share) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

// Wrong tracks are few and far off: the worst sixth is left out. What is left of the noise is random from point to
// point, so that a smooth model hardly follows it: the difference between the two models is what the face does that a
// plane cannot.
double bending_of(const Tracks& tracks) {
  std::vector<bool> used(tracks.from.size(), true);
  std::vector<double> errors;
  const auto first = fit(tracks, used, Shape::solid);
  for (size_t i = 0; i < first.size(); ++i)
    errors.push_back(std::hypot(first[i].x - tracks.to[i].x, first[i].y - tracks.to[i].y));
  const double limit = quantile(errors, 5.0 / 6);
  for (size_t i = 0; i < used.size(); ++i) used[i] = errors[i] <= limit;
  const auto plane = fit(tracks, used, Shape::plane);
  const auto solid = fit(tracks, used, Shape::solid);
  double gaps = 0, left = 0, count = 0;
  for (size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) continue;
    const cv::Point2d gap = solid[i] - plane[i];
    const cv::Point2d error = solid[i] - cv::Point2d(tracks.to[i]);
    gaps += gap.dot(gap);
    left += error.dot(error);
    count += 1;
  }
  // Four free numbers follow the noise of 2 * count coordinates by chance; that share is taken off.
  const double noise = left / std::max(1.0, 2 * count - 12);
  return std::sqrt(std::max(0.0, gaps - 4 * noise) / std::max(1.0, count));
}

double shift_of(const Tracks& tracks, const Crop& a, const Crop& b) {
  double sum = 0;
  for (size_t i = 0; i < tracks.from.size(); ++i) {
    const auto in_frame = [](const cv::Point2f& p, const Crop& crop) {
      return cv::Point2f(crop.area.x + p.x * crop.area.width / kSide, crop.area.y + p.y * crop.area.height / kSide);
    };
    sum += cv::norm(in_frame(tracks.to[i], b) - in_frame(tracks.from[i], a));
  }
  const double face_height = a.area.height / kEnlarged;
  return sum / static_cast<double>(tracks.from.size()) / face_height;
}

bool same_picture(const cv::Mat& a, const cv::Mat& b) {
  if (a.size() != b.size()) return false;
  double difference = 0, count = 0;
  for (int y = 0; y < a.rows; y += kRowStep) {
    difference += cv::norm(a.row(y), b.row(y), cv::NORM_L1);
    count += static_cast<double>(a.cols) * a.channels();
  }
  return difference / std::max(1.0, count) < kFrozen;
}

}  // namespace

Motion measure_motion(const std::vector<cv::Mat>& frames, const std::vector<cv::Rect2f>& faces) {
  Motion motion;
  if (frames.size() < 2) return motion;
  std::vector<Crop> crops;
  for (size_t i = 0; i < frames.size(); ++i) crops.push_back(cut(frames[i], faces[i]));
  const size_t middle = frames.size() / 2;
  const auto points = points_of(crops[middle]);
  std::vector<double> shifts, bendings;
  for (size_t i = 0; i < frames.size(); ++i) {
    if (i + 1 < frames.size() && same_picture(frames[i], frames[i + 1])) ++motion.frozen;
    if (i == middle) continue;
    const Tracks tracks = track(crops[middle], points, crops[i]);
    if (static_cast<int>(tracks.from.size()) < kMinPoints) continue;
    ++motion.pairs;
    shifts.push_back(shift_of(tracks, crops[middle], crops[i]));
    bendings.push_back(bending_of(tracks) / kFaceHeight);
  }
  if (motion.pairs > 0) {
    motion.movement = quantile(shifts, 0.5);
    motion.bending = quantile(bendings, 0.5);
  }
  return motion;
}

}  // namespace liveness_analyzer
