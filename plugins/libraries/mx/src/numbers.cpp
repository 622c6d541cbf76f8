#include "mx/numbers.hpp"

#include <algorithm>
#include <array>

#include "letters.hpp"

namespace cotejo::mx {
namespace {

constexpr std::size_t kMinLuhnDigits = 2, kMaxLuhnDigits = 19;  // ISO/IEC 7812-1: a card number has at most 19
constexpr std::size_t kMaxPhoneText = 40;                       // with any punctuation that people write

// Sum of the Luhn rule; `doubled_first` says whether the rightmost digit is one of the doubled.
int luhn_sum(std::string_view digits, bool doubled_first) {
  int sum = 0;
  bool doubled = doubled_first;
  for (auto c = digits.rbegin(); c != digits.rend(); ++c, doubled = !doubled) {
    const int value = (*c - '0') * (doubled ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum;
}

std::string without(std::string_view text, std::string_view dropped) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out),
               [&](char c) { return dropped.find(c) == std::string_view::npos; });
  return out;
}

bool starts_with_area(std::string_view digits) {
  return digits[0] >= '2' && digits[0] <= '9';  // no area begins with 0 or 1
}

// Prefixes that people put before the ten digits, longest first.
constexpr std::array<std::string_view, 8> kPrefixes{"00521", "0052", "521", "52", "044", "045", "01", "1"};

constexpr std::array<std::string_view, 17> kBoroughs{"",
                                                     "Álvaro Obregón",
                                                     "Azcapotzalco",
                                                     "Benito Juárez",
                                                     "Coyoacán",
                                                     "Cuajimalpa de Morelos",
                                                     "Cuauhtémoc",
                                                     "Gustavo A. Madero",
                                                     "Iztacalco",
                                                     "Iztapalapa",
                                                     "La Magdalena Contreras",
                                                     "Miguel Hidalgo",
                                                     "Milpa Alta",
                                                     "Tláhuac",
                                                     "Tlalpan",
                                                     "Venustiano Carranza",
                                                     "Xochimilco"};

}  // namespace

bool luhn_valid(std::string_view text) {
  const std::string digits = without(text.substr(0, 4 * kMaxLuhnDigits), " -");
  if (digits.size() < kMinLuhnDigits || digits.size() > kMaxLuhnDigits || !all_digits(digits)) return false;
  const bool all_zero = digits.find_first_not_of('0') == std::string::npos;
  return !all_zero && luhn_sum(digits, false) % 10 == 0;
}

char luhn_digit(std::string_view digits) {
  if (digits.empty() || !all_digits(digits)) return '?';
  return static_cast<char>('0' + (10 - luhn_sum(digits, true) % 10) % 10);
}

Parsed<Nss> parse_nss(std::string_view raw) {
  const std::string text = without(raw.substr(0, 40), " -");
  if (text.size() != 11) return {std::nullopt, Problem::length};
  if (!all_digits(text)) return {std::nullopt, Problem::characters};
  auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  const bool right = luhn_digit(std::string_view(text).substr(0, 10)) == text[10];
  return {Nss{text, two(2), two(4)}, right ? Problem::none : Problem::check_digit};
}

Parsed<Phone> parse_phone(std::string_view raw) {
  if (raw.size() > kMaxPhoneText) return {std::nullopt, Problem::length};
  std::string digits = without(raw, " -.()");
  const bool international = !digits.empty() && digits.front() == '+';
  if (international) digits.erase(0, 1);
  if (digits.empty() || !all_digits(digits)) return {std::nullopt, Problem::characters};
  if (international && !digits.starts_with("52")) return {std::nullopt, Problem::number_plan};
  if (digits.size() != 10) {
    for (std::string_view prefix : kPrefixes) {
      if (digits.starts_with(prefix) && digits.size() == prefix.size() + 10) {
        digits.erase(0, prefix.size());
        break;
      }
    }
  }
  if (digits.size() != 10) return {std::nullopt, Problem::length};
  const bool one_digit_only = digits.find_first_not_of(digits[0]) == std::string::npos;
  constexpr std::array<std::string_view, 4> kShortAreas{"55", "56", "33", "81"};
  const std::string_view two = std::string_view(digits).substr(0, 2);
  const bool short_area = std::find(kShortAreas.begin(), kShortAreas.end(), two) != kShortAreas.end();
  const Phone phone{digits, "+52" + digits, digits.substr(0, short_area ? 2 : 3)};
  return {phone, starts_with_area(digits) && !one_digit_only ? Problem::none : Problem::number_plan};
}

Parsed<PostalCode> parse_postal_code(std::string_view text) {
  if (text.size() != 5) return {std::nullopt, Problem::length};
  if (!all_digits(text)) return {std::nullopt, Problem::characters};
  PostalCode code{std::string(text), state_of_postal_code(text), {}};
  if (!code.state) return {code, Problem::postal_range};
  const auto prefix = static_cast<std::size_t>((text[0] - '0') * 10 + (text[1] - '0'));
  if (prefix < kBoroughs.size()) code.borough = kBoroughs[prefix];
  return {code, Problem::none};
}

}  // namespace cotejo::mx
