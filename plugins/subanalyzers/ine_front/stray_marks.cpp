#include "stray_marks.hpp"

#include <algorithm>
#include <string_view>
#include <text_reading/folding.hpp>
#include <vector>

namespace cotejo::ine_front {
namespace {

constexpr std::string_view kMarks = ",.-/'°", kLeading = ",.-/'°", kTrailing = "-/'";
constexpr std::size_t kBehindAnApostrophe = 3;  // letters and more: O'HORAN, D'LUZ

bool is_mark(char c) {
  return kMarks.find(c) != std::string_view::npos || static_cast<unsigned char>(c) == 0xC2 ||
         static_cast<unsigned char>(c) == 0xB0;  // the two bytes of the degree sign
}

bool is_of_marks(const std::string& word) {
  return std::all_of(word.begin(), word.end(), is_mark);
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find(' ', from), text.size());
    if (to > from) out.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return out;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

// `COL'AMPLIACION` are two words, `D'ANGELO` is one.
std::string with_apostrophes_in_place(const std::string& word) {
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] != '\'') {
      out += word[i];
      continue;
    }
    const std::string_view behind = std::string_view(word).substr(i + 1);
    const bool begins = text_reading::letters_of(out).size() == 1 &&
                        text_reading::letters_of(behind).size() >= kBehindAnApostrophe &&
                        behind.find('\'') == std::string_view::npos;
    if (begins)
      out += '\'';
    else if (!out.empty() && out.back() != ' ' && !behind.empty())
      out += ' ';
  }
  return out;
}

std::string trimmed(std::string word) {
  word.erase(0, std::min(word.find_first_not_of(kLeading), word.size()));
  while (!word.empty() && kTrailing.find(word.back()) != std::string_view::npos) word.pop_back();
  return word;
}

}  // namespace

std::string without_stray_marks(const std::string& line) {
  std::vector<std::string> out;
  const auto words = words_of(line);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_of_marks(words[i])) {
      // Off the word that it ends, or between two.
      if (words[i] == "," && !out.empty() && !is_of_marks(out.back()) && out.back().back() != ',') out.back() += ',';
      if (words[i] == "-" && !out.empty() && i + 1 < words.size() && !is_of_marks(words[i + 1])) out.push_back("-");
      continue;
    }
    for (auto& word : words_of(with_apostrophes_in_place(words[i])))
      if (auto text = trimmed(std::move(word)); !text.empty()) out.push_back(std::move(text));
  }
  return joined(out);
}

std::string name_without_stray_marks(const std::string& name) {
  std::vector<std::string> out;
  for (auto& word : words_of(without_stray_marks(name)))
    if (!is_of_marks(word)) out.push_back(std::move(word));
  return joined(out);
}

std::string with_zeros(const std::string& line) {
  auto words = words_of(line);
  for (auto& word : words) {
    const auto of = [&](std::string_view letters) {
      return std::count_if(word.begin(), word.end(), [&](char c) { return letters.find(c) != std::string_view::npos; });
    };
    const auto digits = of("0123456789"), round = of("O");
    if (digits > 0 && round > 0 && digits + round + of(",.-/") == static_cast<std::ptrdiff_t>(word.size()))
      std::replace(word.begin(), word.end(), 'O', '0');
  }
  return joined(words);
}

std::string with_full_stops(std::string line) {
  constexpr std::string_view kPostalCode = "C.P ";
  const std::size_t at = line.find(kPostalCode);
  if (at != std::string::npos && (at == 0 || line[at - 1] == ' ')) line.insert(at + kPostalCode.size() - 1, ".");
  return line;
}

std::string without_a_number(std::string street) {
  constexpr std::string_view kMisread = " SIN", kPrinted = " S/N";
  if (street.ends_with(kMisread)) street.replace(street.size() - kMisread.size(), kMisread.size(), kPrinted);
  return street;
}

}  // namespace cotejo::ine_front
