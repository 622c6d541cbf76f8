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

// Points are followed on the face alone: what is behind a print moves otherwise than the print, as what is behind a
// head does. Half axes of an ellipse around the middle of the face's box, in face heights: brow to chin, cheek to
// cheek, and as little of hair and neck as a loose box lets in.
constexpr double kFaceDown = 0.6, kFaceAcross = 0.43;

constexpr int kMaxPoints = 120;
constexpr int kMinPoints = 24;
constexpr double kFaintest = 0.005;      // of the corner that is strongest
constexpr double kApart = 4;             // pixels
constexpr float kMaxReturnError = 0.5F;  // pixels between a point and itself, tracked there and back

// Mean grey levels by which a frame differs from its neighbour; sensor noise alone makes about 1. A row in four tells
// it.
constexpr double kFrozen = 0.35;
constexpr int kRowStep = 4;

constexpr int kLevels = 3;        // of the pyramids that points are tracked in, beside the crop itself
const cv::Size kTracked(15, 15);  // pixels around a point

// What changes on a face is looked for in parts of it, after noise and the codec's edges were softened.
constexpr double kSoft = 2;     // pixels of the crop, sigma
constexpr int kParts = 10;      // across and down the face
constexpr int kPart = 12;       // pixels
constexpr double kMost = 0.97;  // quantile: three parts of a hundred, a mouth or two eyes

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

// 255 where the face is in every crop.
const cv::Mat& face_in_crop() {
  static const cv::Mat face = [] {
    cv::Mat inside = cv::Mat::zeros(kSide, kSide, CV_8U);
    const cv::Size half_axes(cvRound(kFaceAcross * kFaceHeight), cvRound(kFaceDown * kFaceHeight));
    cv::ellipse(inside, {kSide / 2, kSide / 2}, half_axes, 0, 0, 360, cv::Scalar::all(255), -1);
    return inside;
  }();
  return face;
}

std::vector<cv::Point2f> points_of(const Crop& crop) {
  std::vector<cv::Point2f> points;
  cv::goodFeaturesToTrack(crop.grey, points, kMaxPoints, kFaintest, kApart, face_in_crop());
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

class Model {
 public:
  Model(const Tracks& tracks, const std::vector<bool>& used, Shape shape) : shape_(shape) {
    const int columns = shape == Shape::plane ? 8 : 12;
    const auto rows = static_cast<int>(tracks.from.size()) * 2;
    cv::Mat terms = cv::Mat::zeros(rows, columns, CV_64F), goals = cv::Mat::zeros(rows, 1, CV_64F);
    for (int i = 0; i < rows / 2; ++i) {
      const auto index = static_cast<size_t>(i);
      if (!used[index]) continue;
      write_terms(tracks.from[index], terms.ptr<double>(2 * i), terms.ptr<double>(2 * i + 1));
      goals.at<double>(2 * i) = tracks.to[index].x;
      goals.at<double>(2 * i + 1) = tracks.to[index].y;
    }
    cv::solve(terms, goals, solution_, cv::DECOMP_SVD);
  }

  cv::Point2d operator()(const cv::Point2f& from) const {
    double across[12] = {}, down[12] = {};
    write_terms(from, across, down);
    cv::Point2d to;
    for (int k = 0; k < solution_.rows; ++k) {
      to.x += across[k] * solution_.at<double>(k);
      to.y += down[k] * solution_.at<double>(k);
    }
    return to;
  }

 private:
  // `across` and `down` are zero.
  void write_terms(const cv::Point2f& point, double* across, double* down) const {
    const double x = (static_cast<double>(point.x) - kSide / 2.0) / (kSide / 2.0);
    const double y = (static_cast<double>(point.y) - kSide / 2.0) / (kSide / 2.0);
    across[0] = down[3] = 1;
    across[1] = down[4] = x;
    across[2] = down[5] = y;
    if (shape_ == Shape::plane) {
      across[6] = x * x, across[7] = x * y;
      down[6] = x * y, down[7] = y * y;
    } else {
      across[6] = down[9] = x * x;
      across[7] = down[10] = x * y;
      across[8] = down[11] = y * y;
    }
  }

  Shape shape_;
  cv::Mat solution_;
};

double quantile(std::vector<double> values, double share) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

struct Fitted {
  double bending = 0;  // pixels of the crop
  double change = 0;
};

// By how much of its contrast a part of the face in `a` differs from what the plane shows of `b` in its place.
double change_of(const Crop& a, const Crop& b, const Model& plane) {
  cv::Mat map(kSide, kSide, CV_32FC2), there, here;
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const cv::Point2d to = plane({static_cast<float>(x), static_cast<float>(y)});
      map.at<cv::Vec2f>(y, x) = {static_cast<float>(to.x), static_cast<float>(to.y)};
    }
  }
  cv::remap(b.grey, there, map, {}, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::GaussianBlur(there, there, {}, kSoft);
  cv::GaussianBlur(a.grey, here, {}, kSoft);
  constexpr int kAt = (kSide - kParts * kPart) / 2;
  const cv::Rect face(kAt, kAt, kParts * kPart, kParts * kPart);
  // Light that changes is no movement.
  cv::Scalar mean_here, mean_there, spread_here, spread_there;
  cv::meanStdDev(here(face), mean_here, spread_here);
  cv::meanStdDev(there(face), mean_there, spread_there);
  if (!(spread_here[0] > 1) || !(spread_there[0] > 1)) return 0;
  cv::Mat difference, parts;
  const double gain = spread_here[0] / spread_there[0];
  there(face).convertTo(there, CV_32F, gain, mean_here[0] - gain * mean_there[0]);
  here(face).convertTo(here, CV_32F);
  cv::absdiff(here, there, difference);
  cv::resize(difference, parts, {kParts, kParts}, 0, 0, cv::INTER_AREA);
  std::vector<double> values;
  for (int y = 0; y < kParts; ++y) {
    for (int x = 0; x < kParts; ++x) {
      const cv::Point middle(kAt + x * kPart + kPart / 2, kAt + y * kPart + kPart / 2);
      if (face_in_crop().at<std::uint8_t>(middle) != 0) values.push_back(parts.at<float>(y, x));
    }
  }
  return (quantile(values, kMost) - quantile(values, 0.5)) / spread_here[0];
}

