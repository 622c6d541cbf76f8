// The fields of a voter card's front, and what is known about the reading of each.
#pragma once
#include <array>
#include <opencv2/core.hpp>
#include <string>

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
  bool changed = false;  // it differs from what was read: another print of the same fact, or a check digit, supports it
  double spaced = 1;     // 0.5..1: how certain the least certain of its spaces is
  bool placed = true;    // by its label; false: by its content and its place among the others
  int confirmed = 0;     // independent facts on the card that this value agrees with
  int contradicted = 0;  // and that it disagrees with
  bool slip = false;     // an identifier that differs by one letter, or by a shift of one, from what the names give: it
                         // may be misread
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
  std::size_t labels =
      0;  // number of kinds of labels that were found; 0 means that this is not the front of a voter card
  Field& operator[](Key key) { return fields[static_cast<std::size_t>(key)]; }
  const Field& operator[](Key key) const { return fields[static_cast<std::size_t>(key)]; }
};

}  // namespace cotejo::ine_front
