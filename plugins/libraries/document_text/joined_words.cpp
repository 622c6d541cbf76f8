#include "joined_words.hpp"

#include <algorithm>
#include <iterator>
#include <memory>

namespace cotejo::document_text {
namespace {

constexpr double kWithin = 0.35;      // letter heights: pieces of a figure that are closer are one
constexpr double kBeforeCents = 1.6;  // the same, where a point or comma says what follows: `903. 53`

bool is_figure(const std::string& text) {
  return text.find_first_not_of(kFigureLetters) == std::string::npos;
}

// Of a word that stands in two lines of the network: its letters are parted between them in any way.
class JoinedGlimpse final : public Glimpse {
 public:
  JoinedGlimpse(const Word& left, const Word& right)
      : left_{left.glimpse, left.first_step, left.last_step},
        right_{right.glimpse, right.first_step, right.last_step} {}
  int steps() const { return left_.steps() + right_.steps(); }

  double share(std::string_view text, int first, int last) const override {
    const int seam = left_.steps();
    if (last <= seam) return left_.share(text, first, last);
    if (first >= seam) return right_.share(text, first - seam, last - seam);
    double sum = 0;
    for (std::size_t at = 1; at < text.size(); ++at) {
      if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) continue;  // inside a letter
      if (const double left = left_.share(text.substr(0, at), first, seam); left > 0)
        sum += left * right_.share(text.substr(at), 0, last - seam);
    }
    return sum;
  }

 private:
  struct Part {
    std::shared_ptr<const Glimpse> line;
    int first, last;
    int steps() const { return last - first; }
    double share(std::string_view text, int from, int to) const { return line->share(text, first + from, first + to); }
  };
  Part left_, right_;
};

// `1,234` and `.56` beside one another. A point at the end wants its cents, a comma its group of three.
double room_within(const std::string& left, const std::string& right) {
  if (!is_figure(left) || !is_figure(right) || left.empty() || right.empty()) return -1;
  const auto digits = right.find_first_not_of("0123456789");
  const std::size_t leading = digits == std::string::npos ? right.size() : digits;
  if (left.size() > 1 && left.back() == '.' && right.size() == 2 && leading == 2) return kBeforeCents;
  if (left.size() > 1 && left.back() == ',' && leading == 3 && left.find('.') == std::string::npos) return kBeforeCents;
  constexpr std::string_view marks = ",.";
  const bool seam = marks.find(left.back()) != marks.npos || marks.find(right.front()) != marks.npos;
  return seam ? kWithin : -1;
}

double common(double a, double a_end, double b, double b_end) {
  return std::min(a_end, b_end) - std::max(a, b);
}

bool on_one_level(const Word& a, const Word& b) {
  constexpr double kLevel = 0.5;  // of the lower one's height, that both share
  return common(a.box.y, a.box.bottom(), b.box.y, b.box.bottom()) >= kLevel * std::min(a.box.height, b.box.height);
}

// `PAG` and `AGO` are `PAGO`.
bool join(Word& left, const Word& right) {
  constexpr double kOverlap = 0.25;  // of the narrower one's width
  const double both = common(left.box.x, left.box.right(), right.box.x, right.box.right());
  if (right.box.x < left.box.x || !on_one_level(left, right)) return false;
  if (both < kOverlap * std::min(left.box.width, right.box.width)) return false;
  for (std::size_t letters = std::min(left.text.size(), right.text.size()); letters > 0; --letters) {
    if (!std::string_view(left.text).ends_with(std::string_view(right.text).substr(0, letters))) continue;
    left.text += right.text.substr(letters);
    left.box = around(left.box, right.box);
    left.probability = std::min(left.probability, right.probability);
    left.blanks = std::min(left.blanks, right.blanks);
    left.glimpse = nullptr;
    return true;
  }
  return false;
}

bool has_letters_alone(const Word& word) {
  return std::none_of(word.text.begin(), word.text.end(), [](char c) {
    return (c >= '!' && c <= '@') || (c >= '[' && c <= '`');  // figures and marks
  });
}

void see_both(Word& left, const Word& right) {
  if (!left.glimpse || !right.glimpse) {
    left.glimpse = nullptr;
    return;
  }
  const auto both = std::make_shared<const JoinedGlimpse>(left, right);
  left.glimpse = both, left.first_step = 0, left.last_step = both->steps();
}

}  // namespace

void join_figures(std::vector<Word>& words) {
  for (std::size_t i = 1; i < words.size();) {
    Word &a = words[i - 1], &b = words[i];
    if (b.box.x - a.box.right() < room_within(a.text, b.text) * a.box.height) {
      a.text += b.text;
      a.probability *= b.probability;
      a.blanks = std::min(a.blanks, b.blanks);
      a.box = around(a.box, b.box);
      a.last_step = b.last_step;
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
}

void drop_second_readings(std::vector<Word>& words) {
  constexpr double kCovered = 0.8;  // of its width
  const auto read_twice = [&](const Word& part) {
    double covered = 0;
    for (const Word& whole : words)
      if (whole.text.size() > part.text.size() && on_one_level(part, whole))
        covered += std::max(0.0, common(part.box.x, part.box.right(), whole.box.x, whole.box.right()));
    return covered >= kCovered * part.box.width;
  };
  std::vector<Word> kept;
  std::copy_if(words.begin(), words.end(), std::back_inserter(kept),
               [&](const Word& word) { return !read_twice(word); });
  words = std::move(kept);
}

void join_overlapping(std::vector<Word>& words) {
  for (std::size_t i = 0; i < words.size(); ++i)
    for (std::size_t j = 0; j < words.size();) {
      if (i == j || !join(words[i], words[j])) {
        ++j;
        continue;
      }
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(j));
      if (j < i) --i;
    }
}

void join_parted(std::vector<Word>& words) {
  constexpr double kAsLetters = 0.12, kAsWords = 0.3;  // of a word's height
  for (std::size_t i = 0; i < words.size(); ++i)
    for (std::size_t j = 0; j < words.size(); ++j) {
      Word &left = words[i], &right = words[j];
      if (i == j || left.glimpse == right.glimpse || right.box.x < left.box.x || !on_one_level(left, right)) continue;
      const double height = std::min(left.box.height, right.box.height), gap = right.box.x - left.box.right();
      if (gap < -kAsWords * height || gap >= kAsWords * height) continue;
      if (gap >= kAsLetters * height || !has_letters_alone(left) || !has_letters_alone(right)) {
        right.blanks = std::min(right.blanks, 0.5);
        continue;
      }
      see_both(left, right);
      left.text += right.text;
      left.box = around(left.box, right.box);
      left.probability = std::min(left.probability, right.probability);
      left.blanks = std::min(left.blanks, right.blanks);
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(j));
      if (j < i) --i;
      j = static_cast<std::size_t>(-1);  // it may go on
    }
}

}  // namespace cotejo::document_text
