#include "zones.hpp"

#include <cstdio>

#include "mrz/reading.hpp"
#include "strip_network.hpp"

namespace cotejo::mrz::testing {
namespace {

std::string digit(const std::string& text) {
  return std::string(1, check_digit(text));
}

std::string digits(std::mt19937& random, int count) {
  std::string out;
  while (static_cast<int>(out.size()) < count) out += static_cast<char>('0' + integer(random, 0, 9));
  return out;
}

std::string alphanumeric(std::mt19937& random, int count) {
  std::string out;
  while (static_cast<int>(out.size()) < count) out += text::character(integer(random, 0, 35));
  return out;
}

// Years count from 1900.
std::string date(std::mt19937& random, int from, int to) {
  char text[8];
  std::snprintf(text, sizeof text, "%02d%02d%02d", integer(random, from, to) % 100, integer(random, 1, 12),
                integer(random, 1, 28));
  return text;
}

std::string padded(std::string text, std::size_t size) {
  text.resize(size, '<');
  return text;
}

std::string pick(std::mt19937& random, const std::vector<std::string>& list) {
  return list[static_cast<std::size_t>(integer(random, 0, static_cast<int>(list.size()) - 1))];
}

std::string surname(std::mt19937& random) {
  static const std::vector<std::string> kSurnames{
      "ZARATE",    "OJEDA",        "QUIROGA",      "BUENFIL",      "WOLKOWICZ",
      "IBARRA",    "DE<LA<FUENTE", "NJOROGE",      "YAX",          "HUITRON",
      "LUNDQVIST", "OKAFOR",       "XICOTENCATL",  "VAN<DER<MEER", "MUELLER",
      "OEZTUERK",  "KRZYZANIAK",   "LI",           "NGUYEN",       "HJALTADOTTIR",
      "POPESCU",   "KOVACIC",      "ANDRIANARIVO", "SZABO",        "FERNANDEZ<Y<GARCIA",
      "OBRIEN",    "AL<HASHIMI",   "KUZNETSOVA",   "VIRTANEN",     "TREMBLAY"};
  return pick(random, kSurnames);
}

std::string given(std::mt19937& random) {
  static const std::vector<std::string> kGiven{
      "LUCIA",         "TADEO",         "ROSA<ELENA",          "JOAQUIN",  "OLGA",
      "KATYA",         "FELIX",         "MARIA<GUADALUPE",     "BRUNO",    "WENDY",
      "GIL",           "ZOE<VIRIDIANA", "ANNELIES<WILHELMINA", "XIAOMING", "THI<BICH",
      "JEAN<BAPTISTE", "GUDRUN",        "MOHAMED<AMINE",       "IVY",      "PAVEL"};
  return pick(random, kGiven);
}

// What does not fit is cut, as issuers do.
std::string names(std::mt19937& random, std::size_t size) {
  std::string text = surname(random);
  if (chance(random, 0.35)) text += "<" + surname(random);
  if (!chance(random, 0.03)) text += "<<" + given(random);
  if (chance(random, 0.25)) text += "<" + given(random);
  return padded(text, size);
}

std::string state(std::mt19937& random) {
  static const std::vector<std::string> kStates{"UTO", "MEX", "ESP", "D<<", "FRA", "ZWE", "BRA", "USA", "CHE", "GBR",
                                                "POL", "CZE", "CHN", "HUN", "ISL", "EGY", "CAN", "AUS", "NLD", "ROU"};
  return pick(random, kStates);
}

std::string number(std::mt19937& random) {
  switch (integer(random, 0, 3)) {
    case 0:
      return padded(alphanumeric(random, integer(random, 7, 9)), 9);
    case 1:
      return padded(digits(random, integer(random, 7, 9)), 9);
    default:
      return padded(
          std::string(1, static_cast<char>('A' + integer(random, 0, 25))) + digits(random, integer(random, 6, 8)), 9);
  }
}

std::string birth(std::mt19937& random) {
  std::string text = date(random, 30, 105);
  if (chance(random, 0.04)) text.replace(4, 2, "<<");
  if (chance(random, 0.02)) text.replace(2, 4, "<<<<");
  return text;
}

std::vector<std::string> ine(std::mt19937& random) {
  const std::string cic = digits(random, 9), born = date(random, 30, 105);
  const std::string first = "IDMEX" + cic + digit(cic) + "<<" + digits(random, 13);
  const std::string end = date(random, 126, 136).substr(0, 2) + "1231";
  std::string second = born + digit(born) + "HM"[integer(random, 0, 1)] + end + digit(end) + "MEX<" + "0" +
                       digits(random, 1) + "<<" + digits(random, 5) + "<";
  second += digit(first.substr(5, 25) + second.substr(0, 7) + second.substr(8, 7) + second.substr(18, 11));
  return {first, second, names(random, 30)};
}

std::vector<std::string> french_id(std::mt19937& random) {
  const std::string first = "IDFRA" + padded(surname(random), 25) + digits(random, 6);
  const std::string card = digits(random, 12), born = date(random, 30, 105);
  std::string second =
      card + digit(card) + padded(given(random), 14) + born + digit(born) + "MF"[integer(random, 0, 1)];
  second += digit(first + second);
  return {first, second};
}

std::vector<std::string> td1(std::mt19937& random, const std::string& country, const std::string& sex) {
  static const std::vector<std::string> kCodes{"I<", "ID", "IR", "AC", "C<", "IP"};
  const std::string card = number(random), born = birth(random), expiry = date(random, 126, 136);
  std::string first = pick(random, kCodes) + country;
  if (chance(random, 0.1)) {  // a number that is longer than its field
    const std::string whole = digits(random, 12);
    first += whole.substr(0, 9) + "<" + padded(whole.substr(9) + digit(whole), 15);
  } else {
    first += card + digit(card) + padded(chance(random, 0.5) ? alphanumeric(random, integer(random, 5, 15)) : "", 15);
  }
  std::string second = born + digit(born) + sex + expiry + digit(expiry) + country +
                       padded(chance(random, 0.3) ? digits(random, 11) : "", 11);
  second += digit(first.substr(5, 25) + second.substr(0, 7) + second.substr(8, 7) + second.substr(18, 11));
  return {first, second, names(random, 30)};
}

}  // namespace

std::vector<std::string> random_zone(Kind kind, std::mt19937& random) {
  if (kind == Kind::ine) return ine(random);
  if (kind == Kind::french_id) return french_id(random);
  const std::string country = state(random);
  const std::string sex(1, "MFX<"[integer(random, 0, 9) < 8 ? integer(random, 0, 1) : integer(random, 2, 3)]);
  if (kind == Kind::td1) return td1(random, country, sex);
  const bool wide = kind == Kind::td3 || kind == Kind::mrv_a, visa = kind == Kind::mrv_a || kind == Kind::mrv_b;
  const std::size_t size = wide ? 44 : 36;
  static const std::vector<std::string> kVisas{"V<", "VN", "VD"}, kPassports{"P<", "P<", "P<", "PD", "PM"},
      kCards{"I<", "ID", "AR"};
  const std::string first =
      pick(random, visa ? kVisas : (kind == Kind::td3 ? kPassports : kCards)) + country + names(random, size - 5);
  const std::string card = number(random), born = birth(random), expiry = date(random, 126, 136);
  std::string second = card + digit(card) + country + born + digit(born) + sex + expiry + digit(expiry);
  if (visa) return {first, padded(second + alphanumeric(random, 5), size)};
  if (kind == Kind::td3) {
    const std::string optional = padded(chance(random, 0.4) ? digits(random, integer(random, 8, 14)) : "", 14);
    const bool empty = optional.find_first_not_of('<') == std::string::npos;
    second += optional + (empty && chance(random, 0.5) ? "<" : digit(optional));
  } else {
    second += padded(chance(random, 0.5) ? digits(random, 5) : "", 7);
  }
  second += digit(second.substr(0, 10) + second.substr(13, 7) + second.substr(21));
  return {first, second};
}

}  // namespace cotejo::mrz::testing
