#include "one_word.hpp"

#include <algorithm>
#include <string>

#include "by_ear.hpp"
#include "mx/name.hpp"

namespace cotejo::mx {
namespace {

constexpr double kAlike = 0.9;            // of similarity(): a letter in ten
constexpr std::size_t kShortest = 4;      // letters: of shorter words none may look otherwise
constexpr std::size_t kShortestSlip = 5;  // letters: PINO and PINOS are two streets

// Seen for one another in pictures and handwriting.
constexpr std::string_view kSeenAlike[] = {"OQDCG0", "IJLT1", "EF", "FPR", "B8R", "S5",
                                           "Z2",     "UV",    "VY", "MN",  "HN",  "KX"};

bool look_alike(char a, char b) {
  return std::any_of(std::begin(kSeenAlike), std::end(kSeenAlike), [&](std::string_view group) {
    return group.find(a) != group.npos && group.find(b) != group.npos;
  });
}

// One code unit a letter, N for Ñ.
std::string letters_of(std::string_view word) {
  constexpr std::string_view kEnyeUtf8 = "\u00D1";
  std::string out(word);
  for (auto at = out.find(kEnyeUtf8); at != out.npos; at = out.find(kEnyeUtf8, at)) out.replace(at, 2, "N");
  return out;
}

// One letter is another one that looks like it, or two neighbours changed places.
bool is_misseen(const std::string& a, const std::string& b) {
  const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin());
  if (std::equal(left + 1, a.end(), right + 1)) return look_alike(*left, *right);
  return left + 1 != a.end() && left[0] == right[1] && left[1] == right[0] && std::equal(left + 2, a.end(), right + 2);
}

// One letter too many. A last A makes another name of one (MARTINA).
bool is_slip(const std::string& few, const std::string& many) {
  const auto [left, right] = std::mismatch(few.begin(), few.end(), many.begin());
  if (left == few.end()) return many.back() != 'A';
  return std::equal(left, few.end(), right + 1);
}

}  // namespace

bool is_one_word(std::string_view a, std::string_view b) {
  std::string few = letters_of(a), many = letters_of(b);
  if (few.size() > many.size()) few.swap(many);
  if (few == many || by_ear(few) == by_ear(many)) return true;
  if (many.size() > kMaxNameLetters) return false;
  if (few.size() == many.size() && few.size() >= kShortest && is_misseen(few, many)) return true;
  if (few.size() + 1 == many.size()) return few.size() >= kShortestSlip && is_slip(few, many);
  return similarity(few, many) >= kAlike;
}

}  // namespace cotejo::mx
