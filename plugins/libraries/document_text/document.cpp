#include "document.hpp"

#include <algorithm>
#include <cmath>
#include <is_digit.hpp>
#include <text_reading/folding.hpp>

namespace cotejo::document_text {
namespace {

constexpr std::size_t kMinParted = 3;  // letters before a slash that parts words: `S/N` is one
constexpr double kSameRow = 0.5;       // of the smaller word's height, between middles
constexpr double kOnePhrase = 0.8;     // letter heights between words of one phrase
constexpr double kOneSize = 0.65;      // height of small letters over that of the capitals beside them

// `Retiro/Cargo`, `Periodo:01/09/2026`: two words of a label, or a label and its value, without a blank between them.
std::size_t seam_of(std::string_view text) {
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (is_digit(text[i - 1])) return std::string_view::npos;
    if (text[i] == ':' || (i >= kMinParted && text[i] == '/' && !is_digit(text[i + 1]))) return i;
  }
  return std::string_view::npos;
}

std::vector<Word> parted(const std::vector<Word>& whole) {
  std::vector<Word> words;
  for (Word word : whole) {
    for (auto seam = seam_of(word.text); seam != std::string::npos; seam = seam_of(word.text)) {
      Word left = word;
      const double share = static_cast<double>(seam + 1) / static_cast<double>(word.text.size());
      left.text.resize(seam + 1);
      left.box.width *= share;
      word.text.erase(0, seam + 1);
      word.box.x += left.box.width;
      word.box.width -= left.box.width;
      left.glimpse = word.glimpse = nullptr;
      words.push_back(std::move(left));
    }
    words.push_back(std::move(word));
  }
  for (Word& word : words) word.folded = text_reading::bare(word.text);
  return words;
}

// How far the word is from the level of the row, in letter heights, where it would stand in it; negative where another
// word of the row stands already: two columns of different leading would run into one another.
double off_level(const Word& word, const Row& row) {
  const double same_place = word.from_picture() ? 0.6 : 0.3;  // of the narrower word's width
  const Word* beside = nullptr;
  double nearest = 0;
  for (const Word& other : row.words) {
    const double common = std::min(word.box.right(), other.box.right()) - std::max(word.box.x, other.box.x);
    if (common > same_place * std::min(word.box.width, other.box.width)) return -1;
    if (!beside || -common < nearest) beside = &other, nearest = -common;
  }
  const double off = std::abs(beside->box.middle() - word.box.middle());
  const auto [low, high] = std::minmax(beside->box.height, word.box.height);
  // `7 de` and `agosto`, found as two lines of a picture: small letters that hang low are measured by themselves.
  const bool one_phrase = word.from_picture() && nearest < kOnePhrase * high && low > kOneSize * high;
  return off / (one_phrase ? high : low);
}

// Among the last few rows: a tall word beside small ones is not always next to its row in the order.
Row* row_of(const Word& word, std::vector<Row>& rows) {
  constexpr std::size_t kBack = 4;
  Row* home = nullptr;
  double least = kSameRow;
  for (std::size_t back = 0; back < std::min(kBack, rows.size()); ++back) {
    Row& row = rows[rows.size() - 1 - back];
    const double off = off_level(word, row);
    if (off >= 0 && off <= least) home = &row, least = off;
  }
  return home;
}

// A comma that hangs below its line is found as a line of its own in pictures, and parts what stands around it.
bool has_marks_alone(const Row& row) {
  return std::all_of(row.words.begin(), row.words.end(),
                     [](const Word& word) { return word.from_picture() && word.folded.empty(); });
}

std::vector<Row> rows_on(const Page& page, std::size_t index) {
  std::vector<Word> words = parted(page.words);
  std::stable_sort(words.begin(), words.end(),
                   [](const Word& a, const Word& b) { return a.box.middle() < b.box.middle(); });
  std::vector<Row> rows;
  for (Word& word : words) {
    Row* home = row_of(word, rows);
    if (!home) {
      home = &rows.emplace_back();
      home->page = index;
      home->box = word.box;
    }
    home->box = around(home->box, word.box);
    home->words.push_back(std::move(word));
  }
  std::erase_if(rows, has_marks_alone);
  for (Row& row : rows)
    std::stable_sort(row.words.begin(), row.words.end(),
                     [](const Word& a, const Word& b) { return a.box.x < b.box.x; });
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.box.middle() < b.box.middle(); });
  return rows;
}

