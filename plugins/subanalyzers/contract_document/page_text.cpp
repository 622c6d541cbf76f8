#include "page_text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <text_reading/folding.hpp>

#include "filling.hpp"
#include "plain_marks.hpp"

namespace cotejo::contract_document {
namespace {

using document_text::Row;

constexpr double kMargin = 0.14;     // of a page's height: where headers and footers are
constexpr double kMostWords = 0.75;  // of a furniture line that a row must have to be it
constexpr std::size_t kMostPages = 1000;
constexpr double kSureNumber = 0.95;  // of a page's number in a picture: a misread one would be a missing page
// Of a picture's words beside a header or a page's number: what is shorter or less sure is a stain, or a piece of
// those.
constexpr double kSureWord = 0.9;
constexpr std::size_t kShortest = 4;  // letters

struct Line {
  std::vector<FoundWord> words;
  double top = 0, bottom = 0;  // shares of the page's height
};

// In a picture, the point before the cents of an amount with groups may be read as a comma: `$17,442,09`.
std::string with_point(std::string text) {
  const auto end = text.find_last_of("0123456789");
  if (end == std::string::npos || end < 3 || text[end - 2] != ',') return text;
  const bool digits = text[end - 1] >= '0' && text[end - 1] <= '9' && text[end - 3] >= '0' && text[end - 3] <= '9';
  if (digits && text.find('.') == std::string::npos) text[end - 2] = '.';
  return text;
}

std::vector<Line> lines_of(const document_text::Page& page, std::size_t index, bool scanned) {
  std::vector<Line> lines;
  for (const Row& row : document_text::rows_of({page})) {
    Line line;
    line.top = row.box.y / page.height, line.bottom = row.box.bottom() / page.height;
    for (const auto& word : row.words) {
      FoundWord found{word.text,
                      comparable(scanned ? with_point(word.text) : word.text),
                      index,
                      word.box,
                      word.probability,
                      scanned,
                      false,
                      word.glimpse,
                      word.first_step,
                      word.last_step};
      if (!found.folded.empty()) line.words.push_back(std::move(found));
    }
    if (line.words.empty()) continue;
    auto& last = line.words.back();
    last.ends_in_hyphen = last.text.size() > 1 && last.text.back() == '-';
    lines.push_back(std::move(line));
  }
  return lines;
}

std::optional<int> page_number(const FoundWord& word) {
  if (word.probability < kSureNumber) return std::nullopt;
  int value = 0;
  const auto* end = word.folded.data() + word.folded.size();
  if (std::from_chars(word.folded.data(), end, value).ptr != end || value < 1 || value > static_cast<int>(kMostPages))
    return std::nullopt;
  return value;
}

bool alike(const FoundWord& word, std::string_view wanted) {
  if (word.folded == wanted) return true;
  return word.scanned && wanted.size() >= 4 && text_reading::edit_distance(word.folded, wanted, 1) <= 1;
}

// The letters of a line, without blanks, which pictures lose and gain.
std::string letters_of(const Line& line) {
  std::string letters;
  for (const auto& word : line.words)
    std::copy_if(word.folded.begin(), word.folded.end(), std::back_inserter(letters),
                 [](char c) { return c >= 'A' && c <= 'Z'; });
  return letters;
}

// One letter in four may be misread.
bool nearly(const std::string& read, const std::string& wanted) {
  const int allowed = static_cast<int>(wanted.size() / 4);
  return wanted.size() >= 4 && text_reading::edit_distance(read, wanted, allowed) <= allowed;
}

bool is_scanned(const Line& line) {
  return std::all_of(line.words.begin(), line.words.end(), [](const FoundWord& word) { return word.scanned; });
}

// `PAGI INA 5DE5`: the number itself is not told then.
bool looks_like_page_number(const Line& line) {
  const bool digits =
      std::any_of(line.words.begin(), line.words.end(), [](const FoundWord& word) { return has_digit(word.folded); });
  return is_scanned(line) && digits && (nearly(letters_of(line), "PAGINADE") || nearly(letters_of(line), "HOJADE"));
}

struct Words {
  std::size_t first = 0, last = 0;  // words [first, last) of a line
};

// Pagina 2 de 5, Hoja 2/5, Page 2 of 5: wherever a template says so or not.
std::optional<Words> read_page_number(const Line& line, PageText& page) {
  for (std::size_t i = 0; i < line.words.size(); ++i) {
    const auto& word = line.words[i].folded;
    const bool label = alike(line.words[i], "PAGINA") || word == "PAG" || word == "HOJA" || word == "PAGE";
    if (!label || i + 1 >= line.words.size()) continue;
    // `2/5`, and `2 de 5` that was read without its blanks.
    const auto& next = line.words[i + 1].folded;
    const auto run_on = next.find("DE");
    const auto slash = run_on != std::string::npos && run_on > 0 ? run_on : next.find('/');
    if (slash != std::string::npos) {
      FoundWord first = line.words[i + 1], second = first;
      first.folded.resize(slash);
      second.folded.erase(0, slash + (slash == run_on ? 2 : 1));
      if (const auto n = page_number(first)) page.number = *n;
      if (const auto n = page_number(second)) page.total = *n;
      if (page.number == 0 && !line.words[i + 1].scanned) continue;
      return Words{i, i + 2};
    }
    const auto number = page_number(line.words[i + 1]);
    if (!number) continue;
    page.number = *number;
    const bool of = i + 3 < line.words.size() && (line.words[i + 2].folded == "DE" || line.words[i + 2].folded == "OF");
    const auto total = of ? page_number(line.words[i + 3]) : std::nullopt;
    page.total = total.value_or(0);
    return Words{i, i + (total ? 4 : 2)};
  }
  return std::nullopt;
}

// Which words of the line are not those of the pattern; nothing when the line is another.
std::optional<std::vector<FoundWord>> beside(const Line& line, const std::vector<std::string>& pattern) {
  std::vector<FoundWord> others;
  std::size_t at = 0, met = 0;
  for (const FoundWord& word : line.words) {
    const std::size_t before = met;
    for (std::size_t i = at; i < std::min(at + 3, pattern.size()) && met == before; ++i) {
      if (pattern[i] == kAnyNumber ? !page_number(word).has_value() : !alike(word, pattern[i])) continue;
      at = i + 1;
      ++met;
    }
    if (met == before) others.push_back(word);
  }
  const auto most = static_cast<double>(std::max(pattern.size(), line.words.size()));
  if (!pattern.empty() && static_cast<double>(met) >= kMostWords * most) return others;
  std::string wanted;
  for (const auto& word : pattern)
    if (word != kAnyNumber) wanted += word;
  if (is_scanned(line) && nearly(letters_of(line), wanted)) return others;
  return std::nullopt;
}

std::string repeated_form(const Line& line) {
  std::string form;
  for (const auto& word : line.words) form += has_digit(word.folded) ? "# " : word.folded + ' ';
  return form;
}

// Lines in the margins that stand on most pages, whatever their numbers are.
bool stands_on_most(const std::vector<std::vector<Line>>& pages, const std::string& form) {
  std::size_t on = 0;
  for (const auto& lines : pages)
    on +=
        std::any_of(lines.begin(), lines.end(), [&](const Line& line) { return repeated_form(line) == form; }) ? 1 : 0;
  return pages.size() >= 3 && on * 3 >= pages.size() * 2;
}

// What stands around the text is told once, however many pages repeat it.
class Margins {
 public:
  // `around`: the words of what the others stand beside.
  void add(PageText& page, const std::vector<FoundWord>& others, std::string_view around = {}) {
    Line line;
    for (const auto& word : others)
      if (!word.scanned || !is_piece(word, around)) line.words.push_back(word);
    std::vector<std::string> words;
    for (const auto& word : line.words) words.push_back(word.folded);
    if (!says_something(words) || !told_.insert(repeated_form(line)).second) return;
    MarginLine told{{}, line.words.front().box, line.words.size()};
    for (const auto& word : line.words) {
      told.text += (told.text.empty() ? "" : " ") + word.text;
      told.box = document_text::around(told.box, word.box);
    }
    page.margin.push_back(std::move(told));
  }

