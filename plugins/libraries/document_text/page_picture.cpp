#include "page_picture.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <text_reading/spacing.hpp>

#include "joined_words.hpp"
#include "light_print.hpp"
#include "minus_sign.hpp"
#include "money.hpp"
#include "number_sign.hpp"

namespace cotejo::document_text {
namespace {

using text_reading::PageLine;
using text_reading::Span;
using text_reading::TextLine;

constexpr std::size_t kMaxLines = 1500;  // pieces of text of a page, columns counted apart
constexpr std::size_t kBatch = 64;       // lines between two looks at `stop`
constexpr int kMinLetter = 7;            // pixels; smaller ones cannot be read
constexpr double kSmall = 16;            // pixels of letters: marks of smaller ones are lost, and pages made larger
constexpr double kWorthwhile = 1.15;     // times as large; less changes nothing
constexpr double kMost = 2;              // times: beyond, there is nothing to be seen
constexpr double kMostlyDigits = 0.5;    // share of a word's letters from which it is read again as a figure
bool is_figure_letter(const std::string& letter) {
  return letter.size() == 1 && kFigureLetters.find(letter[0]) != std::string_view::npos;
}

// `206A`: a house's number, of which the letter is not a digit that was misread.
bool is_lettered_number(const std::string& text) {
  constexpr std::size_t kLongest = 5;
  if (text.size() < 2 || text.size() > kLongest || text.back() < 'A' || text.back() > 'H') return false;
  return std::all_of(text.begin(), text.end() - 1, [](char c) { return c >= '0' && c <= '9'; });
}

double of_least_sure_letter(const PageLine& line, Span span) {
  double least = 1;
  for (int step = span.first; step < span.last; ++step) {
    double most = 0;
    for (int letter = 0; letter < line.posteriors.letters; ++letter)
      most = std::max(most, static_cast<double>(line.posteriors.at(step, letter)));
    least = std::min(least, most);
  }
  return least;
}

// Median slope of the long lines: short ones say little.
double slope_of(const std::vector<TextLine>& lines) {
  std::vector<double> slopes;
  for (const auto& line : lines)
    if (line.pieces.size() >= 8) slopes.push_back(line.slope);
  if (slopes.empty()) return 0;
  std::nth_element(slopes.begin(), slopes.begin() + static_cast<std::ptrdiff_t>(slopes.size() / 2), slopes.end());
  return slopes[slopes.size() / 2];
}

// Median of the long lines; as for small letters when there are none.
double letter_height_of(const std::vector<TextLine>& lines) {
  std::vector<int> heights;
  for (const auto& line : lines)
    if (line.pieces.size() >= 8) heights.push_back(line.letter_height);
  if (heights.empty()) return kSmall;
  std::nth_element(heights.begin(), heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2), heights.end());
  return heights[heights.size() / 2];
}

// Most steps are sure of one letter: only what counts is kept of the others.
class LineGlimpse final : public Glimpse {
 public:
  LineGlimpse(const text_reading::Posteriors& line, const text_reading::Alphabet& every,
              const text_reading::Alphabet& figures)
      : letters_(line.letters), every_(every), figures_(figures) {
    for (int step = 0; step < line.steps; ++step) {
      for (int letter = 0; letter < line.letters; ++letter)
        if (const float value = line.at(step, letter); value >= kCounts)
          kept_.push_back({static_cast<std::uint16_t>(letter), value});
      ends_.push_back(kept_.size());
    }
  }

  double share(std::string_view text, int first, int last) const override {
    first = std::max(first, 0), last = std::min(last, static_cast<int>(ends_.size()));
    if (first >= last || text.empty()) return 0;
    text_reading::Posteriors span{last - first, letters_, {}, 0};
    span.values.assign(static_cast<std::size_t>(span.steps) * static_cast<std::size_t>(letters_), 0);
    for (int step = first; step < last; ++step)
      for (std::size_t i = step == 0 ? 0 : ends_[static_cast<std::size_t>(step) - 1];
           i < ends_[static_cast<std::size_t>(step)]; ++i)
        span.values[static_cast<std::size_t>((step - first) * letters_ + kept_[i].letter)] = kept_[i].value;
    const bool figure = text.find_first_not_of(kFigureLetters) == std::string_view::npos;
    return text_reading::probability_of(text, span, figure ? figures_ : every_, {0, span.steps});
  }

