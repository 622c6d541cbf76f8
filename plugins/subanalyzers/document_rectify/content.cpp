#include "content.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "reader.hpp"
#include "text_lines.hpp"

namespace cotejo::rectify {
namespace {

// A row whose middle reads better than this, in one direction, is text that stands that way up.
constexpr double kReadable = -1.2;
// A line of a machine-readable zone reads better still, and spans most of the card.
constexpr double kZoneReadable = -0.8;
constexpr float kZoneLength = 0.58F;
constexpr int kMostProbes = 8;

struct Signs {
  double upright = 0, upside_down = 0;  // how well rows read in that direction, summed
  int zone_lines = 0;  // rows that may belong to a machine-readable zone: long ones that begin and end together
};

float left_of(const text::Row& row) {
  return std::min(row.begin.x, row.end.x);
}
float right_of(const text::Row& row) {
  return std::max(row.begin.x, row.end.x);
}

// Capitals are read by the network whatever their font, well enough to tell which way is up.
Signs signs_of(const cv::Mat& grey, const std::vector<text::Row>& rows) {
  Signs signs;
  std::vector<const text::Row*> zone;
  mrz::Pyramid pyramid(grey);
  int probed = 0;
  for (const auto& row : rows) {
    const cv::Point2f direction = row.direction();
    if (std::abs(direction.y) > 0.12F || row.height < 8 || row.pitch > 2 * row.height || row.marks < 9) continue;
    if (++probed > kMostProbes) break;
    double best[2];
    for (int reversed = 0; reversed < 2; ++reversed) {
      mrz::Line line;
      line.origin = reversed ? row.end : row.begin;
      line.direction = reversed ? -direction : direction;
      line.pitch = row.pitch, line.height = row.height;
      const double score = mrz::probe_line(mrz::network(), pyramid, line, row.length() / row.pitch / 2, 12);
      best[line.direction.x > 0 ? 0 : 1] = score;
    }
    const double better = std::max(best[0], best[1]);
    if (better < kReadable) continue;
    const double clear = std::min(1.0, std::abs(best[0] - best[1]));
    (best[0] > best[1] ? signs.upright : signs.upside_down) += clear * (1 + better / 2);
    if (better > kZoneReadable && row.length() > kZoneLength * static_cast<float>(grey.cols) &&
        row.length() > 20 * row.pitch)
      zone.push_back(&row);
  }
  const float near = 0.06F * static_cast<float>(grey.cols);
  for (const auto* a : zone) {
    int together = 0;
    for (const auto* b : zone)
      together += std::abs(left_of(*a) - left_of(*b)) < near && std::abs(right_of(*a) - right_of(*b)) < 2 * near;
    signs.zone_lines = std::max(signs.zone_lines, together);
  }
  return signs;
}

// Part of a window that differs from the card's ground.
double covered(const cv::Mat& different, double left, double top, double width, double height) {
  const cv::Rect window(cvRound(left * different.cols), cvRound(top * different.rows), cvRound(width * different.cols),
                        cvRound(height * different.rows));
  return cv::mean(different(window & cv::Rect({}, different.size())))[0] / 255;
}

cv::Mat unlike_ground(const cv::Mat& card) {
  cv::Mat small, image, distance;
  cv::resize(card, small, {160, 100}, 0, 0, cv::INTER_AREA);
  cv::cvtColor(small, image, cv::COLOR_BGR2YCrCb);
  // Shadows move the ground: it is taken anew in each third of the card's height and width.
  cv::Mat ground(3, 3, CV_32FC3);
  for (int r = 0; r < 3; ++r)
    for (int c = 0; c < 3; ++c) {
      const cv::Mat tile = image(cv::Range(r * 33, r * 33 + 33), cv::Range(c * 53, c * 53 + 53));
      std::vector<int> values[3];
      for (int y = 0; y < tile.rows; ++y)
        for (int x = 0; x < tile.cols; ++x)
          for (int k = 0; k < 3; ++k) values[k].push_back(tile.at<cv::Vec3b>(y, x)[k]);
      cv::Vec3f value;
      for (int k = 0; k < 3; ++k) {
        const long at = static_cast<long>(static_cast<double>(values[k].size()) * (k == 0 ? 0.8 : 0.5));
        std::nth_element(values[k].begin(), values[k].begin() + at, values[k].end());
        value[k] = static_cast<float>(values[k][static_cast<std::size_t>(at)]);
      }
      ground.at<cv::Vec3f>(r, c) = value;
    }
  // One ground for the card: the lightest tiles are paper, a portrait's tile is not.
  std::vector<cv::Vec3f> tiles(ground.begin<cv::Vec3f>(), ground.end<cv::Vec3f>());
  std::sort(tiles.begin(), tiles.end(), [](const auto& a, const auto& b) { return a[0] > b[0]; });
  const cv::Vec3f paper = tiles[3];
  distance.create(image.size(), CV_8U);
  for (int y = 0; y < image.rows; ++y)
    for (int x = 0; x < image.cols; ++x) {
      const auto& p = image.at<cv::Vec3b>(y, x);
      const float light = std::max(0.0F, paper[0] - static_cast<float>(p[0])), a = static_cast<float>(p[1]) - paper[1],
                  b = static_cast<float>(p[2]) - paper[2];
      distance.at<uchar>(y, x) = light > 38 || a * a + b * b > 12 * 12 ? 255 : 0;
    }
  return distance;
}

}  // namespace

Content look_at(const cv::Mat& card) {
  Content content;
  cv::Mat grey;
  cv::cvtColor(card, grey, cv::COLOR_BGR2GRAY);
  const auto rows = text::find_rows(grey, {760, 21, 6, false});
  const Signs signs = signs_of(grey, rows);
  double left = 0, right = 0;
  for (const auto& row : rows) {
    if (std::abs(row.direction().y) > 0.12F) continue;
    ++content.rows;
    const double middle = static_cast<double>((row.begin.x + row.end.x) / 2) / grey.cols;
    (middle < 0.5 ? left : right) += row.marks * std::abs(middle - 0.5);
  }
  const cv::Mat different = unlike_ground(card);
  content.print = cv::mean(different)[0] / 255;
  // The portrait covers its window; text covers a part of the one on the other side.
  const double upright = covered(different, 0.05, 0.32, 0.22, 0.40),
               upside_down = covered(different, 0.73, 0.28, 0.22, 0.40);
  const double text = left + right > 0 ? (right - left) / (right + left) : 0;  // text stands beside the portrait
  const double read = signs.upright + signs.upside_down > 0
                          ? (signs.upright - signs.upside_down) / (signs.upright + signs.upside_down) *
                                std::min(1.0, signs.upright + signs.upside_down)
                          : 0;
  content.side = signs.zone_lines >= 2 ? Side::back : Side::front;
  const bool back = content.side == Side::back;
  const double evidence = 2.0 * read + (back ? 0 : 1.2 * (upright - upside_down) + 0.5 * text);
  content.upside_down = evidence < 0;
  content.upright_score = 0.5 + 0.49 * std::min(1.0, std::abs(evidence));
  const double portrait = content.upside_down ? upside_down : upright;
  content.side_score =
      back ? std::min(0.99, 0.75 + 0.08 * signs.zone_lines) : std::clamp(0.45 + 0.5 * portrait, 0.0, 0.95);
  return content;
}

}  // namespace cotejo::rectify
