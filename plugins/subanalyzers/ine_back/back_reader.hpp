// Reads the numbers on the back of a voter card: CIC and OCR number, as printed and from the machine-readable zone.
// Thread-safe: const after construction.
//
//   IDMEX ccccccccc k       c: CIC, 9 digits, k its check digit; printed by itself, and first in the zone
//   ssss iiiiiiiii          OCR number, 13 digits: electoral section and the citizen's number; printed on some models,
//   and last in the zone's first line
#pragma once
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <text_reading/capitals_reader.hpp>
#include <text_reading/panel.hpp>
#include <vector>

namespace cotejo::ine_back {

struct Number {
  std::string value;  // empty: not found
  double probability = 0;
  cv::Rect box;  // empty when it was only taken from the zone as another component read it
  bool found() const { return !value.empty(); }
};

// The zone as another component has read it.
struct Zone {
  std::string lines;  // three, separated by line feeds
  double probability = 0;
};

struct BackReading {
  Number cic, ocr;
  // The probability that print and zone have different numbers although both were read well.
  double mismatch = 0;
};

// The second line of the zone, without the letter of the sex, is thirteen digits as well: date of birth and its check
// digit, then the date of expiry, the last day of a year on every card.
bool is_dates_of_zone(std::string_view thirteen_digits);

class BackReader {
 public:
  explicit BackReader(text_reading::LineModel spanish);
  // Once `stop` returns true, the result is empty.
  BackReading read(const cv::Mat& bgr, const std::optional<Zone>& zone, int year,
                   const text_reading::Stop& stop = {}) const;

 private:
  struct Sighting;
  std::vector<text_reading::PageLine> find_candidates(const cv::Mat& grey, const text_reading::Stop& stop) const;
  std::optional<Sighting> sight(const text_reading::TwiceRead& line, const text_reading::PanelPattern& pattern,
                                text_reading::Span span) const;

  text_reading::LineNetwork first_;
  text_reading::CapitalsReader second_;
  text_reading::Alphabet every_, nothing_;
  text_reading::PanelAlphabet digit_;
  std::vector<text_reading::PanelAlphabet> prefix_;  // I, D, M, E, X
};

}  // namespace cotejo::ine_back
