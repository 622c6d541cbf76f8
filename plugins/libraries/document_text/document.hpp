// A document as words with places, wherever they come from: the text of a PDF, or the picture of a page that was read.
// Plain values.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cotejo::document_text {

// In units of the page; origin top left.
struct Box {
  double x = 0, y = 0, width = 0, height = 0;
  double right() const { return x + width; }
  double bottom() const { return y + height; }
  double middle() const { return y + height / 2; }
};
Box around(const Box& a, const Box& b);

// What a picture shows along one line: how much speaks for another reading of it. Valid as long as its reader.
class Glimpse {
 public:
  virtual ~Glimpse() = default;
  // Of all texts that may stand in steps [first, last) of the line, the share of `text`.
  virtual double share(std::string_view text, int first, int last) const = 0;
};

struct Word {
  Box box;
  std::string text;                                      // UTF-8, no blanks
  double probability = 1;                                // that the letters are right: 1 for text that the file holds
  bool from_picture() const { return probability < 1; }  // its box is uncertain, then, by up to a letter
  std::string folded{};                                  // text_reading::bare(): A-Z and 0-9, for finding labels
  std::shared_ptr<const Glimpse> glimpse{};              // of words that were read from a picture as a whole
  int first_step = 0, last_step = 0;                     // of its line, with the room up to the words beside it
  double blanks = 1;                                     // 0.5..1: how sure it is where blanks are in it and before it
  bool may_hold_sign = false;                            // its `4`, or that before it, may be the sign of a number, `#`
};
// How much speaks for `text` instead of what was read: 1 as much, 0 nothing; 0 too where there is no picture to look
// at.
double may_be(const Word& word, std::string_view text);

struct Page {
  double width = 0, height = 0;
  bool scanned = false;  // its words are in its picture, not in the file
  std::vector<Word> words;
};

// Words side by side, from left to right.
struct Row {
  std::size_t page = 0;
  Box box;
  std::vector<Word> words;
};

// All rows of all pages, from top to bottom.
std::vector<Row> rows_of(const std::vector<Page>& pages);

// Words from `first` up to `last`, with single blanks between them.
std::string text_of(const Row& row, std::size_t first, std::size_t last);
inline std::string text_of(const Row& row) {
  return text_of(row, 0, row.words.size());
}
// Product of the probabilities.
double probability_of(const Row& row, std::size_t first, std::size_t last);
Box box_of(const Row& row, std::size_t first, std::size_t last);

// Where the row has the words of `phrase` (folded words, separated by blanks) one after the other, at `from` or later:
// the index of the first word, or npos. A letter may differ in words of at least `kForgiving` letters when the words
// were read from a picture.
inline constexpr std::size_t npos = static_cast<std::size_t>(-1);
inline constexpr std::size_t kForgiving = 6;
struct Found {
  std::size_t first = npos, last = npos;  // words [first, last)
  explicit operator bool() const { return first != npos; }
};
Found find_phrase(const Row& row, std::string_view phrase, std::size_t from = 0);

// As labels are compared: folded words of `text`, separated by single blanks; words without letters and digits go.
std::string folded_phrase(std::string_view text);

}  // namespace cotejo::document_text
