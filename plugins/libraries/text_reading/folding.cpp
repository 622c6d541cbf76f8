#include "folding.hpp"

#include <algorithm>
#include <array>

namespace cotejo::text_reading {
namespace {

struct Letter {
  std::string_view upper, lower, plain;
};
constexpr std::array kAccented = {
    Letter{"Á", "á", "A"}, Letter{"É", "é", "E"}, Letter{"Í", "í", "I"}, Letter{"Ó", "ó", "O"}, Letter{"Ú", "ú", "U"},
    Letter{"Ü", "ü", "U"}, Letter{"Ñ", "ñ", "Ñ"}, Letter{"À", "à", "A"}, Letter{"È", "è", "E"}, Letter{"Ì", "ì", "I"},
    Letter{"Ò", "ò", "O"}, Letter{"Ù", "ù", "U"}, Letter{"Ä", "ä", "A"}, Letter{"Ë", "ë", "E"}, Letter{"Ï", "ï", "I"},
    Letter{"Ö", "ö", "O"}, Letter{"Ç", "ç", "C"}, Letter{"Â", "â", "A"}, Letter{"Ê", "ê", "E"}, Letter{"Î", "î", "I"},
    Letter{"Ô", "ô", "O"}, Letter{"Û", "û", "U"}};

const Letter* accented(std::string_view letter) {
  for (const auto& candidate : kAccented)
    if (letter == candidate.upper || letter == candidate.lower) return &candidate;
  return nullptr;
}

}  // namespace

std::vector<std::string_view> letters_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    std::size_t size = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 1;
    if (size > text.size() - i) size = 1;
    for (std::size_t k = 1; k < size; ++k)
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) size = 1;
    out.push_back(text.substr(i, size));
    i += size;
  }
  return out;
}

std::string upper_case(std::string_view text) {
  std::string out;
  for (auto letter : letters_of(text)) {
    const auto* known = accented(letter);
    if (known != nullptr)
      out += known->upper;
    else if (letter.size() == 1 && letter[0] >= 'a' && letter[0] <= 'z')
      out += static_cast<char>(letter[0] - 'a' + 'A');
    else
      out += letter;
  }
  return out;
}

std::string without_accents(std::string_view text) {
  std::string out;
  const std::string upper = upper_case(text);
  for (auto letter : letters_of(upper)) {
    const auto* known = accented(letter);
    if (letter == " " && (out.empty() || out.back() == ' ')) continue;
    out += known != nullptr ? known->plain : letter;
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string bare(std::string_view text) {
  std::string out;
  const std::string plain = without_accents(text);
  for (auto letter : letters_of(plain)) {
    if (letter == "Ñ")
      out += 'N';
    else if (letter.size() == 1 && ((letter[0] >= 'A' && letter[0] <= 'Z') || (letter[0] >= '0' && letter[0] <= '9')))
      out += letter;
  }
  return out;
}

int edit_distance(std::string_view a, std::string_view b, int limit) {
  const int difference = static_cast<int>(a.size()) - static_cast<int>(b.size());
  if (difference > limit || -difference > limit) return limit + 1;
  std::vector<int> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0], best = row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int replaced = diagonal + (a[i - 1] != b[j - 1] ? 1 : 0);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
      best = std::min(best, row[j]);
    }
    if (best > limit) return limit + 1;
  }
  return row.back();
}

}  // namespace cotejo::text_reading
