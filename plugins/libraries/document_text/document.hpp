// A document as words with their places, from the text of a PDF or read from the picture of a page. Plain values.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cotejo::document_text {

// A box in the units of its page; origin top left.
struct Box {
  double x = 0, y = 0, width = 0, height = 0;
  double right() const { return x + width; }
  double bottom() const { return y + height; }
  double middle() const { return y + height / 2; }
};
Box around(const Box& a, const Box& b);

// What the reader saw along one line of a picture: tells how likely another reading is. Valid as long as its reader.
class Glimpse {
 public:
  virtual ~Glimpse() = default;
  // The probability of `text` among all texts that may stand in steps [first, last) of the line.
  virtual double share(std::string_view text, int first, int last) const = 0;
};

struct Word {
  Box box;
  std::string text;                                      // UTF-8, no blanks
  double probability = 1;                                // that the letters are right; 1 for text from a file
  bool from_picture() const { return probability < 1; }  // the box of such a word may be off by a letter
  std::string folded{};                                  // text_reading::bare(): A-Z and 0-9, for finding labels
  std::shared_ptr<const Glimpse> glimpse{};              // only of words that were read from a picture
  int first_step = 0, last_step = 0;                     // of its line, with the room up to the words beside it
  double blanks = 1;                                     // 0.5..1: how sure it is where blanks are in it and before it
  bool may_hold_sign = false;                            // its `4`, or that before it, may be the sign of a number, `#`
};
// How likely `text` is compared with what was read: 1 equally likely, 0 impossible; also 0 when the word was not read
// from a picture.
double may_be(const Word& word, std::string_view text);

struct Page {
  double width = 0, height = 0;
  bool scanned = false;  // the page is only a picture; its words must be read from that
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

// Words [first, last), separated by single blanks.
std::string text_of(const Row& row, std::size_t first, std::size_t last);
inline std::string text_of(const Row& row) {
  return text_of(row, 0, row.words.size());
}
// The product of the probabilities of words [first, last).
double probability_of(const Row& row, std::size_t first, std::size_t last);
Box box_of(const Row& row, std::size_t first, std::size_t last);

// Finds the words of `phrase` (folded, separated by blanks) next to each other in the row, at word `from` or later. In
// words that were read from a picture and have at least `kForgiving` letters, one letter may differ.
inline constexpr std::size_t npos = static_cast<std::size_t>(-1);
inline constexpr std::size_t kForgiving = 6;
struct Found {
  std::size_t first = npos, last = npos;  // words [first, last)
  explicit operator bool() const { return first != npos; }
};
Found find_phrase(const Row& row, std::string_view phrase, std::size_t from = 0);

// `text` in the form in which labels are compared: folded words, separated by single blanks, without words that have
// neither letters nor digits.
std::string folded_phrase(std::string_view text);

}  // namespace cotejo::document_text
