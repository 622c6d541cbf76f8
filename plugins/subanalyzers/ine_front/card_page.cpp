#include "card_page.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <text_reading/folding.hpp>

namespace cotejo::ine_front {
namespace {

using text_reading::PageLine;
using text_reading::TextLine;

// A line whose letters have a lower mean probability than this is a picture, not text.
constexpr double kLeastLetter = 0.04;
constexpr std::size_t kLabelWords = 3;
constexpr double kLabelRoom = 3;         // letter heights between the words of a label
constexpr double kSexRun = 0.4;          // of the card's width, from the label to a letter in another column
constexpr double kNarrowestLine = 1.15;  // width over letter height; what is narrower is a single letter

// The network for capitals knows nothing but letters, and is surer of finding some in a picture.
constexpr double kLeastCapital = 0.25;
// On a card whose labels are read as clearly as this, a line that is read as poorly as that is none.
// Letters before a column's edge that are read like that are a word's, no smear of a portrait's edge.
constexpr std::ptrdiff_t kWord = 3;
constexpr double kClearPart = 0.8;
constexpr double kClearLabel = 0.95, kNoText = 0.30;
constexpr std::size_t kEnoughLabels = 4;

bool is_text(const PageLine& line) {
  return line.clearness() > (line.led_by_second ? kLeastCapital : kLeastLetter);
}

class PageReader {
 public:
  PageReader(CardPage& page, const FrontModels& models, const text_reading::Stop& stop)
      : page_(page), models_(models), stop_(stop) {}

  // `before`: an earlier look at the same picture. What it found at the same places has the same letters.
  void find_text(double noise_multiple, const CardPage& before) {
    text_reading::LineLimits limits;
    limits.noise_multiple = noise_multiple;
    std::vector<TextLine> wide;
    for (auto& line : text_reading::find_lines(page_.grey, limits))
      (line.box.width > kNarrowestLine * line.letter_height ? wide : page_.narrow).push_back(std::move(line));
    read(wide, before);
    join_labels();
    page_.text.labels = find_labels(page_.text.lines, models_.label);
    drop_ground();
    trim_to_columns();
    add_single_letters();
  }

  void read(const std::vector<TextLine>& places, const CardPage& before) {
    std::vector<TextLine> unread;
    for (const auto& place : places) {
      if (std::find(before.no_text.begin(), before.no_text.end(), place) != before.no_text.end()) continue;
      const auto known = std::find_if(before.text.lines.begin(), before.text.lines.end(),
                                      [&](const PageLine& line) { return line.place == place; });
      if (known != before.text.lines.end())
        page_.text.lines.push_back(*known);
      else
        unread.push_back(place);
    }
    for (auto& line : models_.read(page_.grey, unread, stop_))
      if (is_text(line))
        page_.text.lines.push_back(std::move(line));
      else
        page_.no_text.push_back(std::move(line.place));
    std::stable_sort(page_.text.lines.begin(), page_.text.lines.end(), [](const PageLine& a, const PageLine& b) {
      return a.place.box.y != b.place.box.y ? a.place.box.y < b.place.box.y : a.place.box.x < b.place.box.x;
    });
  }

  // The words of a widely set label are found as lines of their own.
  void join_labels() {
    auto& lines = page_.text.lines;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      std::vector<std::size_t> words{i};
      std::string text = text_reading::bare(lines[i].decoded.text());
      while (words.size() < kLabelWords && begins_longer_label(text)) {
        const auto next = next_word(lines[words.back()].place);
        if (!next) break;
        words.push_back(*next);
        text += text_reading::bare(lines[*next].decoded.text());
      }
      if (words.size() < 2 || !is_whole_label(text)) continue;
      TextLine whole;
      for (std::size_t word : words) {
        const auto& pieces = lines[word].place.pieces;
        whole.pieces.insert(whole.pieces.end(), pieces.begin(), pieces.end());
        if (word != i) lines[word].decoded = {};
      }
      const auto place = text_reading::part_between(whole, 0, page_.text.size.width);
      if (place) lines[i] = std::move(models_.read(page_.grey, {*place}, stop_).front());
    }
    std::erase_if(lines, [](const auto& line) { return line.decoded.letters.empty(); });
  }

  std::optional<std::size_t> next_word(const TextLine& word) const {
    const double h = word.letter_height;
    std::optional<std::size_t> next;
    for (std::size_t i = 0; i < page_.text.lines.size(); ++i) {
      const TextLine& other = page_.text.lines[i].place;
      const double room = other.box.x - word.box.br().x;
      const int overlap = std::min(word.box.br().y, other.box.br().y) - std::max(word.box.y, other.box.y);
      if (room <= 0 || room > kLabelRoom * h || 2 * overlap < word.box.height) continue;
      if (!next || other.box.x < page_.text.lines[*next].place.box.x) next = i;
    }
    return next;
  }

