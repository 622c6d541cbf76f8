#include "placing.hpp"

#include <algorithm>
#include <string>

namespace cotejo::ine_front {

using text_reading::Match;
using text_reading::PageLine;
using text_reading::PanelPattern;
using text_reading::TextLine;

namespace {

constexpr int kIdentifierLetters = 13;  // of 18, that a line must have to be looked at
constexpr int kYearsApart = 4;          // letter heights between the two years of a validity

bool overlap(const Spot& a, const Spot& b) {
  return a.line == b.line && a.span.first < b.span.last && b.span.first < a.span.last;
}

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
    if (found) places_.patterns[key] = {found->first, std::move(pattern), true, found->second.fit, found->second.span};
  }

  Places choose() {
    const auto* l = &models_.letter;
    const auto* d = &models_.digit;
    const auto* s = &models_.sex;
    const auto* o = &models_.digit_or_stroke;
    choose_pattern(Key::clave_elector, Label::clave_elector, {l, l, l, l, l, l, d, d, d, d, d, d, d, d, s, d, d, d},
                   kIdentifierLetters, true);
    choose_pattern(Key::curp, Label::curp, {l, l, l, l, d, d, d, d, d, d, s, l, l, l, l, l, &models_.either, d},
                   kIdentifierLetters, true);
    part_identifiers();
    choose_homonymy();
    choose_pattern(Key::sex, Label::sex, {s}, 1);
    choose_pattern(Key::birth_date, Label::birth_date, PanelPattern(8, o), 7);
    choose_pattern(Key::registration_year, Label::registration, PanelPattern(6, o), 5);
    if (!places_.patterns.contains(Key::registration_year))
      choose_pattern(Key::registration_year, Label::registration, PanelPattern(4, o), 4);
    choose_pattern(Key::section, Label::section, PanelPattern(4, d), 4);
    choose_pattern(Key::emission, Label::emission, PanelPattern(4, d), 4);
    choose_validity();
    drop_guessed_emission();
    if (const LabelHit* label = page_.text.find(Label::name)) places_.names = block_at(*label, kNameLines);
    if (const LabelHit* label = page_.text.find(Label::address)) places_.address = block_at(*label, kAddressLines);
    return std::move(places_);
  }

  // A block ends where an identifier stands, also where its label was not found.
  std::vector<Spot> block_at(const LabelHit& label, std::size_t limit) const {
    auto block = block_of(page_.text, label, limit);
    const auto is_identifier = [&](const Spot& spot) {
      return std::any_of(places_.patterns.begin(), places_.patterns.end(), [&](const auto& place) {
        const bool identifier = place.first == Key::clave_elector || place.first == Key::curp;
        return identifier && place.second.fit >= kSureFit && overlap(place.second.spot, spot);
      });
    };
    block.erase(std::find_if(block.begin(), block.end(), is_identifier), block.end());
    return block;
  }

  // One line of 18 characters cannot be both identifiers: the other one is the next best.
  void part_identifiers() {
    const auto clave = places_.patterns.find(Key::clave_elector), curp = places_.patterns.find(Key::curp);
    if (clave == places_.patterns.end() || curp == places_.patterns.end()) return;
    if (!overlap(clave->second.spot, curp->second.spot)) return;
    std::vector<Spot> others = all_spots(page_.text);
    std::erase_if(others, [&](const Spot& spot) {
      return overlap(spot, clave->second.spot) || overlap(spot, curp->second.spot);
    });
    const auto other_clave = best_of(page_.text, others, clave->second.pattern, kIdentifierLetters);
    const auto other_curp = best_of(page_.text, others, curp->second.pattern, kIdentifierLetters);
    const double keep_clave = clave->second.fit * (other_curp ? other_curp->second.fit : kLeastFit),
                 keep_curp = curp->second.fit * (other_clave ? other_clave->second.fit : kLeastFit);
    const auto give = [&](auto place, const auto& other) {
      if (other)
        place->second.spot = other->first, place->second.fit = other->second.fit,
        place->second.taken = other->second.span;
      else
        places_.patterns.erase(place);
    };
    keep_clave >= keep_curp ? give(curp, other_curp) : give(clave, other_clave);
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

  // A label that was only guessed, before the range of years of a newer model.
  void drop_guessed_emission() {
    const auto emission = places_.patterns.find(Key::emission), until = places_.patterns.find(Key::valid_until);
    const LabelHit* label = page_.text.find(Label::emission);
    if (emission == places_.patterns.end() || until == places_.patterns.end() || label->score >= 1) return;
    if (emission->second.spot.line == until->second.spot.line) places_.patterns.erase(emission);
  }

  void choose_validity() {
    const auto* o = &models_.digit_or_stroke;
    const PanelPattern one(4, o), both(8, o);
    const auto range = at_label(Label::validity, both, 8);
    const auto year = at_label(Label::validity, one, 4);
    if (range && (!year || range->second.fit > 0.8 * year->second.fit))
      places_.patterns[Key::valid_until] = {range->first, both, true, range->second.fit, range->second.span};
    else if (year)
      choose_years(year->first, one);
  }

  int year_at(const Spot& spot, const PanelPattern& pattern) const {
    const auto reading = match(page_.text.lines[spot.line].posteriors, first_of(pattern), spot.span);
    return reading ? std::stoi(reading->text) : 0;
  }

  // One year is the last; of two that stand apart on a row, the left one is the first year. An earlier year on the
  // right is another field's, the emission's say.
  void choose_years(const Spot& year, const PanelPattern& pattern) {
    const cv::Rect box = page_.text.lines[year.line].box_of(year.span);
    std::vector<Spot> left, right;
    for (const Spot& spot : spots_of(page_.text, *page_.text.find(Label::validity))) {
      const cv::Rect other = page_.text.lines[spot.line].box_of(spot.span);
      if (spot.line == year.line || std::abs(other.y - box.y) > box.height / 2) continue;
      if (other.x >= box.br().x && other.x < box.br().x + kYearsApart * box.height) right.push_back(spot);
      if (other.br().x <= box.x && other.br().x > box.x - kYearsApart * box.height) left.push_back(spot);
    }
    const int here = year_at(year, pattern);
    if (const auto until = best_of(page_.text, right, pattern, 4); until && std::stoi(until->second.text) > here) {
      places_.patterns[Key::valid_from] = {year, pattern};
      places_.patterns[Key::valid_until] = {until->first, pattern};
      return;
    }
    if (const auto from = best_of(page_.text, left, pattern, 4); from && std::stoi(from->second.text) < here)
      places_.patterns[Key::valid_from] = {from->first, pattern};
    places_.patterns[Key::valid_until] = {year, pattern};
  }

  const CardPage& page_;
  const FrontModels& models_;
  int year_;
  Places places_;
};

}  // namespace

std::string first_text(const CardPage& page, const Places& places, Key key, std::size_t from, std::size_t length) {
  const auto found = places.patterns.find(key);
  if (found == places.patterns.end()) return {};
  const auto reading = match(page.text.lines[found->second.spot.line].posteriors, first_of(found->second.pattern),
                             found->second.spot.span);
  return reading ? reading->text.substr(from, length) : std::string();
}

double value_height(const CardPage& page, const Places& places) {
  std::vector<int> heights;
  for (const auto& [key, choice] : places.patterns)
    if (key != Key::sex) heights.push_back(page.text.lines[choice.spot.line].place.letter_height);
  if (heights.empty()) return 0;
  const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), middle, heights.end());
  return *middle;
}

Places place_by_labels(const CardPage& page, const FrontModels& models, int year) {
  return ByLabels(page, models, year).choose();
}

}  // namespace cotejo::ine_front
