#include "mx/name.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "letters.hpp"

namespace cotejo::mx {
namespace {

constexpr char32_t kCombiningTilde = 0x0303;

bool is_combining(char32_t c) {
  return u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK;
}

// Typographic variants of the apostrophe and the hyphen that documents use.
char32_t plain(char32_t c) {
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x00B4:
    case 0x02BC:
    case U'`':
      return U'\'';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
      return U'-';
    default:
      return c;
  }
}

std::u32string decomposed_upper(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  if (U_FAILURE(status)) return decode(utf8);
  text.toUpper(icu::Locale::getRoot());
  icu::UnicodeString split = nfd->normalize(text, status);
  std::string out;
  split.toUTF8String(out);
  return decode(out);
}

std::u32string normal_letters(std::string_view utf8) {
  std::u32string letters;
  for (char32_t c : decomposed_upper(utf8)) {
    if (c == kCombiningTilde && !letters.empty() && letters.back() == U'N') {
      letters.back() = kEnye;
    } else if (u_isUWhiteSpace(static_cast<UChar32>(c))) {
      if (!letters.empty() && letters.back() != U' ') letters.push_back(U' ');
    } else if (!is_combining(c)) {
      letters.push_back(plain(c));
    }
  }
  if (!letters.empty() && letters.back() == U' ') letters.pop_back();
  return letters;
}

std::u32string comparable_letters(std::string_view utf8) {
  std::u32string letters;
  for (char32_t c : normal_letters(utf8)) {
    if (c == U'.' || c == U'\'' || c == U',') continue;
    const bool blank = c == U'-' || c == U'/' || c == U' ';
    if (!blank) letters.push_back(c);
    if (blank && !letters.empty() && letters.back() != U' ') letters.push_back(U' ');
  }
  if (!letters.empty() && letters.back() == U' ') letters.pop_back();
  return letters;
}

// For comparing alone: no blanks, and N for Ñ, since machine-readable lines and many systems lose the tilde.
std::u32string folded(std::string_view utf8) {
  std::u32string letters = comparable_letters(utf8);
  std::erase(letters, U' ');
  std::replace(letters.begin(), letters.end(), kEnye, U'N');
  return letters;
}

// Optimal string alignment distance, in three rows.
std::size_t edit_distance(const std::u32string& a, const std::u32string& b) {
  std::array<std::vector<std::size_t>, 3> rows;
  for (auto& row : rows) row.resize(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i - 1) % 3];
    const auto& above_two = rows[(i + 1) % 3];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + changed});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], above_two[j - 2] + 1);
    }
  }
  return rows[a.size() % 3][b.size()];
}

double likeness(const std::u32string& a, const std::u32string& b) {
  if (a.empty() || b.empty() || a.size() > kMaxNameLetters || b.size() > kMaxNameLetters) return 0;
  return 1.0 - static_cast<double>(edit_distance(a, b)) / static_cast<double>(std::max(a.size(), b.size()));
}

}  // namespace

std::string normalize(std::string_view utf8) {
  return encode(normal_letters(utf8));
}

std::string comparable(std::string_view utf8) {
  return encode(comparable_letters(utf8));
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> found;
  for (std::size_t begin = text.find_first_not_of(' '); begin != std::string_view::npos;) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    found.emplace_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(' ', end);
  }
  return found;
}

double similarity(std::string_view a, std::string_view b) {
  return likeness(folded(a), folded(b));
}

std::size_t letters_apart(std::string_view a, std::string_view b) {
  const std::u32string left = folded(a), right = folded(b);
  const std::size_t longer = std::max(left.size(), right.size());
  return longer > kMaxNameLetters ? longer : edit_distance(left, right);
}

double similarity_of_cut(std::string_view whole, std::string_view cut, std::size_t min_letters) {
  std::u32string long_form = folded(whole);
  const std::u32string short_form = folded(cut);
  if (short_form.size() >= min_letters && long_form.size() > short_form.size()) long_form.resize(short_form.size());
  return likeness(long_form, short_form);
}

double similarity_of_subset(std::string_view a, std::string_view b) {
  std::vector<std::string> few = words(comparable(a));
  std::vector<std::string> many = words(comparable(b));
  if (few.size() > many.size()) std::swap(few, many);
  constexpr std::size_t kMaxWords = 12;  // of a name; more are not compared
  if (few.empty() || many.size() > kMaxWords) return similarity(a, b);
  double sum = 0;
  for (const std::string& word : few) {
    auto best = many.end();
    double best_score = -1;
    for (auto other = many.begin(); other != many.end(); ++other) {
      if (const double score = similarity(word, *other); score > best_score) {
        best_score = score;
        best = other;
      }
    }
    sum += best_score;
    many.erase(best);  // a word of the longer side is used once
  }
  return sum / static_cast<double>(few.size());
}

}  // namespace cotejo::mx