 private:
  static bool is_piece(const FoundWord& word, std::string_view around) {
    return word.probability < kSureWord || word.folded.size() < kShortest || around.find(word.folded) != around.npos;
  }

  std::set<std::string> told_;
};

// Takes the lines that are the page's furniture out of its text.
class Furniture {
 public:
  Furniture(const std::vector<std::vector<Line>>& pages, const std::vector<std::vector<std::string>>& patterns)
      : pages_(pages), patterns_(patterns) {}

  bool takes(const Line& line, PageText& page) {
    if (line.top >= kMargin && line.bottom <= 1 - kMargin) return false;
    const auto number = line.words.size() <= kMostNumbered ? read_page_number(line, page) : std::nullopt;
    Line rest = line;
    if (number)
      rest.words.erase(rest.words.begin() + static_cast<std::ptrdiff_t>(number->first),
                       rest.words.begin() + static_cast<std::ptrdiff_t>(number->last));
    for (const Line* each : {&line, static_cast<const Line*>(&rest)})
      for (const auto& pattern : patterns_)
        if (const auto others = beside(*each, pattern)) return margins_.add(page, *others, joined(pattern)), true;
    const bool numbered = number || (line.words.size() <= kMostNumbered && looks_like_page_number(line));
    if (!numbered && !stands_on_most(pages_, repeated_form(line))) return false;
    if ((number || !numbered) && !is_part_of_one(rest)) margins_.add(page, rest.words);
    return true;
  }

 private:
  static constexpr std::size_t kMostNumbered = 12;  // words of a line with a page's number

  // A header that was set in two lines.
  bool is_part_of_one(const Line& line) const {
    const auto same = [](const std::string& wanted, const FoundWord& word) { return alike(word, wanted); };
    return std::any_of(patterns_.begin(), patterns_.end(), [&](const auto& pattern) {
      return std::search(pattern.begin(), pattern.end(), line.words.begin(), line.words.end(), same) != pattern.end();
    });
  }

  static std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const auto& word : words) all += word;
    return all;
  }

  const std::vector<std::vector<Line>>& pages_;
  const std::vector<std::vector<std::string>>& patterns_;
  Margins margins_;
};

}  // namespace

std::vector<PageText> read_pages(const std::vector<document_text::Page>& pages, const std::vector<bool>& from_pictures,
                                 const std::vector<std::vector<std::string>>& furniture) {
  std::vector<std::vector<Line>> lines;
  for (std::size_t i = 0; i < pages.size(); ++i) lines.push_back(lines_of(pages[i], i, from_pictures[i]));
  Furniture around(lines, furniture);
  std::vector<PageText> out;
  for (const auto& page : lines) {
    PageText& text = out.emplace_back();
    for (const Line& line : page)
      if (!around.takes(line, text)) text.words.insert(text.words.end(), line.words.begin(), line.words.end());
  }
  return out;
}

}  // namespace cotejo::contract_document
