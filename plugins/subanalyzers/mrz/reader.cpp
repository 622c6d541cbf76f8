#include "reader.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string_view>

#include "weights.hpp"

namespace cotejo::mrz {
namespace {

// Below this mean log-probability of the likeliest characters, or with a failed check digit, a zone is looked at more
// than once.
constexpr double kClearReading = -0.02;

std::vector<std::vector<Cell>> cells_of(const Zone& zone) {
  std::vector<std::vector<Cell>> cells;
  for (const auto& line : zone.lines) cells.push_back(line.cells);
  return cells;
}

double clarity(const Zone& zone) {
  double sum = 0;
  for (const auto& line : zone.lines) sum += line.clarity / static_cast<double>(zone.lines.size());
  return sum;
}

// Reads each line again, a little larger, smaller, higher and lower, and takes the mean of what was seen: errors
// differ, the text does not.
void look_again(Pyramid& image, Zone& zone) {
  struct Variation {
    float height, shift;  // of the capital height
  };
  constexpr Variation kVariations[] = {{1.1F, 0.0F}, {0.92F, 0.0F}, {1.0F, 0.08F}, {1.0F, -0.08F}};
  for (auto& reading : zone.lines) {
    std::vector<Cell> sum = reading.cells;
    float looks = 1;
    for (const Variation& v : kVariations) {
      Line line = reading.line;
      line.origin = line.at(0, v.shift * line.height);
      line.height *= v.height;
      const auto again = read_line(network(), image, line, zone.count(), 0);
      if (!again || again->score < reading.score - 1) continue;
      ++looks;
      for (std::size_t i = 0; i < sum.size(); ++i)
        for (std::size_t c = 0; c < sum[i].size(); ++c) sum[i][c] += again->cells[i][c];
    }
    for (auto& cell : sum)
      for (auto& p : cell) p /= looks;
    reading.cells = std::move(sum);
  }
}

}  // namespace

const text::StripNetwork& network() {
  static const text::StripNetwork instance(weights());
  return instance;
}

bool ZoneReading::credible() const {
  const double clear = clarity(zone);
  // Every document code begins with one of these (Doc 9303 parts 4 to 7); other capitals on a card rarely do, and
  // rarely fit the alphabets.
  const bool code = std::string_view("ACIPV").find(decoded.lines[0][0]) != std::string_view::npos;
  if (decoded.inside < 0.6 || !code) return false;
  // Digits come right by chance once in ten, and other text bent into the alphabets offers several chances: where not
  // all of them are right, the text must have fitted the alphabets by itself.
  const bool all_right = decoded.checks_right == decoded.checks;
  return (all_right && clear > -0.7) || (decoded.checks_right >= 1 && decoded.inside > 0.9 && clear > -0.5);
}

cv::Rect2f ZoneReading::box(const Span& span) const {
  const Line& line = zone.lines[span.line].line;
  std::vector<cv::Point2f> corners;
  const float first = static_cast<float>(span.begin) - 0.5F, last = static_cast<float>(span.begin + span.length) - 0.5F;
  for (float place : {first, (first + last) / 2, last})
    for (float across : {-0.6F, 0.6F}) corners.push_back(line.at(place, across * line.height));
  return cv::boundingRect(corners);
}

cv::Rect2f ZoneReading::box() const {
  cv::Rect2f all;
  for (std::size_t l = 0; l < zone.lines.size(); ++l) {
    const cv::Rect2f line = box(Span{l, 0, static_cast<std::size_t>(zone.count())});
    all = all.empty() ? line : (all | line);
  }
  return all;
}

std::optional<ZoneReading> read_zone(const cv::Mat& image, const std::function<bool()>& stop) {
  cv::Mat grey = image;
  if (image.channels() == 3) cv::cvtColor(image, grey, cv::COLOR_BGR2GRAY);
  Pyramid pyramid(grey);
  auto zone = find_zone(network(), pyramid, {}, stop);
  if (!zone) return std::nullopt;
  ZoneReading reading{std::move(*zone), {}};
  reading.decoded = decode(cells_of(reading.zone));
  if (stop && stop()) return reading;
  if (reading.decoded.checks_right < reading.decoded.checks || reading.decoded.corrections > 0 ||
      clarity(reading.zone) < kClearReading) {
    look_again(pyramid, reading.zone);
    reading.decoded = decode(cells_of(reading.zone));
  }
  return reading;
}

}  // namespace cotejo::mrz
