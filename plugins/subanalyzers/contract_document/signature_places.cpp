#include "signature_places.hpp"

#include <algorithm>

namespace cotejo::contract_document {
namespace {

// Shares of a page's width and height: about 6 cm by 3 cm on a letter sheet.
constexpr double kWidth = 0.30, kHeight = 0.105;
constexpr double kNarrowest = 0.08;

struct Label {
  std::size_t line;  // of Filled::lines
  std::size_t page;
  document_text::Box box;
};

std::optional<Label> find(const SignatureLine& line, std::size_t index, const std::vector<std::size_t>& where,
                          const std::vector<FoundWord>& found) {
  std::optional<Label> label;
  for (std::size_t i = line.first; i < line.last; ++i) {
    if (where[i] == kNone) continue;
    const FoundWord& word = found[where[i]];
    if (!label)
      label = Label{index, word.page, word.box};
    else if (label->page == word.page)
      label->box = document_text::around(label->box, word.box);
  }
  return label;
}

double middle_of(const document_text::Box& box) {
  return box.x + box.width / 2;
}

// Up to the middle between it and a label beside it, and up to the last line of text above it.
document_text::Box above(const Label& label, const std::vector<Label>& labels, const std::vector<std::size_t>& where,
                         const std::vector<FoundWord>& found, const document_text::Page& sheet) {
  const double middle = middle_of(label.box);
  double left = std::max(0.0, middle - kWidth * sheet.width / 2), right = std::min(sheet.width, 2 * middle - left);
  for (const Label& other : labels) {
    const double apart = std::abs(other.box.middle() - label.box.middle());
    if (&other == &label || other.page != label.page || apart > label.box.height * 2) continue;
    const double between = (middle_of(other.box) + middle) / 2;
    if (between > middle) right = std::min(right, between);
    if (between < middle) left = std::max(left, between);
  }
  double top = std::max(0.0, label.box.y - kHeight * sheet.height);
  for (std::size_t at : where) {
    if (at == kNone || found[at].page != label.page) continue;
    const auto& box = found[at].box;
    if (box.bottom() <= label.box.y - label.box.height / 2 && box.right() > left && box.x < right)
      top = std::max(top, box.bottom());
  }
  return {left, top, std::max(right - left, kNarrowest * sheet.width), std::max(0.0, label.box.y - top)};
}

// Strokes of a pen are misread as a few letters; a name in type has many that are read well.
constexpr double kReadWell = 0.9;
constexpr std::size_t kFewestLetters = 8;

std::vector<document_text::Box> type_in(const Place& place, const std::vector<bool>& is_the_templates,
                                        const std::vector<FoundWord>& found) {
  std::vector<document_text::Box> boxes;
  std::size_t letters = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const FoundWord& word = found[i];
    const double x = middle_of(word.box), y = word.box.middle();
    if (is_the_templates[i] || word.page != place.page || word.folded.size() < 2 || word.probability < kReadWell)
      continue;
    if (x < place.box.x || x > place.box.right() || y < place.box.y || y > place.box.bottom()) continue;
    boxes.push_back(word.box);
    letters += word.folded.size();
    if (!word.scanned) letters += kFewestLetters;
  }
  if (letters < kFewestLetters) boxes.clear();
  return boxes;
}

}  // namespace

std::vector<SignaturePlace> signature_places(const Filled& filled, const std::vector<std::size_t>& where,
                                             const std::vector<FoundWord>& found,
                                             const std::vector<document_text::Page>& sheets) {
  std::vector<Label> labels;
  for (std::size_t i = 0; i < filled.lines.size(); ++i)
    if (auto label = find(filled.lines[i], i, where, found)) labels.push_back(*label);
  std::vector<bool> is_the_templates(found.size(), false);
  for (const std::size_t at : where)
    if (at != kNone) is_the_templates[at] = true;
  std::vector<SignaturePlace> places;
  for (std::size_t i = 0; i < filled.lines.size(); ++i) {
    SignaturePlace place{filled.lines[i].signer, filled.lines[i].label, std::nullopt, {}};
    for (const Label& label : labels)
      if (label.line == i) place.place = Place{label.page, above(label, labels, where, found, sheets[label.page])};
    if (place.place) place.words = type_in(*place.place, is_the_templates, found);
    places.push_back(std::move(place));
  }
  return places;
}

}  // namespace cotejo::contract_document
