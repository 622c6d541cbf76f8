#include "reader.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string_view>

#include "weights.hpp"
#include "zone_polish.hpp"

namespace cotejo::mrz {
namespace {

// Below this mean log-probability of the likeliest characters a zone is looked at more than once, even when all its
// digits are right.
constexpr double kClearReading = -0.02;
// Below this, its lines may have been followed badly.
constexpr double kUnclearReading = -0.05;
// A zone's score below which it is worth no second look: other text, read as if it were a zone, stays below it mostly.
constexpr double kHopeless = -0.8;
// Below this score one of the lines was not followed, even where all digits are right, which may stand in the other.
// Blurred zones whose lines were followed read above -0.2.
constexpr double kAstray = -0.3;
// Below this score the 36 characters of a card's lines do not stand evenly: a passport's fillers may have been
// stretched to them, and all digits are right then, too. Clear zones read above -0.01.
constexpr double kLeastEven = -0.02;
// What a zone must read above whose code no document of Doc 9303 has.
constexpr double kCertainReading = -0.1;

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

double least_clarity(const Zone& zone) {
  double least = 0;
  for (const auto& line : zone.lines) least = std::min(least, line.clarity);
  return least;
}

ZoneReading reading_of(Zone zone) {
  ZoneReading reading{std::move(zone), {}};
  reading.decoded = decode(cells_of(reading.zone));
  return reading;
}

// Which of several readings of one picture tells more. Grammar first; that characters stand there, and nothing beside
// them, guards against readings that begin a character too late or end too early.
double worth(const ZoneReading& r) {
  constexpr double kEnds = 6, kCharacter = 0.3, kMostMissing = -4;
  const double lines = static_cast<double>(r.zone.lines.size());
  return r.decoded.evidence + kEnds * lines * std::max(kMostMissing, r.zone.ends) +
         kCharacter * lines * r.zone.count() * r.zone.score;
}

bool settled(const ZoneReading& r) {
  const bool uneven = r.zone.lines.size() == 2 && r.zone.count() < 44 && r.zone.score < kLeastEven;
  return !uneven && r.credible() && r.decoded.all_right() && r.decoded.corrections == 0 &&
         clarity(r.zone) > kClearReading;
}

class Search {
 public:
  explicit Search(Pyramid& image) : image_(image) {}

  bool visit(const Zone& zone) {
    take(reading_of(zone));
    return settled(*best_);
  }

  // Looks again at the best so far, as long as that helps.
  void polish(const std::function<bool()>& stop) {
    if (!best_ || settled(*best_) || best_->zone.score < kHopeless) return;
    // The first 36 characters of a passport's or a visa's lines hold the digits of an MRV-B, all right.
    const bool doubtful =
        !best_->decoded.all_right() || best_->decoded.corrections > 0 || best_->decoded.format == Format::mrv_b;
    const auto more = [&] { return !settled(*best_) && !stop(); };
    if (doubtful || clarity(best_->zone) < kUnclearReading) {
      if (more())
        for (auto& zone : aligned(network(), image_, best_->zone)) take(reading_of(std::move(zone)));
      if (doubtful && more())
        for (auto& zone : other_placings(network(), image_, best_->zone)) take(reading_of(std::move(zone)));
      if (more()) take(reading_of(straightened(network(), image_, best_->zone)));
    }
    if (more()) take(reading_of(looked_at_again(network(), image_, best_->zone)));
  }

  // A wrong digit is the document's own where every line is clear; elsewhere the zone is searched for in other ways,
  // too.
  bool done() const {
    return best_ && best_->credible() &&
           ((best_->decoded.all_right() && best_->zone.score > kAstray) ||
            (least_clarity(best_->zone) > kClearReading && best_->zone.ends > -1));
  }

  std::optional<ZoneReading>& best() { return best_; }

 private:
  void take(ZoneReading reading) {
    const auto rank = [](const ZoneReading& r) { return std::pair(r.credible(), worth(r)); };
    if (!best_ || rank(reading) > rank(*best_)) best_ = std::move(reading);
  }

  Pyramid& image_;
  std::optional<ZoneReading> best_;
};

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
  if (decoded.inside < 0.6) return false;
  // Other codes exist (driving licences, residence cards): of these, only what nothing speaks against.
  if (!code)
    return decoded.all_right() && decoded.checks >= 3 && decoded.inside > 0.95 && clear > kCertainReading &&
           decoded.probability[0][0] > 0.9;
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
  Search search(pyramid);
  const auto stopped = [&] { return stop && stop(); };
  find_zones(
      network(), pyramid, [&](const Zone& zone) { return search.visit(zone); },
      [&] {
        search.polish(stopped);
        return search.done();
      },
      stopped);
  return std::move(search.best());
}

}  // namespace cotejo::mrz