  // Lines that a ground's curves make between clear print; they would be taken for the first of a block.
  void drop_ground() {
    std::vector<double> clear;
    for (const auto& label : page_.text.labels)
      if (label.label != Label::heading && label.score >= 1) clear.push_back(page_.text.lines[label.line].clearness());
    if (clear.size() < kEnoughLabels) return;
    const auto middle = clear.begin() + static_cast<std::ptrdiff_t>(clear.size() / 2);
    std::nth_element(clear.begin(), middle, clear.end());
    if (*middle < kClearLabel) return;
    const auto count = page_.text.lines.size();
    std::erase_if(page_.text.lines, [](const auto& line) { return line.clearness() < kNoText; });
    if (page_.text.lines.size() < count) page_.text.labels = find_labels(page_.text.lines, models_.label);
  }

  // Whether one word that is read clearly reaches across a column's edge: a value of another column, an identifier
  // below the portrait say.
  bool reads_across(const PageLine& line, int column) const {
    const auto& letters = line.decoded.letters;
    const auto behind = std::find_if(letters.begin(), letters.end(), [&](const auto& letter) {
      return line.x_of(letter.span.first) + line.x_of(letter.span.last) > 2 * column;
    });
    if (behind == letters.end() || behind - letters.begin() < kWord || behind->text == " ") return false;
    if (std::any_of(behind - kWord, behind, [](const auto& letter) { return letter.text == " "; })) return false;
    const auto before = text_reading::decode(line.posteriors, models_.label, {0, behind->span.first});
    return before.fit >= kClearPart &&
           before.probability >= std::pow(kClearPart, static_cast<double>(before.letters.size()));
  }

  // Names and address begin under their labels; what stands before them on their lines is no text of theirs.
  void trim_to_columns() {
    std::vector<std::size_t> trimmed;
    std::vector<TextLine> parts;
    for (Label label : {Label::name, Label::address}) {
      const LabelHit* hit = page_.text.find(label);
      for (std::size_t i = 0; hit != nullptr && i < page_.text.lines.size(); ++i) {
        const TextLine& place = page_.text.lines[i].place;
        if (place.box.y < hit->box.y || place.box.br().x < hit->box.br().x || !page_.text.labels_of(i).empty() ||
            std::find(trimmed.begin(), trimmed.end(), i) != trimmed.end())
          continue;
        if (reads_across(page_.text.lines[i], hit->box.x)) continue;
        if (auto part = text_reading::from_column(place, hit->box.x)) {
          trimmed.push_back(i);
          parts.push_back(std::move(*part));
        }
      }
    }
    auto lines = models_.read(page_.grey, parts, stop_);
    for (std::size_t k = 0; k < lines.size(); ++k) page_.text.lines[trimmed[k]] = std::move(lines[k]);
  }

  // A sex is one letter: too narrow for a line, so only what stands near its label is read.
  void add_single_letters() {
    const LabelHit* label = page_.text.find(Label::sex);
    if (label == nullptr) return;
    const int h = label->box.height;
    const cv::Rect below(label->box.x - 2 * h, label->box.y - h, label->box.width + 12 * h, 5 * h),
        beside(label->box.x, label->box.y - h, static_cast<int>(kSexRun * page_.text.size.width), 3 * h);
    const auto inside = [](const cv::Rect& outer, const cv::Rect& box) { return (outer & box).area() == box.area(); };
    std::vector<TextLine> letters;
    for (const auto& line : page_.narrow)
      if ((inside(below, line.box) || inside(beside, line.box)) && line.letter_height > 0.7 * h && letters.size() < 8)
        letters.push_back(line);
    for (auto& line : models_.read(page_.grey, letters, stop_)) page_.text.lines.push_back(std::move(line));
  }

 private:
  CardPage& page_;
  const FrontModels& models_;
  const text_reading::Stop& stop_;
};

// The first serves most cards. A card on which few labels are read is looked at again, as one on a grainy picture.
constexpr double kNoiseMultiples[] = {2.2, 3.0};
constexpr std::ptrdiff_t kLabelsOfReadCard = 6;
constexpr double kLabelWorth = 3;  // letters

std::ptrdiff_t labels_read(const CardPage& page) {
  return std::count_if(page.text.labels.begin(), page.text.labels.end(),
                       [](const auto& hit) { return hit.label != Label::heading && hit.score >= 1; });
}

// Letters that were read, as far as they were.
double worth(const CardPage& page) {
  double out = kLabelWorth * static_cast<double>(labels_read(page));
  for (const auto& line : page.text.lines)
    out += line.clearness() * line.clearness() * static_cast<double>(line.decoded.letters.size());
  return out;
}

}  // namespace

CardPage read_page(const cv::Mat& bgr, const FrontModels& models, const text_reading::Stop& stop) {
  cv::Mat grey;
  cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
  CardPage best;
  for (double noise_multiple : kNoiseMultiples) {
    CardPage page;
    page.grey = grey;
    page.text.size = grey.size();
    PageReader(page, models, stop).find_text(noise_multiple, best);
    if (best.grey.empty() || worth(page) > worth(best)) best = std::move(page);
    if ((stop && stop()) || labels_read(best) >= kLabelsOfReadCard) break;
  }
  return best;
}

}  // namespace cotejo::ine_front
