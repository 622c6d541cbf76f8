#include "name_parts.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "mx/name.hpp"

namespace cotejo::mx {
namespace {

constexpr std::array<std::string_view, 19> kCurpParticles{"DA",  "DAS", "DE",  "DEL", "DER", "DI",  "DIE",
                                                          "DD",  "EL",  "LA",  "LAS", "LE",  "LES", "LOS",
                                                          "MAC", "MC",  "VAN", "VON", "Y"};
constexpr std::array<std::string_view, 11> kRfcParticles{"DE", "DEL", "LA",  "LAS", "LOS", "MAC",
                                                         "MC", "MI",  "VAN", "VON", "Y"};
constexpr std::array<std::string_view, 5> kCommonGivenNames{"J", "JOSE", "M", "MA", "MARIA"};

template <class Words>
bool contains(const Words& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string without_period(std::string word) {
  if (!word.empty() && word.back() == '.') word.pop_back();
  return word;
}

std::u32string spelled(std::string_view word, Specials specials) {
  std::u32string out;
  for (char32_t c : decode(word)) {
    if (is_upper(c) || c == kEnye) {
      out.push_back(c);
    } else if (specials == Specials::as_x && c != U'\'') {
      out.push_back(U'X');
    }
  }
  return out;
}

// Words that carry the name. When all are particles ("Los"), they are the name.
std::vector<std::string> bearing_words(std::string_view name, const NameRule& rule) {
  const std::vector<std::string> all = words(normalize(name));
  std::vector<std::string> bearing;
  for (const std::string& word : all) {
    if (!contains(rule.particles, without_period(word))) bearing.push_back(word);
  }
  return bearing.empty() ? all : bearing;
}

}  // namespace

const NameRule kCurpRule{.particles = kCurpParticles, .specials = Specials::as_x};
const NameRule kRfcRule{.particles = kRfcParticles, .specials = Specials::dropped};

std::u32string key_word_of_surname(std::string_view surname, const NameRule& rule) {
  for (const std::string& word : bearing_words(surname, rule)) {
    if (std::u32string letters = spelled(word, rule.specials); !letters.empty()) return letters;
  }
  return {};
}

std::u32string key_word_of_given_names(std::string_view given_names, const NameRule& rule) {
  std::vector<std::string> bearing = bearing_words(given_names, rule);
  if (rule.skip_common_given_name && bearing.size() > 1 &&
      contains(kCommonGivenNames, without_period(bearing.front()))) {
    bearing.erase(bearing.begin());
  }
  for (const std::string& word : bearing) {
    if (std::u32string letters = spelled(word, rule.specials); !letters.empty()) return letters;
  }
  return {};
}

std::optional<char32_t> inner_vowel(const std::u32string& word) {
  for (std::size_t i = 1; i < word.size(); ++i) {
    if (is_vowel(word[i])) return word[i];
  }
  return std::nullopt;
}

std::optional<char32_t> inner_consonant(const std::u32string& word) {
  for (std::size_t i = 1; i < word.size(); ++i) {
    if (is_consonant(word[i])) return word[i];
  }
  return std::nullopt;
}

}  // namespace cotejo::mx
