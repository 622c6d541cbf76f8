#include "copy_move.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>

namespace cotejo::tamper {
namespace {

constexpr int kLongest = 1600;  // pixels of the working copy
constexpr int kCorners = 2600;
constexpr int kReach = 8;        // half side of a corner's surroundings, pixels
constexpr int kSamples = 12;     // by which they are described, squared
constexpr double kAlike = 0.86;  // correlation of two corners' surroundings
constexpr double kNearest = 26;  // pixels: closer ones are the same place
constexpr int kCell = 12;        // pixels: displacements of one group
constexpr int kLeastGroup = 6;   // corners
constexpr std::size_t kGroups =
    60;                     // that are looked at closely: print repeats letters, so the largest need not be copies
constexpr int kBatch = 96;  // corners between two looks at `stop`
constexpr double kSmallestScale = 0.8;  // the small second portrait of a card is no copy in this sense
constexpr double kInk = 14;             // grey levels off the ground
constexpr int kInkEdge = 5;             // pixels: letters fade this far

struct Match {
  cv::Point2f a, b;
};

cv::Mat fine_structure(const cv::Mat& grey) {
  cv::Mat image, soft;
  grey.convertTo(image, CV_32F);
  cv::GaussianBlur(image, soft, {}, 6);
  return image - soft;
}

std::vector<cv::Point2f> corners_of(const cv::Mat& grey) {
  std::vector<cv::Point2f> corners;
  cv::goodFeaturesToTrack(grey, corners, kCorners, 0.008, 4);
  std::erase_if(corners, [&](const cv::Point2f& p) {
    return p.x < kReach + 2 || p.y < kReach + 2 || p.x >= static_cast<float>(grey.cols - kReach - 2) ||
           p.y >= static_cast<float>(grey.rows - kReach - 2);
  });
  return corners;
}

cv::Mat descriptions(const cv::Mat& fine, const std::vector<cv::Point2f>& corners) {
  cv::Mat out(static_cast<int>(corners.size()), kSamples * kSamples, CV_32F);
  for (std::size_t i = 0; i < corners.size(); ++i) {
    cv::Mat patch, small;
    cv::getRectSubPix(fine, {2 * kReach + 1, 2 * kReach + 1}, corners[i], patch);
    cv::resize(patch, small, {kSamples, kSamples}, 0, 0, cv::INTER_LINEAR);
    small -= cv::mean(small)[0];
    const double length = cv::norm(small);
    cv::Mat(small.reshape(1, 1) / std::max(1.0, length)).copyTo(out.row(static_cast<int>(i)));
  }
  return out;
}

// For each corner the two that look most like it, elsewhere.
std::vector<Match> matches_of(const cv::Mat& described, const std::vector<cv::Point2f>& corners, const Stop& stop) {
  std::vector<Match> out;
  cv::Mat likeness;
  for (int first = 0; first < described.rows; first += kBatch) {
    if (stop()) return {};
    const int last = std::min(described.rows, first + kBatch);
    cv::gemm(described.rowRange(first, last), described, 1, cv::noArray(), 0, likeness, cv::GEMM_2_T);
    for (int i = first; i < last; ++i) {
      const float* row = likeness.ptr<float>(i - first);
      const auto at = static_cast<std::size_t>(i);
      std::array<std::pair<float, std::size_t>, 3> best{};
      for (std::size_t j = 0; j < corners.size(); ++j) {
        if (row[j] <= best.back().first || row[j] < kAlike || cv::norm(corners[j] - corners[at]) < kNearest) continue;
        best.back() = {row[j], j};
        std::sort(best.begin(), best.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
      }
      for (const auto& [value, j] : best)
        if (value > 0) out.push_back({corners[at], corners[j]});
    }
  }
  return out;
}

// Groups of matches that moved alike, the largest first.
std::vector<std::vector<Match>> groups_of(const std::vector<Match>& matches) {
  std::map<std::pair<int, int>, std::vector<Match>> cells;
  for (Match match : matches) {
    cv::Point2f by = match.b - match.a;
    if (by.y < 0 || (by.y == 0 && by.x < 0)) std::swap(match.a, match.b), by = -by;
    const int x = static_cast<int>(std::floor(by.x / kCell)), y = static_cast<int>(std::floor(by.y / kCell));
    for (int dy = 0; dy <= 1; ++dy)
      for (int dx = 0; dx <= 1; ++dx) cells[{x - dx, y - dy}].push_back(match);
  }
  std::vector<std::vector<Match>> groups;
  for (auto& [cell, members] : cells)
    if (static_cast<int>(members.size()) >= kLeastGroup) groups.push_back(std::move(members));
  std::sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  groups.resize(std::min(groups.size(), kGroups));
  return groups;
}

double correlation(const cv::Mat& a, const cv::Mat& b, const cv::Mat& mask) {
  cv::Scalar mean_a, mean_b, dev_a, dev_b;
  if (cv::countNonZero(mask) < 60) return 0;
  cv::meanStdDev(a, mean_a, dev_a, mask);
  cv::meanStdDev(b, mean_b, dev_b, mask);
  cv::Mat product = (a - mean_a[0]).mul(b - mean_b[0]);
  return cv::mean(product, mask)[0] / std::max(1e-6, dev_a[0] * dev_b[0]);
}

std::optional<CopyMove> look_closely(const cv::Mat& grey, const cv::Mat& fine, const std::vector<Match>& group) {
  std::vector<cv::Point2f> from, to;
  for (const auto& match : group) from.push_back(match.a), to.push_back(match.b);
  std::vector<uchar> kept;
  const cv::Mat map = cv::estimateAffinePartial2D(from, to, kept, cv::RANSAC, 1.5, 500);
  if (map.empty()) return std::nullopt;
  const double scale = std::hypot(map.at<double>(0, 0), map.at<double>(1, 0));
  if (scale < kSmallestScale || scale > 1 / kSmallestScale) return std::nullopt;
  std::vector<cv::Point2f> inside;
  for (std::size_t i = 0; i < kept.size(); ++i)
    if (kept[i]) inside.push_back(to[i]);
  if (static_cast<int>(inside.size()) < kLeastGroup) return std::nullopt;
  CopyMove out;
  out.corners = static_cast<int>(inside.size());
  const cv::Rect whole(0, 0, grey.cols, grey.rows);
  out.to = cv::boundingRect(inside);
  out.to = cv::Rect(out.to.x - 3, out.to.y - 3, out.to.width + 6, out.to.height + 6) & whole;
  if (out.to.width < 12 || out.to.height < 8) return std::nullopt;
  cv::Mat moved, shift = map.clone();
  shift.at<double>(0, 2) -= out.to.x, shift.at<double>(1, 2) -= out.to.y;
  cv::warpAffine(fine, moved, shift, out.to.size(), cv::INTER_CUBIC);
  const cv::Mat here = fine(out.to);
  cv::Mat ground = (cv::abs(here) < kInk) & (cv::abs(moved) < kInk);
  cv::erode(ground, ground, cv::getStructuringElement(cv::MORPH_RECT, {kInkEdge, kInkEdge}));
  cv::Mat soft_here, soft_moved;
  cv::GaussianBlur(here, soft_here, {}, 2);
  cv::GaussianBlur(moved, soft_moved, {}, 2);
  out.likeness = correlation(here, moved, cv::Mat(here.size(), CV_8U, cv::Scalar(255)));
  out.ground = correlation(here - soft_here, moved - soft_moved, ground);
  std::vector<cv::Point2f> sources;
  for (std::size_t i = 0; i < kept.size(); ++i)
    if (kept[i]) sources.push_back(from[i]);
  out.from = cv::boundingRect(sources) & whole;
  return out;
}

double weight_of(const CopyMove& copy, double page) {
  constexpr double kMostAlike = 0.999;  // beyond, it is rounding
  const double size = std::log1p(1000 * copy.to.area() / page);
  return -std::log(1 - std::clamp(copy.likeness, 0.0, kMostAlike)) * size;
}

}  // namespace

CopyMove find_copy(const cv::Mat& grey, const Stop& stop) {
  cv::Mat working = grey;
  const double scale = std::min(1.0, static_cast<double>(kLongest) / std::max(grey.cols, grey.rows));
  if (scale < 1) cv::resize(grey, working, {}, scale, scale, cv::INTER_AREA);
  if (std::min(working.cols, working.rows) < 4 * kReach) return {};
  const cv::Mat fine = fine_structure(working);
  if (stop()) return {};
  const auto corners = corners_of(working);
  if (stop() || corners.size() < 2) return {};
  const cv::Mat described = descriptions(fine, corners);
  CopyMove best;
  for (const auto& group : groups_of(matches_of(described, corners, stop))) {
    if (stop()) return {};
    const auto found = look_closely(working, fine, group);
    if (!found) continue;
    const double weight = weight_of(*found, static_cast<double>(working.total()));
    if (weight <= best.weight) continue;
    best = *found;
    best.weight = weight;
  }
  const auto back = [&](const cv::Rect& r) {
    return cv::Rect(static_cast<int>(r.x / scale), static_cast<int>(r.y / scale), static_cast<int>(r.width / scale),
                    static_cast<int>(r.height / scale));
  };
  best.from = back(best.from), best.to = back(best.to);
  return best;
}

}  // namespace cotejo::tamper