bool same_word(const Word& word, std::string_view wanted) {
  if (word.folded == wanted) return true;
  if (word.probability >= 1 || wanted.size() < kForgiving) return false;
  return text_reading::edit_distance(word.folded, wanted, 1) <= 1;
}

}  // namespace

Box around(const Box& a, const Box& b) {
  const double x = std::min(a.x, b.x), y = std::min(a.y, b.y);
  return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

std::vector<Row> rows_of(const std::vector<Page>& pages) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    auto more = rows_on(pages[i], i);
    rows.insert(rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return rows;
}

std::string text_of(const Row& row, std::size_t first, std::size_t last) {
  std::string text;
  for (std::size_t i = first; i < std::min(last, row.words.size()); ++i) {
    if (!text.empty()) text += ' ';
    text += row.words[i].text;
  }
  return text;
}

double probability_of(const Row& row, std::size_t first, std::size_t last) {
  double product = 1;
  for (std::size_t i = first; i < std::min(last, row.words.size()); ++i) product *= row.words[i].probability;
  return product;
}

Box box_of(const Row& row, std::size_t first, std::size_t last) {
  if (first >= row.words.size()) return {};
  Box box = row.words[first].box;
  for (std::size_t i = first; i < std::min(last, row.words.size()); ++i) box = around(box, row.words[i].box);
  return box;
}

namespace {

// How many words from `at` are `wanted`; 0 when they are not. A picture's words may come in pieces: `MUNICI P IO`.
std::size_t words_that_are(const Row& row, std::size_t at, std::string_view wanted) {
  constexpr std::size_t kMostPieces = 3;
  if (same_word(row.words[at], wanted)) return 1;
  Word joined = row.words[at];
  for (std::size_t pieces = 2; pieces <= kMostPieces && at + pieces <= row.words.size(); ++pieces) {
    const Word& next = row.words[at + pieces - 1];
    if (joined.probability >= 1 || next.probability >= 1) return 0;
    joined.folded += next.folded;
    if (joined.folded.size() > wanted.size() + 1) return 0;
    if (!same_word(joined, wanted)) continue;
    // `CARG O DEPÓSI TOS`: the `O` is not the beginning of DEPOSITOS, however little it would change.
    Word without_first = next;
    without_first.folded = joined.folded.substr(row.words[at].folded.size());
    return joined.folded != wanted && same_word(without_first, wanted) ? 0 : pieces;
  }
  return 0;
}

}  // namespace

Found find_phrase(const Row& row, std::string_view phrase, std::size_t from) {
  for (std::size_t start = from; start < row.words.size(); ++start) {
    if (row.words[start].folded.empty()) continue;
    std::size_t at = start;
    std::string_view rest = phrase;
    while (!rest.empty()) {
      const auto blank = rest.find(' ');
      const auto wanted = rest.substr(0, blank);
      while (at < row.words.size() && at > start && row.words[at].folded.empty()) ++at;  // "(+)", "/", ":"
      const std::size_t words = at < row.words.size() ? words_that_are(row, at, wanted) : 0;
      if (words == 0) break;
      at += words;
      rest = blank == std::string_view::npos ? std::string_view{} : rest.substr(blank + 1);
    }
    if (rest.empty() && !phrase.empty()) return {start, at};
  }
  return {};
}

double may_be(const Word& word, std::string_view text) {
  if (!word.glimpse) return 0;
  const double other = word.glimpse->share(text, word.first_step, word.last_step);
  const double read = word.glimpse->share(text_reading::upper_case(word.text), word.first_step, word.last_step);
  return other >= read ? (other > 0 ? 1 : 0) : other / read;
}

std::string folded_phrase(std::string_view text) {
  std::string phrase;
  while (!text.empty()) {
    const auto blank = text.find(' ');
    const std::string word = text_reading::bare(text.substr(0, blank));
    if (!word.empty()) phrase += (phrase.empty() ? "" : " ") + word;
    if (blank == std::string_view::npos) break;
    text.remove_prefix(blank + 1);
  }
  return phrase;
}

}  // namespace cotejo::document_text
