#include "mx/spanish_number.hpp"

#include <algorithm>
#include <array>

namespace cotejo::mx {
namespace {

constexpr std::array<std::string_view, 30> kBelowThirty{
    "CERO",         "UNO",         "DOS",        "TRES",        "CUATRO",     "CINCO",      "SEIS",      "SIETE",
    "OCHO",         "NUEVE",       "DIEZ",       "ONCE",        "DOCE",       "TRECE",      "CATORCE",   "QUINCE",
    "DIECISEIS",    "DIECISIETE",  "DIECIOCHO",  "DIECINUEVE",  "VEINTE",     "VEINTIUNO",  "VEINTIDOS", "VEINTITRES",
    "VEINTICUATRO", "VEINTICINCO", "VEINTISEIS", "VEINTISIETE", "VEINTIOCHO", "VEINTINUEVE"};
constexpr std::array<std::string_view, 10> kTens{"",          "",        "",        "TREINTA", "CUARENTA",
                                                 "CINCUENTA", "SESENTA", "SETENTA", "OCHENTA", "NOVENTA"};
constexpr std::array<std::string_view, 10> kHundreds{
    "",           "CIENTO",      "DOSCIENTOS",  "TRESCIENTOS", "CUATROCIENTOS",
    "QUINIENTOS", "SEISCIENTOS", "SETECIENTOS", "OCHOCIENTOS", "NOVECIENTOS"};

std::string join(std::string head, const std::string& tail) {
  if (!head.empty() && !tail.empty()) head += ' ';
  return head + tail;
}

std::string below_thousand(std::size_t number) {
  if (number == 0) return {};
  if (number == 100) return "CIEN";
  if (number > 100) return join(std::string(kHundreds[number / 100]), below_thousand(number % 100));
  if (number < 30) return std::string(kBelowThirty[number]);
  const std::string tens(kTens[number / 10]);
  return number % 10 == 0 ? tens : tens + " Y " + std::string(kBelowThirty[number % 10]);
}

struct Numeral {
  int value;
  std::string_view letters;
};
constexpr std::array<Numeral, 13> kNumerals{{{1000, "M"},
                                             {900, "CM"},
                                             {500, "D"},
                                             {400, "CD"},
                                             {100, "C"},
                                             {90, "XC"},
                                             {50, "L"},
                                             {40, "XL"},
                                             {10, "X"},
                                             {9, "IX"},
                                             {5, "V"},
                                             {4, "IV"},
                                             {1, "I"}}};

std::string roman(int number) {
  std::string text;
  for (const Numeral& numeral : kNumerals) {
    for (; number >= numeral.value; number -= numeral.value) text += numeral.letters;
  }
  return text;
}

}  // namespace

std::optional<std::string> spanish_words(long number) {
  constexpr long kMillion = 1'000'000;
  if (number < 0 || number >= 1000 * kMillion) return std::nullopt;
  if (number == 0) return std::string(kBelowThirty[0]);
  const auto millions = static_cast<std::size_t>(number / kMillion);
  const auto thousands = static_cast<std::size_t>(number % kMillion / 1000);
  std::string text = millions == 0 ? "" : millions == 1 ? "UN MILLON" : below_thousand(millions) + " MILLONES";
  if (thousands > 0) text = join(text, thousands == 1 ? "MIL" : below_thousand(thousands) + " MIL");
  return join(text, below_thousand(static_cast<std::size_t>(number % 1000)));
}

std::optional<long> spanish_number_word(std::string_view word) {
  if (word == "UN" || word == "UNA") return 1;
  if (word == "VEINTIUN" || word == "VEINTIUNA") return 21;
  if (word == "CIEN") return 100;
  std::string masculine(word);
  if (masculine.ends_with("CIENTAS") || masculine == "QUINIENTAS") masculine[masculine.size() - 2] = 'O';
  const auto place = [&](const auto& table) -> long {
    const auto at = std::find(table.begin(), table.end(), std::string_view(masculine));
    return at == table.end() || at->empty() ? -1 : static_cast<long>(at - table.begin());
  };
  if (const long value = place(kBelowThirty); value >= 0) return value;
  if (const long tens = place(kTens); tens > 0) return tens * 10;
  if (const long hundreds = place(kHundreds); hundreds > 0) return hundreds * 100;
  return std::nullopt;
}

std::optional<int> roman_value(std::string_view text) {
  constexpr std::size_t kLongest = 15;  // MMMDCCCLXXXVIII
  if (text.empty() || text.size() > kLongest) return std::nullopt;
  int value = 0;
  std::string_view rest = text;
  for (const Numeral& numeral : kNumerals) {
    while (rest.starts_with(numeral.letters)) {
      value += numeral.value;
      rest.remove_prefix(numeral.letters.size());
    }
  }
  // What does not spell back the same way (IIII, VX) is no numeral.
  return rest.empty() && value < 4000 && roman(value) == text ? std::optional(value) : std::nullopt;
}

}  // namespace cotejo::mx
