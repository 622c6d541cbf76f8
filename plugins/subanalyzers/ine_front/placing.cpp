#include "placing.hpp"

#include <algorithm>

namespace cotejo::ine_front {

using text_reading::Match;
using text_reading::PageLine;
using text_reading::PanelPattern;
using text_reading::TextLine;

namespace {

constexpr int kYearsApart = 4;  // letter heights between the two years of a validity

class ByLabels {
 public:
  ByLabels(const CardPage& page, const FrontModels& models, int year) : page_(page), models_(models), year_(year) {}

  std::optional<std::pair<Spot, Match>> at_label(Label label, const PanelPattern& pattern, int letters_at_least) const {
    const LabelHit* hit = page_.text.find(label);
    return hit == nullptr ? std::nullopt : best_of(page_.text, spots_of(page_.text, *hit), pattern, letters_at_least);
  }

  void choose_pattern(Key key, Label label, PanelPattern pattern, int letters_at_least, bool anywhere = false) {
    auto found = at_label(label, pattern, letters_at_least);
    if (anywhere && (!found || found->second.fit < kSureFit))
      if (auto other = best_of(page_.text, all_spots(page_.text), pattern, letters_at_least);
          other && (!found || other->second.fit > found->second.fit))
        found = std::move(other);
    if (found) places_.patterns[key] = {found->first, std::move(pattern)};
  }

  Places choose() {
    const auto* l = &models_.letter;
    const auto* d = &models_.digit;
    const auto* s = &models_.sex;
    const auto* o = &models_.digit_or_stroke;
    choose_pattern(Key::clave_elector, Label::clave_elector, {l, l, l, l, l, l, d, d, d, d, d, d, d, d, s, d, d, d}, 13,
                   true);
    choose_pattern(Key::curp, Label::curp, {l, l, l, l, d, d, d, d, d, d, s, l, l, l, l, l, &models_.either, d}, 13,
                   true);
    choose_homonymy();
    choose_pattern(Key::sex, Label::sex, {s}, 1);
    choose_pattern(Key::birth_date, Label::birth_date, PanelPattern(8, o), 7);
    choose_pattern(Key::registration_year, Label::registration, PanelPattern(6, o), 5);
    if (!places_.patterns.contains(Key::registration_year))
      choose_pattern(Key::registration_year, Label::registration, PanelPattern(4, o), 4);
    choose_pattern(Key::section, Label::section, PanelPattern(4, d), 4);
    choose_pattern(Key::emission, Label::emission, PanelPattern(4, d), 4);
    choose_validity();
    if (const LabelHit* label = page_.text.find(Label::name)) places_.names = block_of(page_.text, *label, kNameLines);
    if (const LabelHit* label = page_.text.find(Label::address))
      places_.address = block_of(page_.text, *label, kAddressLines);
    return std::move(places_);
  }

  // The 17th character of a CURP tells the century of birth: a digit for those born up to 1999, a letter from 2000 on.
  // Voters are 17 and older.
  void choose_homonymy() {
    const auto found = places_.patterns.find(Key::curp);
    if (found == places_.patterns.end()) return;
    const auto reading = match(page_.text.lines[found->second.spot.line].posteriors, first_of(found->second.pattern),
                               found->second.spot.span);
    if (!reading) return;
    const int born = std::stoi(reading->text.substr(4, 2));
    const bool this_century = 2000 + born <= year_ - 17;  // whoever was born in 1900 + born would be over 100
    found->second.pattern[16] = this_century ? &models_.letter : &models_.digit;
  }

  void choose_validity() {
    const auto* o = &models_.digit_or_stroke;
    const PanelPattern one(4, o), both(8, o);
    const auto range = at_label(Label::validity, both, 8);
    const auto year = at_label(Label::validity, one, 4);
    if (range && (!year || range->second.fit > 0.8 * year->second.fit))
      places_.patterns[Key::valid_until] = {range->first, both};
    else if (year)
      choose_years(year->first, one);
  }

  // One year is the last; of two that stand apart on a row, the left one is the first year.
  void choose_years(const Spot& year, const PanelPattern& pattern) {
    const cv::Rect box = page_.text.lines[year.line].box_of(year.span);
    std::vector<Spot> left, right;
    for (const Spot& spot : spots_of(page_.text, *page_.text.find(Label::validity))) {
      const cv::Rect other = page_.text.lines[spot.line].box_of(spot.span);
      if (spot.line == year.line || std::abs(other.y - box.y) > box.height / 2) continue;
      if (other.x >= box.br().x && other.x < box.br().x + kYearsApart * box.height) right.push_back(spot);
      if (other.br().x <= box.x && other.br().x > box.x - kYearsApart * box.height) left.push_back(spot);
    }
    if (const auto until = best_of(page_.text, right, pattern, 4)) {
      places_.patterns[Key::valid_from] = {year, pattern};
      places_.patterns[Key::valid_until] = {until->first, pattern};
      return;
    }
    if (const auto from = best_of(page_.text, left, pattern, 4))
      places_.patterns[Key::valid_from] = {from->first, pattern};
    places_.patterns[Key::valid_until] = {year, pattern};
  }

  const CardPage& page_;
  const FrontModels& models_;
  int year_;
  Places places_;
};

}  // namespace

Places place_by_labels(const CardPage& page, const FrontModels& models, int year) {
  return ByLabels(page, models, year).choose();
}

}  // namespace cotejo::ine_front
