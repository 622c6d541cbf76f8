#include "card_page.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cotejo::ine_front {
namespace {

using text_reading::PageLine;
using text_reading::TextLine;

// A line whose letters have a lower mean probability than this is a picture, not text.
constexpr double kLeastLetter = 0.04;
constexpr double kSexRun = 0.4;          // of the card's width, from the label to a letter in another column
constexpr double kNarrowestLine = 1.15;  // width over letter height; what is narrower is a single letter

bool is_text(const PageLine& line) {
  const auto count = line.decoded.letters.size();
  return count > 0 && std::pow(line.decoded.probability, 1.0 / static_cast<double>(count)) > kLeastLetter;
}

class PageReader {
 public:
  PageReader(CardPage& page, const FrontModels& models, const text_reading::Stop& stop)
      : page_(page), models_(models), stop_(stop) {}

  void find_text() {
    std::vector<TextLine> wide;
    for (auto& line : text_reading::find_lines(page_.grey))
      (line.box.width > kNarrowestLine * line.letter_height ? wide : page_.narrow).push_back(std::move(line));
    page_.text.lines = models_.read(page_.grey, wide, stop_);
    std::erase_if(page_.text.lines, [](const auto& line) { return !is_text(line); });
    page_.text.labels = find_labels(page_.text.lines, models_.label);
    trim_to_columns();
    add_single_letters();
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

}  // namespace

CardPage read_page(const cv::Mat& bgr, const FrontModels& models, const text_reading::Stop& stop) {
  CardPage page;
  cv::cvtColor(bgr, page.grey, cv::COLOR_BGR2GRAY);
  page.text.size = page.grey.size();
  PageReader(page, models, stop).find_text();
  return page;
}

}  // namespace cotejo::ine_front
