#include "mrz/layout.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace cotejo::mrz {
namespace {

struct Region {
  std::size_t line, begin, end;  // end is past the last
  Alphabet alphabet;
};

using enum Alphabet;

constexpr Region kTd1[] = {{0, 0, 1, letters},
                           {0, 1, 2, code},
                           {0, 2, 5, letters},
                           {0, 5, 14, alphanumeric},
                           {0, 14, 15, check_or_filler},
                           {0, 15, 30, alphanumeric},
                           {1, 0, 6, date},
                           {1, 6, 7, check},
                           {1, 7, 8, sex},
                           {1, 8, 14, date},
                           {1, 14, 15, check},
                           {1, 15, 18, letters},
                           {1, 18, 29, alphanumeric},
                           {1, 29, 30, check},
                           {2, 0, 30, letters}};
constexpr Region kIne[] = {{0, 0, 5, letters},  {0, 5, 14, digits},  {0, 14, 15, check},   {0, 15, 17, filler},
                           {0, 17, 30, digits}, {1, 0, 6, digits},   {1, 6, 7, check},     {1, 7, 8, sex},
                           {1, 8, 14, digits},  {1, 14, 15, check},  {1, 15, 18, letters}, {1, 18, 19, filler},
                           {1, 19, 21, digits}, {1, 21, 23, filler}, {1, 23, 28, digits},  {1, 28, 29, filler},
                           {1, 29, 30, check},  {2, 0, 30, letters}};
// I D F R A surname(25) office(6) / number(12) check given names(14) birth(6) check sex composite: the composite digit
// covers both lines, and there is no expiry date.
constexpr Region kFrance[] = {{0, 0, 30, letters},     {0, 30, 36, alphanumeric}, {1, 0, 4, digits},
                              {1, 4, 7, alphanumeric}, {1, 7, 12, digits},        {1, 12, 13, check},
                              {1, 13, 27, letters},    {1, 27, 33, date},         {1, 33, 34, check},
                              {1, 34, 35, sex},        {1, 35, 36, check}};
// What the two-line formats have in common; after the expiry date each goes on in its own way.
template <std::size_t N>
constexpr std::array<Region, N + 11> two_lines(std::size_t length, Alphabet number_check, const Region (&rest)[N]) {
  const Region common[] = {{0, 0, 1, letters},      {0, 1, 2, code},          {0, 2, length, letters},
                           {1, 0, 9, alphanumeric}, {1, 9, 10, number_check}, {1, 10, 13, letters},
                           {1, 13, 19, date},       {1, 19, 20, check},       {1, 20, 21, sex},
                           {1, 21, 27, date},       {1, 27, 28, check}};
  std::array<Region, N + 11> all{};
  std::copy(std::begin(common), std::end(common), all.begin());
  std::copy(std::begin(rest), std::end(rest), all.begin() + 11);
  return all;
}
constexpr auto kTd2 = two_lines(36, check_or_filler, {{1, 28, 35, alphanumeric}, {1, 35, 36, check}});
constexpr auto kTd3 =
    two_lines(44, check, {{1, 28, 42, alphanumeric}, {1, 42, 43, check_or_filler}, {1, 43, 44, check}});
constexpr auto kRussia = [] {
  std::array<Region, kTd3.size() + 1> all{{{0, 5, 44, alphanumeric}}};
  std::copy(kTd3.begin(), kTd3.end(), all.begin() + 1);
  return all;
}();
constexpr auto kVisaA = two_lines(44, check, {{1, 28, 44, alphanumeric}});
constexpr auto kVisaB = two_lines(36, check, {{1, 28, 36, alphanumeric}});

struct Place {
  Field field;
  Span span;
};
constexpr Place kTd1Fields[] = {{Field::document_code, {0, 0, 2}},     {Field::issuer, {0, 2, 3}},
                                {Field::document_number, {0, 5, 9}},   {Field::optional, {0, 15, 15}},
                                {Field::birth_date, {1, 0, 6}},        {Field::sex, {1, 7, 1}},
                                {Field::expiry_date, {1, 8, 6}},       {Field::nationality, {1, 15, 3}},
                                {Field::optional_second, {1, 18, 11}}, {Field::names, {2, 0, 30}}};
template <std::size_t Length, std::size_t Optional>
constexpr std::array<Place, 9> kTwoLines{{{Field::document_code, {0, 0, 2}},
                                          {Field::issuer, {0, 2, 3}},
                                          {Field::names, {0, 5, Length - 5}},
                                          {Field::document_number, {1, 0, 9}},
                                          {Field::nationality, {1, 10, 3}},
                                          {Field::birth_date, {1, 13, 6}},
                                          {Field::sex, {1, 20, 1}},
                                          {Field::expiry_date, {1, 21, 6}},
                                          {Field::optional, {1, 28, Optional}}}};

constexpr Place kFranceFields[] = {{Field::document_code, {0, 0, 2}},    {Field::issuer, {0, 2, 3}},
                                   {Field::names, {0, 5, 25}},           {Field::optional, {0, 30, 6}},
                                   {Field::document_number, {1, 0, 12}}, {Field::given_names, {1, 13, 14}},
                                   {Field::birth_date, {1, 27, 6}},      {Field::sex, {1, 34, 1}}};

constexpr Span kTd1Number[] = {{0, 5, 9}}, kTd1Birth[] = {{1, 0, 6}}, kTd1Expiry[] = {{1, 8, 6}};
constexpr Span kTd1All[] = {{0, 5, 25}, {1, 0, 7}, {1, 8, 7}, {1, 18, 11}};
constexpr Span kNumber[] = {{1, 0, 9}}, kBirth[] = {{1, 13, 6}}, kExpiry[] = {{1, 21, 6}}, kPersonal[] = {{1, 28, 14}};
constexpr Span kTd2All[] = {{1, 0, 10}, {1, 13, 7}, {1, 21, 14}};
constexpr Span kTd3All[] = {{1, 0, 10}, {1, 13, 7}, {1, 21, 22}};
constexpr Span kFranceNumber[] = {{1, 0, 12}}, kFranceBirth[] = {{1, 27, 6}}, kFranceAll[] = {{0, 0, 36}, {1, 0, 35}};

constexpr CheckRule kTd1Checks[] = {{Field::document_number, {0, 14, 1}, kTd1Number},
                                    {Field::birth_date, {1, 6, 1}, kTd1Birth},
                                    {Field::expiry_date, {1, 14, 1}, kTd1Expiry},
                                    {Field::composite, {1, 29, 1}, kTd1All}};
constexpr CheckRule kTd2Checks[] = {{Field::document_number, {1, 9, 1}, kNumber},
                                    {Field::birth_date, {1, 19, 1}, kBirth},
                                    {Field::expiry_date, {1, 27, 1}, kExpiry},
                                    {Field::composite, {1, 35, 1}, kTd2All}};
constexpr CheckRule kTd3Checks[] = {{Field::document_number, {1, 9, 1}, kNumber},
                                    {Field::birth_date, {1, 19, 1}, kBirth},
                                    {Field::expiry_date, {1, 27, 1}, kExpiry},
                                    {Field::optional, {1, 42, 1}, kPersonal},
                                    {Field::composite, {1, 43, 1}, kTd3All}};
constexpr CheckRule kFranceChecks[] = {{Field::document_number, {1, 12, 1}, kFranceNumber},
                                       {Field::birth_date, {1, 33, 1}, kFranceBirth},
                                       {Field::composite, {1, 35, 1}, kFranceAll}};
constexpr CheckRule kVisaChecks[] = {{Field::document_number, {1, 9, 1}, kNumber},
                                     {Field::birth_date, {1, 19, 1}, kBirth},
                                     {Field::expiry_date, {1, 27, 1}, kExpiry}};

std::span<const Region> regions(Format format, Issuer issuer) {
  if (issuer == Issuer::ine && format == Format::td1) return kIne;
  if (issuer == Issuer::france && format == Format::td2) return kFrance;
  if (issuer == Issuer::russia && format == Format::td3) return kRussia;
  switch (format) {
    case Format::td1:
      return kTd1;
    case Format::td2:
      return kTd2;
    case Format::td3:
      return kTd3;
    case Format::mrv_a:
      return kVisaA;
    case Format::mrv_b:
      return kVisaB;
  }
  return kTd1;
}

std::span<const Place> places(Format format, Issuer issuer) {
  if (issuer == Issuer::france && format == Format::td2) return kFranceFields;
  switch (format) {
    case Format::td1:
      return kTd1Fields;
    case Format::td2:
      return kTwoLines<36, 7>;
    case Format::td3:
      return kTwoLines<44, 14>;
    case Format::mrv_a:
      return kTwoLines<44, 16>;
    case Format::mrv_b:
      return kTwoLines<36, 8>;
  }
  return kTd1Fields;
}

bool is_letter(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string_view name(Format format) {
  constexpr std::string_view kNames[] = {"TD1", "TD2", "TD3", "MRV-A", "MRV-B"};
  return kNames[static_cast<std::size_t>(format)];
}

std::size_t line_count(Format format) {
  return format == Format::td1 ? 3 : 2;
}

std::size_t line_length(Format format) {
  if (format == Format::td1) return 30;
  return format == Format::td2 || format == Format::mrv_b ? 36 : 44;
}

Alphabet alphabet_at(Format format, Issuer issuer, std::size_t line, std::size_t column) {
  for (const Region& region : regions(format, issuer)) {
    if (region.line == line && column >= region.begin && column < region.end) return region.alphabet;
  }
  return alphanumeric;
}

bool allowed(Alphabet alphabet, Issuer issuer, char c) {
  switch (alphabet) {
    case letters:
      return is_letter(c) || c == '<';
    case digits:
      return is_digit(c);
    case code:
      return is_letter(c) || c == '<' || c == '1' || c == '2';
    case alphanumeric:
      return is_letter(c) || is_digit(c) || c == '<';
    case check:
      return is_digit(c) || (c == '<' && issuer != Issuer::ine);
    case date:
    case check_or_filler:
      return is_digit(c) || c == '<';
    case sex:
      return c == 'M' || c == 'F' || c == 'X' || c == '<' || (c == 'H' && issuer == Issuer::ine);
    case filler:
      return c == '<';
  }
  return false;
}

std::string_view name(Field field) {
  constexpr std::string_view kNames[] = {
      "document_code", "issuer",      "document_number", "nationality",     "names",       "birth_date",
      "sex",           "expiry_date", "optional",        "optional_second", "given_names", "composite"};
  return kNames[static_cast<std::size_t>(field)];
}

Span span_of(Format format, Field field, Issuer issuer) {
  for (const Place& place : places(format, issuer)) {
    if (place.field == field) return place.span;
  }
  return {};
}

std::span<const CheckRule> check_rules(Format format, Issuer issuer) {
  if (issuer == Issuer::france && format == Format::td2) return kFranceChecks;
  switch (format) {
    case Format::td1:
      return kTd1Checks;
    case Format::td2:
      return kTd2Checks;
    case Format::td3:
      return kTd3Checks;
    case Format::mrv_a:
    case Format::mrv_b:
      return kVisaChecks;
  }
  return kVisaChecks;
}

}  // namespace cotejo::mrz
