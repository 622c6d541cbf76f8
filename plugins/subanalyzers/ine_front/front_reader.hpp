// Reads the front of a voter card: lines, labels, values, and what the values say of each other. Thread-safe: const
// after construction.
//
//   FrontReader reader(read_model(spanish), read_model(english));
//   FrontReading card = reader.read(bgr, 2026);
//   if (const Field& curp = card[Key::curp]; curp.found()) use(curp.value, curp.probability, curp.box);
#pragma once
#include <array>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>
#include <text_reading/panel.hpp>

#include "labels.hpp"

namespace cotejo::ine_front {

enum class Key {
  surname,
  second_surname,
  given_names,
  sex,
  address,
  clave_elector,
  curp,
  birth_date,
  registration_year,
  emission,
  section,
  valid_from,
  valid_until,
  generation,
  count
};
inline constexpr std::size_t kKeys = static_cast<std::size_t>(Key::count);

enum class Absence { none, label_not_found, unreadable, not_shown };

// What is known about a reading, for its probability.
struct Features {
  double first = 0, second = 0;  // as in text_reading::Settled
  bool agreed = false;
  double fit = 0, plain = 1;
  bool broken = false;   // it breaks its own rules: a check digit, a date that is none
  bool changed = false;  // it is not what was read: another print of the same fact or a check digit speaks for it
  double spaced = 1;     // 0.5..1: how certain the least certain of its spaces is
  bool placed = true;    // by its label; false: by its content and its place among the others
  int confirmed = 0;     // independent facts on the card that this value agrees with
  int contradicted = 0;  // and that it disagrees with
};

struct Field {
  std::string value;  // dates in ISO 8601, years and section as digits
  double probability = 0;
  cv::Rect box;
  Absence absence = Absence::label_not_found;
  Features features;
  bool found() const { return absence == Absence::none; }
};

struct FrontReading {
  std::array<Field, kKeys> fields;
  std::size_t labels = 0;  // how many kinds of labels were found: none means that this is no front of a voter card
  Field& operator[](Key key) { return fields[static_cast<std::size_t>(key)]; }
  const Field& operator[](Key key) const { return fields[static_cast<std::size_t>(key)]; }
};

class FrontReader {
 public:
  FrontReader(text_reading::LineModel spanish, text_reading::LineModel english);
  // `bgr` is an upright card, about 1011x638. `year` is the current one: it bounds the ages of voters.
  FrontReading read(const cv::Mat& bgr, int year) const;

 private:
  text_reading::LineNetwork first_, second_;
  text_reading::Alphabet every_, label_;
  text_reading::PanelAlphabet letter_, digit_, either_, digit_or_stroke_, sex_, name_, address_;
  friend class Reading;
};

}  // namespace cotejo::ine_front