// Wrong tracks are few and far off: the worst sixth is left out. What is left of the noise is random from point to
// point, so that a smooth model hardly follows it: the difference between the two models is what the face does that a
// plane cannot.
Fitted fit(const Crop& a, const Crop& b, const Tracks& tracks) {
  std::vector<bool> used(tracks.from.size(), true);
  std::vector<double> errors;
  const Model first(tracks, used, Shape::solid);
  for (size_t i = 0; i < used.size(); ++i)
    errors.push_back(cv::norm(first(tracks.from[i]) - cv::Point2d(tracks.to[i])));
  const double limit = quantile(errors, 5.0 / 6);
  for (size_t i = 0; i < used.size(); ++i) used[i] = errors[i] <= limit;
  const Model plane(tracks, used, Shape::plane), solid(tracks, used, Shape::solid);
  double gaps = 0, left = 0, count = 0;
  for (size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) continue;
    const cv::Point2d bent = solid(tracks.from[i]);
    const cv::Point2d gap = bent - plane(tracks.from[i]), error = bent - cv::Point2d(tracks.to[i]);
    gaps += gap.dot(gap);
    left += error.dot(error);
    count += 1;
  }
  // Four free numbers follow the noise of 2 * count coordinates by chance; that share is taken off.
  const double noise = left / std::max(1.0, 2 * count - 12);
  return {.bending = std::sqrt(std::max(0.0, gaps - 4 * noise) / std::max(1.0, count)),
          .change = change_of(a, b, plane)};
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
  std::vector<double> shifts, bendings, changes;
  for (size_t i = 0; i < frames.size(); ++i) {
    if (i + 1 < frames.size() && same_picture(frames[i], frames[i + 1])) ++motion.frozen;
    if (i == middle) continue;
    const Tracks tracks = track(crops[middle], points, crops[i]);
    if (static_cast<int>(tracks.from.size()) < kMinPoints) continue;
    ++motion.pairs;
    shifts.push_back(shift_of(tracks, crops[middle], crops[i]));
    const Fitted fitted = fit(crops[middle], crops[i], tracks);
    bendings.push_back(fitted.bending / kFaceHeight);
    changes.push_back(fitted.change);
  }
  if (motion.pairs > 0) {
    motion.movement = quantile(shifts, 0.5);
    motion.bending = quantile(bendings, 0.5);
    motion.change = quantile(changes, 0.75);
  }
  return motion;
}

}  // namespace liveness_analyzer