 private:
  static constexpr float kCounts = 1e-4F;
  struct Kept {
    std::uint16_t letter;
    float value;
  };
  int letters_;
  const text_reading::Alphabet &every_, &figures_;
  std::vector<Kept> kept_;
  std::vector<std::size_t> ends_;  // of each step
};

// Where blanks are, as all lines of the page say: the network alone loses one in fifty, and finds as many that are not.
std::vector<text_reading::Spaced> space_out(const std::vector<PageLine>& lines) {
  std::vector<text_reading::LetteredLine> block;
  for (const PageLine& line : lines) {
    auto& lettered = block.emplace_back(text_reading::LetteredLine{{&line, nullptr}, nullptr, {}});
    std::copy_if(line.decoded.letters.begin(), line.decoded.letters.end(), std::back_inserter(lettered.letters),
                 [](const text_reading::DecodedLetter& letter) { return letter.text != " "; });
  }
  return text_reading::space_out(block);
}

// `blanks`: of each gap between two letters, the probability of one.
void put_blanks(PageLine& line, const std::vector<double>& blanks) {
  std::vector<text_reading::DecodedLetter> letters;
  std::size_t gap = 0;
  for (auto& letter : line.decoded.letters) {
    if (letter.text == " ") continue;
    if (!letters.empty() && blanks[gap++] > 0.5)
      letters.push_back({" ", {letters.back().span.last, letter.span.first}});
    letters.push_back(std::move(letter));
  }
  line.decoded.letters = std::move(letters);
}

// Puts one `#` where the line has the sign before a number, instead of the letters that were read there.
void put_number_signs(PageLine& line, const std::vector<cv::Rect>& signs) {
  constexpr double kBeside = 0.15;  // of the sign's width: letters are placed by steps of the network
  auto& letters = line.decoded.letters;
  for (const auto& sign : signs) {
    const double from = sign.x - kBeside * sign.width, to = sign.br().x + kBeside * sign.width;
    const auto in_sign = [&](const text_reading::DecodedLetter& letter) {
      const double x = line.x_of((letter.span.first + letter.span.last) / 2);
      return letter.text != " " && x > from && x < to;
    };
    const auto first = std::find_if(letters.begin(), letters.end(), in_sign);
    if (first == letters.end()) continue;
    const auto last = std::find_if_not(first, letters.end(), in_sign);
    const auto next = std::find_if(last, letters.end(), [](const auto& letter) { return letter.text != " "; });
    if (next == letters.end() || next->text.size() != 1 || next->text[0] < '0' || next->text[0] > '9') continue;
    first->text = "#";
    first->span.last = (last - 1)->span.last;
    letters.erase(first + 1, last);
  }
}

// The network is sure of a letter in its middle: a word's box reaches from there to there, and blanks look as wide as
// columns. Its ink says where it ends.
void fit_to_ink(std::vector<Word>& words, const std::vector<cv::Rect>& pieces, double letter_height) {
  constexpr double kReach = 0.7;   // letter heights between the middle of a piece of ink and its word
  constexpr double kWidest = 1.5;  // letter heights that a piece may be wider than its word: lines are none of it
  std::vector<Box> boxes;
  for (const Word& word : words) boxes.push_back(word.box);
  for (const cv::Rect& piece : pieces) {
    const double middle = piece.x + piece.width / 2.0;
    std::size_t nearest = words.size();
    double least = kReach * letter_height;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const double apart = std::max({0.0, words[i].box.x - middle, middle - words[i].box.right()});
      if (apart < least) nearest = i, least = apart;
    }
    if (nearest == words.size() || piece.width > words[nearest].box.width + kWidest * letter_height) continue;
    Box& box = boxes[nearest];
    const double right = std::max(box.right(), static_cast<double>(piece.x + piece.width));
    box.x = std::min(box.x, static_cast<double>(piece.x));
    box.width = right - box.x;
  }
  for (std::size_t i = 0; i < words.size(); ++i) words[i].box = boxes[i];
}

// Marks numbers that begin with a `4` or a `1` of which the picture does not show that it is one: the network has no
// `#`, and reads it so where it is small.
void mark_possible_signs(std::vector<Word>& words, const cv::Mat& grey, const TextLine& line) {
  constexpr double kWidestOne = 0.6;  // letter heights: a 1 with serifs is narrower
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (std::size_t i = 0; i < words.size(); ++i) {
    Word& word = words[i];
    const bool parted = word.text == "4" && i + 1 < words.size() && is_digit(words[i + 1].text.front());
    const bool one = word.text.front() == '1';
    const bool number = word.text.size() > 1 && (word.text[0] == '4' || one) && is_digit(word.text[1]);
    if (!parted && !number) continue;
    const auto first = std::find_if(line.pieces.begin(), line.pieces.end(), [&](const cv::Rect& piece) {
      const double middle = piece.x + piece.width / 2.0;
      return middle > word.box.x && middle < word.box.right();
    });
    if (first != line.pieces.end() &&
        (one ? first->width < kWidestOne * line.letter_height : has_one_foot(grey, *first, line.letter_height)))
      continue;
    word.may_hold_sign = true;
    if (parted) words[i + 1].may_hold_sign = true;
  }
}

// Writes the sign before amounts whose minus was seen and not read.
void put_minus_signs(std::vector<Word>& words, const cv::Mat& grey, const TextLine& line) {
  for (Word& word : words) {
    const auto figure = parse_figure(word.text);
    if (!figure || figure->sign != 0) continue;
    cv::Rect ink;
    for (const cv::Rect& piece : line.pieces) {
      const double middle = piece.x + piece.width / 2.0;
      if (middle > word.box.x && middle < word.box.right()) ink = ink.empty() ? piece : ink | piece;
    }
    if (minus_beside(grey, ink, Side::left) || minus_beside(grey, ink, Side::right)) word.text.insert(0, "-");
  }
}

}  // namespace

