#include "words.hpp"

#include <is_digit.hpp>
#include <text_reading/folding.hpp>

namespace cotejo::contract_document {
namespace {

// Groups of three go, and zeros that end the decimals.
std::string plain_number(std::string number) {
  std::string out;
  for (std::size_t i = 0; i < number.size(); ++i) {
    std::size_t digits = 0;
    while (i + 1 + digits < number.size() && is_digit(number[i + 1 + digits])) ++digits;
    if (number[i] != ',' || digits != 3) out += number[i];
  }
  const auto point = out.find('.');
  if (point == std::string::npos || out.find('.', point + 1) != std::string::npos) return out;
  auto end = point + 1;
  while (end < out.size() && is_digit(out[end])) ++end;
  auto last = end;
  while (last > point + 1 && out[last - 1] == '0') --last;
  if (last == point + 1) last = point;
  out.erase(last, end - last);
  return out;
}

}  // namespace

std::string comparable(std::string_view word) {
  if (!has_digit(word)) return text_reading::bare(word);
  std::string kept;
  for (std::string_view letter : text_reading::letters_of(word)) {
    const bool inner = letter.size() == 1 && std::string_view(".,/%-").find(letter[0]) != std::string_view::npos;
    if (inner)
      kept += letter;
    else
      kept += text_reading::bare(letter);
  }
  while (!kept.empty() && std::string_view(".,/-").find(kept.back()) != std::string_view::npos) kept.pop_back();
  const auto first = kept.find_first_not_of(".,/%-");
  return first == std::string::npos ? std::string{} : plain_number(kept.substr(first));
}

}  // namespace cotejo::contract_document
