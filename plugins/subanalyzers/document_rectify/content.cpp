#include "content.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <shrinking/shrink.hpp>

#include "quad.hpp"
#include "reader.hpp"
#include "text_lines.hpp"

namespace cotejo::rectify {
namespace {

// A row whose middle reads better than this, in one direction, is text that stands that way up.
constexpr double kReadable = -1.2;
// A line of a machine-readable zone reads better still.
constexpr double kZoneReadable = -0.8;
// A zone spans at least kWholeZone of the card's width. One found in part may be shorter, but is centred: a row beside
// a portrait is as long and lies 0.145 of the width off the middle (measured on the specimen that was taken for a
// back); ICAO 9303 allows 0.02.
constexpr float kZoneLength = 0.58F, kWholeZone = 0.75F, kZoneOffMiddle = 0.11F;
// Glare and fingers leave parts of a zone's lines. Its letters are as wide as no value's: thirty fill 0.82 to 0.97 of
// the card's width. On 140 fronts of two generators no row of that pitch was read better than -0.24 nor as tall as it
// is wide (blanks make pitches large); parts of zones under glare, blur and fingers had -0.04 and more.
constexpr float kZonePitch = 0.027F, kTall = 0.9F;
constexpr double kSurelyReadable = -0.15;
constexpr double kPartsOfZone = 0.6;  // score of a back that is told by them
constexpr int kMostProbes = 8, kLeastProbes = 4;
constexpr double kDecided = 1.6;              // sum of signs, from which further rows need not be read
constexpr double kDecidedArrangement = 0.25;  // weight of portrait and columns beside that
constexpr double kWholePortrait = 0.5;        // part of its window; text covers less of it
constexpr int kRowsWidth = 760;               // of the copy that rows are looked for in
constexpr double kLevel = 0.12;               // slope up to which a row may be one of the card's
constexpr double kNoRow = 0.5;                // steeper chains of marks are no rows, but columns of them
// Microprint and the fine lines of a security ground make rows too, up to three times as many as print does, but paler
// ones: rows of less than this part of the print's depth are left out. Labels have half of it and more.
constexpr float kPale = 0.4F;
constexpr std::size_t kDarkest = 4;  // rows that say how deep print is

struct Signs {
  double upright = 0, upside_down = 0;  // how well rows read in that direction, summed
  int zone_lines = 0;  // rows that may belong to a machine-readable zone: long ones that begin and end together
  int large_above = 0, large_below = 0;  // rows of letters as wide as a zone's, by half of the card
};

float left_of(const text::Row& row) {
  return std::min(row.begin.x, row.end.x);
}
float right_of(const text::Row& row) {
  return std::max(row.begin.x, row.end.x);
}

// How much darker than its ground a row's ink is, as a part of the ground's light.
float ink_depth(const cv::Mat& grey, const text::Row& row) {
  constexpr int kAlong = 64, kAcross = 5;
  constexpr float kUsed = 0.7F;  // of the row's height
  const cv::Point2f along = row.end - row.begin, direction = row.direction();
  const cv::Point2f across = cv::Point2f(-direction.y, direction.x) * (row.height * kUsed / (kAcross - 1));
  std::array<uchar, kAlong * kAcross> values{};
  std::size_t count = 0;
  for (int i = 0; i < kAlong; ++i)
    for (int j = 0; j < kAcross; ++j) {
      const float t = (static_cast<float>(i) + 0.5F) / kAlong, off = static_cast<float>(j) - (kAcross - 1) / 2.0F;
      const cv::Point2f p = row.begin + along * t + across * off;
      const int x = cvRound(p.x), y = cvRound(p.y);
      if (x >= 0 && y >= 0 && x < grey.cols && y < grey.rows) values[count++] = grey.at<uchar>(y, x);
    }
  if (count == 0) return 0;
  std::sort(values.begin(), values.begin() + static_cast<long>(count));
  const float ink = values[count / 8], ground = values[count - 1 - count / 5];
  return (ground - ink) / std::max(1.0F, ground);
}

// Rows of print, without those of the ground behind it.
std::vector<text::Row> printed_rows(const cv::Mat& grey, const text::RowSearch& search) {
  const auto rows = text::find_rows(grey, search);
  std::vector<float> depths;
  for (const auto& row : rows) depths.push_back(ink_depth(grey, row));
  auto darkest = depths;
  std::sort(darkest.begin(), darkest.end(), std::greater<>());
  darkest.resize(std::min(darkest.size(), kDarkest));
  const float print = std::accumulate(darkest.begin(), darkest.end(), 0.0F) /
                      static_cast<float>(std::max<std::size_t>(1, darkest.size()));
  std::vector<text::Row> out;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (depths[i] >= kPale * print) out.push_back(rows[i]);
  return out;
}

bool spans_like_a_zone(const text::Row& row, int width) {
  const float length = row.length() / static_cast<float>(width);
  const float middle = (row.begin.x + row.end.x) / 2 / static_cast<float>(width);
  return length > kWholeZone || (length > kZoneLength && std::abs(middle - 0.5F) < kZoneOffMiddle);
}

// Lines of one machine-readable zone begin and end together, have one pitch and stand close.
bool one_zone(const text::Row& a, const text::Row& b, int width) {
  const float near = 0.06F * static_cast<float>(width);
  return std::abs(left_of(a) - left_of(b)) < near && std::abs(right_of(a) - right_of(b)) < 2 * near &&
         std::max(a.pitch, b.pitch) < 1.15F * std::min(a.pitch, b.pitch) &&
         std::abs(a.begin.y + a.end.y - b.begin.y - b.end.y) / 2 < 6 * std::max(a.height, b.height);
}

// Capitals are read by the network whatever their font, well enough to tell which way is up.
Signs signs_of(const cv::Mat& grey, const std::vector<text::Row>& rows) {
  Signs signs;
  std::vector<const text::Row*> zone;
  mrz::Pyramid pyramid(grey);
  int probed = 0;
  for (const auto& row : rows) {
    const cv::Point2f direction = row.direction();
    if (std::abs(direction.y) > static_cast<float>(kLevel) || row.height < 8 || row.pitch > 2 * row.height ||
        row.marks < 9)
      continue;
    if (++probed > kMostProbes) break;
    if (probed > kLeastProbes && std::abs(signs.upright - signs.upside_down) > kDecided) break;
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
    if (better > kSurelyReadable && row.height > kTall * row.pitch &&
        row.pitch > kZonePitch * static_cast<float>(grey.cols))
      ++((row.begin.y + row.end.y) / 2 < static_cast<float>(grey.rows) / 2 ? signs.large_above : signs.large_below);
    if (better > kZoneReadable && spans_like_a_zone(row, grey.cols) && row.length() > 20 * row.pitch)
      zone.push_back(&row);
  }
  for (const auto* a : zone) {
    int together = 0;
    for (const auto* b : zone) together += one_zone(*a, *b, grey.cols);
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
  shrinking::shrink(card, small, {160, 100});
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

double falls_off(double value, double free, double width) {
  const double off = std::max(0.0, value - free) / width;
  return std::exp(-off * off);
}

// How rows run and how far they reach; nothing is read.
Content measured(const std::vector<text::Row>& rows, cv::Size card) {
  Content content;
  std::vector<std::pair<double, int>> slopes;  // each row's, and its marks
  std::vector<float> heights;
  cv::Rect2f extent;
  int marks = 0, across = 0;
  for (const auto& row : rows) {
    const double slope = std::abs(static_cast<double>(row.direction().y));
    if (std::abs(row.direction().x) < static_cast<float>(kNoRow)) across += row.marks;
    if (slope > kNoRow) continue;
    slopes.emplace_back(slope, row.marks);
    marks += row.marks;
    if (slope > kLevel) continue;
    ++content.rows;
    heights.push_back(row.height * kCardWidth / static_cast<float>(card.width));
    const cv::Rect2f box(cv::Point2f(left_of(row), std::min(row.begin.y, row.end.y)),
                         cv::Point2f(right_of(row), std::max(row.begin.y, row.end.y) + 1));
    extent = extent.empty() ? box : extent | box;
  }
  content.crosswise = marks + across > 0 ? static_cast<double>(across) / (marks + across) : 0;
  content.reach = static_cast<double>(
      std::min(extent.width / static_cast<float>(card.width), extent.height / static_cast<float>(card.height)));
  if (!heights.empty()) {
    std::nth_element(heights.begin(), heights.begin() + static_cast<long>(heights.size() / 2), heights.end());
    content.row_height = static_cast<double>(heights[heights.size() / 2]);
  }
  std::sort(slopes.begin(), slopes.end());
  for (int left_over = marks / 2; const auto& [slope, weight] : slopes) {
    content.askew = slope;
    if ((left_over -= weight) < 0) break;
  }
  return content;
}

}  // namespace

Content glance_at(const cv::Mat& grey_card) {
  return measured(printed_rows(grey_card, {kGlanceWidth, 19, 6, false}), grey_card.size());
}

double well_cut(const Content& content) {
  if (content.rows == 0) return 0;
  // Print of a voter card is 1.4 to 3.5 mm high, 16 to 41 pixels here; that of a page that fills the outline is finer.
  const double height = falls_off(15 - content.row_height, 0, 3) * falls_off(content.row_height, 46, 10);
  const double extent = falls_off(content.reach, 0.87, 0.06) * falls_off(0.4 - content.reach, 0, 0.4);
  return falls_off(content.askew, 0.008, 0.025) * falls_off(content.crosswise, 0.4, 0.2) * height * extent;
}

Content look_at(const cv::Mat& card) {
  cv::Mat grey;
  cv::cvtColor(card, grey, cv::COLOR_BGR2GRAY);
  const auto rows = printed_rows(grey, {kRowsWidth, 21, 6, false});
  Content content = measured(rows, grey.size());
  const Signs signs = signs_of(grey, rows);
  content.read = signs.upright + signs.upside_down;
  double left = 0, right = 0;
  for (const auto& row : rows) {
    if (std::abs(row.direction().y) > static_cast<float>(kLevel)) continue;
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
  const bool back = signs.zone_lines >= 2;
  // Rows that were read in one direction say which way is up; where the portrait stands differs between layouts.
  const double decided = std::min(1.0, std::abs(signs.upright - signs.upside_down)),
               arrangement = 1 - (1 - kDecidedArrangement) * decided;
  const double evidence = 2.0 * read + (back ? 0 : arrangement * (1.2 * (upright - upside_down) + 0.5 * text));
  content.upside_down = evidence < 0;
  content.upright_score = 0.5 + 0.49 * std::min(1.0, std::abs(evidence));
  const double usual = content.upside_down ? upside_down : upright, other = content.upside_down ? upright : upside_down;
  const double portrait = other > kWholePortrait ? std::max(usual, other) : usual;
  content.side_score =
      back ? std::min(0.99, 0.75 + 0.08 * signs.zone_lines) : std::clamp(0.45 + 0.5 * portrait, 0.0, 0.95);
  content.side = back ? Side::back : Side::front;
  if (!back && (content.upside_down ? signs.large_above : signs.large_below) > 0)
    content.side = Side::back, content.side_score = kPartsOfZone;
  return content;
}

}  // namespace cotejo::rectify