PictureReader::PictureReader(text_reading::LineModel model)
    : network_(std::move(model)),
      every_(text_reading::every_letter(network_)),
      figures_(network_, kFigureLetters, {"0OQD", "1IL", "5S", "8B"}) {}

std::vector<Word> PictureReader::words_of(const PageLine& line, const std::vector<double>& blanks) const {
  std::vector<Word> words;
  const auto& letters = line.decoded.letters;
  const auto glimpse = std::make_shared<const LineGlimpse>(line.posteriors, every_, figures_);
  int room = 0;         // from the end of the word before
  std::size_t gap = 0;  // before the next letter, of `blanks`; the first letter has none
  for (std::size_t i = 0; i < letters.size();) {
    if (letters[i].text == " ") {
      ++i;
      continue;
    }
    std::size_t end = i, digits = 0;
    Word word;
    for (; end < letters.size() && letters[end].text != " "; ++end, ++gap) {
      word.text += letters[end].text;
      if (gap > 0) word.blanks = std::min(word.blanks, std::max(blanks[gap - 1], 1 - blanks[gap - 1]));
      digits += is_figure_letter(letters[end].text) ? 1 : 0;
    }
    Span span{letters[i].span.first, letters[end - 1].span.last};
    word.probability = std::min(0.999, of_least_sure_letter(line, span));
    const bool as_read = word.text.find('/') != std::string::npos || is_lettered_number(word.text);
    if (!as_read && static_cast<double>(digits) >= kMostlyDigits * static_cast<double>(end - i) && digits < end - i) {
      const auto figure = text_reading::decode(line.posteriors, figures_, span);
      if (figure.letters.size() == end - i) word.text = figure.text();
    }
    const auto box = line.box_of(span);
    word.box = {static_cast<double>(box.x), static_cast<double>(box.y), static_cast<double>(box.width),
                static_cast<double>(box.height)};
    if (!words.empty()) words.back().last_step = span.first;
    word.glimpse = glimpse, word.first_step = room, word.last_step = line.posteriors.steps;
    room = span.last;
    words.push_back(std::move(word));
    i = end;
  }
  join_figures(words);
  return words;
}

std::optional<std::vector<Word>> PictureReader::read(const cv::Mat& picture, double width, double height,
                                                     const std::function<bool()>& stop) const {
  cv::Mat grey = dark_print(picture);
  text_reading::LineLimits limits;
  limits.min_letter = kMinLetter;
  limits.max_lines = kMaxLines;
  auto lines = text_reading::find_lines(grey, limits);
  if (const double larger = kSmall / std::max(1.0, letter_height_of(lines)); larger > kWorthwhile) {
    cv::resize(grey, grey, {}, std::min(kMost, larger), std::min(kMost, larger), cv::INTER_CUBIC);
    lines = text_reading::find_lines(grey, limits);
  }
  const double slope = slope_of(lines), sx = width / grey.cols, sy = height / grey.rows;
  std::vector<Word> words;
  for (std::size_t at = 0; at < lines.size(); at += kBatch) {
    if (stop()) return std::nullopt;
    const std::vector<TextLine> batch(lines.begin() + static_cast<std::ptrdiff_t>(at),
                                      lines.begin() + static_cast<std::ptrdiff_t>(std::min(at + kBatch, lines.size())));
    auto read = text_reading::read_lines(grey, batch, network_, every_, {}, stop);
    for (PageLine& line : read) put_number_signs(line, number_signs(grey, line.place.pieces, line.place.letter_height));
    const auto spaced = space_out(read);
    for (std::size_t i = 0; i < read.size(); ++i) {
      PageLine& line = read[i];
      put_blanks(line, spaced[i].blanks);
      // A line's box is that of its capitals: all words of a row have one height then, wherever commas hang.
      const double middle = line.place.box.y + line.place.box.height / 2.0;
      const double centre = line.place.box.x + line.place.box.width / 2.0;
      auto of_line = words_of(line, spaced[i].blanks);
      fit_to_ink(of_line, line.place.pieces, line.place.letter_height);
      put_minus_signs(of_line, grey, line.place);
      mark_possible_signs(of_line, grey, line.place);
      for (Word& word : of_line) {
        const double x = word.box.x + word.box.width / 2;
        const double own = middle + line.place.slope * (x - centre) - slope * x;
        const double tall = line.place.letter_height * 1.2;
        word.box = {word.box.x * sx, (own - tall / 2) * sy, word.box.width * sx, tall * sy};
        words.push_back(std::move(word));
      }
    }
  }
  drop_second_readings(words);
  join_overlapping(words);
  join_parted(words);
  return words;
}

}  // namespace cotejo::document_text
