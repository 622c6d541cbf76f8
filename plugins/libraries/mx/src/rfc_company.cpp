// The RFC of companies: rules 1 to 12 and Anexos V and VI of SAT's document 0610100135506. Where Anexo V and the rules'
// own examples differ (COOPERATIVA), the examples are followed.
#include <algorithm>
#include <array>
#include <vector>

#include "letters.hpp"
#include "mx/name.hpp"
#include "mx/rfc.hpp"
#include "mx/spanish_number.hpp"

namespace cotejo::mx {
namespace {

constexpr std::size_t kMaxNameBytes = 512;
constexpr std::size_t kLetters = 3;

// Legal forms at the end of a name, without blanks and periods.
constexpr std::array<std::string_view, 27> kForms{
    "AC",       "AENP", "SA",       "SAB",   "SABDECV", "SADECV", "SADECVMI", "SAMI",  "SAPI",
    "SAPIDECV", "SAS",  "SASDECV",  "SC",    "SCDERL",  "SCL",    "SCS",      "SDERL", "SDERLDECV",
    "SDERLMI",  "SENC", "SENCPORA", "SENNC", "SNC",     "SOFOM",  "SPRDERL",  "SRL",   "SRLCV"};

constexpr std::array<std::string_view, 34> kIgnored{
    "A",   "AL",  "AND", "CIA", "CO",       "COMPANIA", "COMPAÑIA", "COMPANY", "CON", "DE",   "DEL", "E",
    "EL",  "EN",  "LA",  "LAS", "LOS",      "MAC",      "MC",       "MI",      "OF",  "PARA", "POR", "SC",
    "SCL", "SCS", "SNC", "SOC", "SOCIEDAD", "SUS",      "THE",      "VAN",     "VON", "Y"};

struct Character {
  std::string_view character, name;
};
// Anexo VI: only where the character stands alone.
constexpr std::array<Character, 13> kCharacters{{{"@", "ARROBA"},
                                                 {"'", "APOSTROFE"},
                                                 {"%", "PORCIENTO"},
                                                 {"#", "NUMERO"},
                                                 {"!", "ADMIRACION"},
                                                 {".", "PUNTO"},
                                                 {"$", "PESOS"},
                                                 {"\"", "COMILLAS"},
                                                 {"-", "GUION"},
                                                 {"/", "DIAGONAL"},
                                                 {"+", "SUMA"},
                                                 {"(", "ABRE PARENTESIS"},
                                                 {")", "CIERRA PARENTESIS"}}};

template <class List>
bool contains(const List& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

std::string letters_and_digits(std::string_view token) {
  std::u32string kept;
  for (char32_t c : decode(token)) {
    if (is_upper(c) || is_digit(c) || c == kEnye || c == U'&') kept.push_back(c);
  }
  return encode(kept);
}

// Commas end words: "Azucarera,S.A." is two.
std::vector<std::string> tokens_of(std::string_view name) {
  std::string text = normalize(name.substr(0, kMaxNameBytes));
  std::replace(text.begin(), text.end(), ',', ' ');
  return words(text);
}

// The longest legal form at the end goes, as long as something is left.
void drop_form(std::vector<std::string>& tokens) {
  constexpr std::size_t kMostWords = 9;  // "S. A. P. I. de C. V." and the like
  std::size_t form = 0;
  std::string joined;
  for (std::size_t count = 1; count < tokens.size() && count <= kMostWords; ++count) {
    const std::string word = letters_and_digits(tokens[tokens.size() - count]);
    if (word.empty()) break;  // a character on its own is part of the name
    joined = word + joined;
    if (contains(kForms, joined)) form = count;
  }
  tokens.resize(tokens.size() - form);
}

// "F.A.Z." is three words; so is "U.S." two.
bool is_initials(const std::string& token) {
  if (token.size() < 2 || token.size() % 2 != 0) return false;
  for (std::size_t i = 0; i < token.size(); i += 2) {
    if (!is_upper(static_cast<char32_t>(static_cast<unsigned char>(token[i]))) || token[i + 1] != '.') return false;
  }
  return true;
}

// A number as it is spoken; longer than anybody speaks it, digit by digit.
std::vector<std::string> spoken(const std::string& digits) {
  constexpr std::size_t kMostDigits = 6;
  if (digits.size() <= kMostDigits) return words(*spanish_words(std::stol(digits)));
  std::vector<std::string> each;
  for (char digit : digits) each.push_back(*spanish_words(digit - '0'));
  return each;
}

// "3M" is TRES M, "7-ELEVEN" is SIETE ELEVEN.
std::vector<std::string> split_numbers(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin < text.size();) {
    const bool number = is_digit(static_cast<char32_t>(static_cast<unsigned char>(text[begin])));
    std::size_t end = begin;
    while (end < text.size() && is_digit(static_cast<char32_t>(static_cast<unsigned char>(text[end]))) == number) ++end;
    const std::string part = text.substr(begin, end - begin);
    const std::vector<std::string> said = number ? spoken(part) : std::vector{part};
    parts.insert(parts.end(), said.begin(), said.end());
    begin = end;
  }
  return parts;
}

std::vector<std::string> spelled(const std::string& token) {
  if (is_initials(token)) {
    std::vector<std::string> initials;
    for (std::size_t i = 0; i < token.size(); i += 2) initials.emplace_back(1, token[i]);
    return initials;
  }
  for (const Character& each : kCharacters) {
    if (token == each.character) return words(each.name);
  }
  const std::string plain = letters_and_digits(token);
  // A single letter is an initial, not a numeral; and above 39 numerals are rarer than names that look like one (MIX,
  // CD).
  const bool low = plain.find_first_not_of("IVX") == std::string::npos;
  const auto roman = plain.size() > 1 && low ? roman_value(plain) : std::nullopt;
  return roman ? words(*spanish_words(*roman)) : split_numbers(plain);
}

std::vector<std::u32string> bearing_words(std::string_view name) {
  std::vector<std::string> tokens = tokens_of(name);
  drop_form(tokens);
  std::vector<std::u32string> bearing, all;
  for (const std::string& token : tokens) {
    const bool ignored = !is_initials(token) && contains(kIgnored, letters_and_digits(token));
    for (const std::string& word : spelled(token)) {
      all.push_back(decode(word));
      if (!ignored) bearing.push_back(decode(word));
    }
  }
  return bearing.empty() ? all : bearing;
}

std::u32string letters_of(const std::vector<std::u32string>& name) {
  std::u32string letters;
  if (name.size() == 1) letters = name[0].substr(0, kLetters);
  if (name.size() == 2) letters = name[0].substr(0, 1) + name[1].substr(0, 2);
  if (name.size() >= kLetters) letters = {name[0][0], name[1][0], name[2][0]};
  letters.resize(kLetters, U'X');
  return letters;
}

}  // namespace

std::string derive_company_rfc_root(std::string_view name, const Date& founded) {
  const std::vector<std::u32string> bearing = bearing_words(name);
  return bearing.empty() ? std::string() : encode(letters_of(bearing)) + to_yymmdd(founded);
}

std::string derive_company_rfc(std::string_view name, const Date& founded) {
  const std::string root = derive_company_rfc_root(name, founded);
  if (root.empty()) return root;
  std::vector<std::string> tokens = tokens_of(name);
  drop_form(tokens);
  std::string plain;
  for (const std::string& token : tokens) {
    const std::string word = letters_and_digits(token);
    if (!word.empty()) plain += (plain.empty() ? "" : " ") + word;
  }
  const std::string rfc = root + rfc_homoclave(plain);
  return rfc + rfc_check_digit(rfc);
}

}  // namespace cotejo::mx
