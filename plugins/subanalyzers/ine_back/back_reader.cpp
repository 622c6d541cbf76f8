#include "back_reader.hpp"

#include <algorithm>
#include <cmath>
#include <mrz/reading.hpp>
#include <opencv2/imgproc.hpp>

namespace cotejo::ine_back {

using text_reading::PageLine;
using text_reading::PanelAlphabet;
using text_reading::PanelPattern;
using text_reading::Span;

namespace {

constexpr std::size_t kPrefix = 5, kCicDigits = 9, kOcrDigits = 13;
const std::vector<std::string> kAsDigits = {"0OQDÓ", "1IL|ÍÌ", "5S$", "8B", "2Z", "6G", "7?"};
constexpr double kLeastFit = 0.45;  // of a pattern; numbers of other lengths and texts are below
constexpr double kNarrowest = 5;    // width over height of the shortest line that can hold a number of 13 digits

// What one sighting is worth. From the fields of 90 specimens at three levels of distortion (2 networks agree: 1 wrong
// in 160; with the check digit: none).
constexpr double kAgreedAndChecked = 0.99, kAgreed = 0.96, kChecked = 0.85, kNeither = 0.55;
constexpr double kCheckFails = 0.5;      // factor: a digit is wrong, or the card is no genuine one
constexpr double kSecondSighting = 0.2;  // share of the doubt that is left when another sighting says the same
constexpr double kContradicted = 0.5;    // factor when another sighting says otherwise
constexpr double kSureEnough = 0.80;     // of both sightings, for a mismatch to be reported
constexpr double kMost = 0.998;

}  // namespace

// One number as seen in one place.
struct BackReader::Sighting {
  std::string value;
  double probability = 0;
  cv::Rect box;
  bool in_zone = false;
};

namespace {

// The surest claim that print and zone differ: how probable both sightings are together; 0 when they agree.
template <class Sighting>
double mismatch_of(const std::vector<Sighting>& sightings) {
  double most = 0;
  for (const auto& a : sightings)
    for (const auto& b : sightings)
      if (!a.in_zone && b.in_zone && a.value != b.value && std::min(a.probability, b.probability) >= kSureEnough)
        most = std::max(most, a.probability * b.probability);
  return most;
}

// The most probable of the values that were seen; sightings of the same value strengthen it, others weaken it. A card
// that contradicts itself is left as it is: where print and zone differ and both were read well, the number is the
// printed one, and checks hold it against the zone.
template <class Sighting>
Number combine(std::vector<Sighting> sightings) {
  if (mismatch_of(sightings) > 0) std::erase_if(sightings, [](const Sighting& sighting) { return sighting.in_zone; });
  Number best;
  for (const auto& candidate : sightings) {
    double doubt = 1 - candidate.probability;
    bool contradicted = false;
    cv::Rect box = candidate.box;
    for (const auto& other : sightings) {
      if (&other == &candidate) continue;
      if (other.value != candidate.value)
        contradicted = contradicted || other.probability > 0.3;
      else if (other.probability > 0.5)
        doubt *= kSecondSighting;
      if (other.value == candidate.value && box.empty()) box = other.box;
    }
    const double probability = std::min(kMost, (1 - doubt) * (contradicted ? kContradicted : 1.0));
    if (probability > best.probability || (probability == best.probability && best.box.empty()))
      best = {candidate.value, probability, box};
  }
  return best;
}

}  // namespace

bool is_dates_of_zone(std::string_view thirteen_digits) {
  constexpr std::size_t kDate = 6, kEndOfYear = 9;
  return thirteen_digits.size() == kOcrDigits && thirteen_digits.substr(kEndOfYear) == "1231" &&
         mrz::check_digit(thirteen_digits.substr(0, kDate)) == thirteen_digits[kDate];
}

BackReader::BackReader(text_reading::LineModel spanish)
    : first_(std::move(spanish)),
      every_(text_reading::every_letter(first_)),
      nothing_(second_, ""),
      digit_(first_, second_, "0123456789", kAsDigits, " ") {
  for (const char* letter : {"I", "D", "M", "E", "X"})
    prefix_.emplace_back(first_, second_, letter, std::vector<std::string>{"I1L|Í", "D0O"}, " ");
}

std::vector<PageLine> BackReader::find_candidates(const cv::Mat& grey, const text_reading::Stop& stop) const {
  text_reading::LineLimits limits;
  limits.max_gap = 1.8;  // the zone's type is widely spaced
  auto places = text_reading::find_lines(grey, limits);
  std::erase_if(places, [](const auto& line) { return line.box.width < kNarrowest * line.letter_height; });
  auto lines = text_reading::read_lines(grey, places, first_, every_, {}, stop);
  std::erase_if(lines, [](const PageLine& line) {
    const auto& letters = line.decoded.letters;
    const auto digits = std::count_if(letters.begin(), letters.end(), [](const auto& letter) {
      return letter.text[0] >= '0' && letter.text[0] <= '9';
    });
    return digits < static_cast<std::ptrdiff_t>(kCicDigits) / 2;
  });
  return lines;
}

std::optional<BackReader::Sighting> BackReader::sight(const text_reading::TwiceRead& line, const PanelPattern& pattern,
                                                      Span span) const {
  const auto reading = text_reading::settle(line, pattern, span);
  if (!reading || reading->fit < kLeastFit) return std::nullopt;
  const auto& letters = line.first->decoded.letters;
  Sighting out{reading->text, 0, line.first->box_of(reading->span), false};
  out.in_zone = std::any_of(letters.begin(), letters.end(),
                            [](const auto& letter) { return letter.text == "<" || letter.text == "«"; });
  bool checked = false;
  if (out.value.size() > kOcrDigits) {
    const char expected = mrz::check_digit(out.value.substr(kPrefix, kCicDigits));
    checked = expected == out.value.back();
    if (!checked) out.probability = -1;
    out.value = out.value.substr(kPrefix, kCicDigits);
  }
  const double worth = reading->agreed ? (checked ? kAgreedAndChecked : kAgreed) : (checked ? kChecked : kNeither);
  const double certainty = std::sqrt(std::max(0.0, reading->first * reading->second));
  out.probability = (out.probability < 0 ? kCheckFails : 1.0) * worth *
                    (reading->agreed ? std::max(certainty, 0.5) : 0.5 + 0.5 * certainty);
  return out;
}

BackReading BackReader::read(const cv::Mat& bgr, const std::optional<Zone>& zone, int year,
                             const text_reading::Stop& stop) const {
  cv::Mat grey;
  cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
  const auto lines = find_candidates(grey, stop);
  std::vector<text_reading::TextLine> places;
  for (const auto& line : lines) places.push_back(line.place);
  const auto again = second_.read_lines(grey, places, nothing_, stop);
  if (stop && stop()) return {};  // the second reading may have nothing to settle with

  PanelPattern cic_pattern;
  for (const auto& letter : prefix_) cic_pattern.push_back(&letter);
  cic_pattern.insert(cic_pattern.end(), kCicDigits + 1, &digit_);
  const PanelPattern ocr_pattern(kOcrDigits, &digit_);

  std::vector<Sighting> cics, ocrs;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const text_reading::TwiceRead line{&lines[i], &again[i]};
    Span rest = lines[i].whole();
    const auto& letters = lines[i].decoded.letters;
    if (auto cic = sight(line, cic_pattern, rest)) {
      rest.first =
          std::max(rest.first, static_cast<int>((cic->box.br().x - lines[i].left) / lines[i].posteriors.step_width));
      cics.push_back(std::move(*cic));
    }
    const auto inside = std::count_if(letters.begin(), letters.end(), [&](const auto& letter) {
      return letter.span.first >= rest.first && letter.text != " ";
    });
    if (inside < static_cast<std::ptrdiff_t>(kOcrDigits) - 1 || inside > static_cast<std::ptrdiff_t>(kOcrDigits) + 3)
      continue;
    if (auto ocr = sight(line, ocr_pattern, rest); ocr && !is_dates_of_zone(ocr->value))
      ocrs.push_back(std::move(*ocr));
  }
  if (zone) {
    const auto parsed = mrz::parse(mrz::clean_lines(zone->lines), year);
    if (parsed.reading && parsed.reading->ine) {
      const auto& ine = *parsed.reading->ine;
      const bool cic_right = parsed.reading->right(mrz::Field::document_number),
                 all_right = parsed.reading->right(mrz::Field::composite);
      if (ine.cic.size() == kCicDigits)
        cics.push_back({ine.cic, zone->probability * (cic_right ? 1.0 : kCheckFails), {}, true});
      if (ine.ocr.size() == kOcrDigits)
        ocrs.push_back({ine.ocr, zone->probability * (all_right ? 1.0 : kCheckFails), {}, true});
    }
  }
  const double mismatch = std::max(mismatch_of(cics), mismatch_of(ocrs));
  return {combine(std::move(cics)), combine(std::move(ocrs)), mismatch};
}

}  // namespace cotejo::ine_back
