#include "instant.hpp"

#include <cstdio>
#include <is_digit.hpp>

namespace cotejo::instants {
namespace {

using namespace std::chrono;

constexpr std::size_t kMaxLength = 40;  // with more digits of a second than anybody measures

// Takes what it reads off the front of the text.
class Reader {
 public:
  explicit Reader(std::string_view text) : left_(text) {}

  // Exactly `digits` of them, -1 for anything else.
  int number(std::size_t digits) {
    if (left_.size() < digits) return -1;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (!is_digit(left_[i])) return -1;
      value = value * 10 + (left_[i] - '0');
    }
    left_.remove_prefix(digits);
    return value;
  }
  bool one_of(std::string_view letters) {
    if (left_.empty() || letters.find(left_.front()) == letters.npos) return false;
    left_.remove_prefix(1);
    return true;
  }
  // One digit or more, of which three count.
  int thousandths() {
    int value = 0;
    std::size_t read = 0;
    for (; !left_.empty() && is_digit(left_.front()); left_.remove_prefix(1), ++read)
      if (read < 3) value = value * 10 + (left_.front() - '0');
    for (std::size_t i = read; i < 3; ++i) value *= 10;
    return read == 0 ? -1 : value;
  }
  bool negative() const { return !left_.empty() && left_.front() == '-'; }
  bool done() const { return left_.empty(); }

 private:
  std::string_view left_;
};

// Minutes east of UTC: Z or +hh:mm.
std::optional<minutes> offset_of(Reader& in) {
  if (in.one_of("Zz")) return minutes{0};
  const bool west = in.negative();
  if (!in.one_of("+-")) return std::nullopt;
  const int hour = in.number(2);
  if (hour < 0 || hour > 23 || !in.one_of(":")) return std::nullopt;
  const int minute = in.number(2);
  if (minute < 0 || minute > 59) return std::nullopt;
  const minutes east{hour * 60 + minute};
  return west ? -east : east;
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
  if (text.size() > kMaxLength) return std::nullopt;
  Reader in(text);
  const int year_number = in.number(4);
  if (year_number < 1970 || !in.one_of("-")) return std::nullopt;
  const int month_number = in.number(2);
  if (month_number < 0 || !in.one_of("-")) return std::nullopt;
  const int day_number = in.number(2);
  if (day_number < 0 || !in.one_of("Tt ")) return std::nullopt;
  const year_month_day date{year{year_number}, month{static_cast<unsigned>(month_number)},
                            day{static_cast<unsigned>(day_number)}};
  const int hour = in.number(2);
  if (!date.ok() || hour < 0 || hour > 23 || !in.one_of(":")) return std::nullopt;
  const int minute = in.number(2);
  if (minute < 0 || minute > 59 || !in.one_of(":")) return std::nullopt;
  const int second = in.number(2);
  if (second < 0 || second > 60) return std::nullopt;
  int thousandths = 0;
  if (in.one_of(".,")) thousandths = in.thousandths();
  if (thousandths < 0) return std::nullopt;
  const auto offset = offset_of(in);
  if (!offset || !in.done()) return std::nullopt;
  const Milliseconds local =
      sys_days(date) + hours{hour} + minutes{minute} + seconds{second} + milliseconds{thousandths};
  return Instant{local - *offset, *offset};
}

std::string to_utc_text(Milliseconds instant) {
  const auto midnight = floor<days>(instant);
  const year_month_day date(midnight);
  const hh_mm_ss time(instant - midnight);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
  return text;
}

double seconds_between(Milliseconds earlier, Milliseconds later) {
  return static_cast<double>((later - earlier).count()) / 1000;
}

}  // namespace cotejo::instants
