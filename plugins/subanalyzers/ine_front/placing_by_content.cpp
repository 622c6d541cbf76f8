#include <algorithm>
#include <cmath>

#include "agreement.hpp"
#include "placing.hpp"

namespace cotejo::ine_front {

using text_reading::Match;
using text_reading::PageLine;
using text_reading::PanelPattern;
using text_reading::TextLine;

namespace {

constexpr double kLeastFitUnlabelled = 0.55;
constexpr double kSameSize = 0.25;    // of two values' letters
constexpr int kFirstEmission = 2008;  // of a card that can still be shown
constexpr int kMostEmissions = 15;    // cards that one voter has had, beside the year of registration

class ByContent {
 public:
  ByContent(CardPage& page, const FrontModels& models, int year, Places& places)
      : page_(page), models_(models), year_(year), places_(places) {}

  // Some values can be told without a label: a date that the identifiers
  // confirm, two years that are ten apart, the blocks above the identifiers.
  void choose_by_content() {
    const PanelPattern eight(8, &models_.digit_or_stroke);
    if (!places_.patterns.contains(Key::birth_date))
      place_by_content(Key::birth_date, eight, [&](const std::string& text) {
        const std::string ymd = text.substr(6, 2) + text.substr(2, 2) + text.substr(0, 2);
        return possible_birth(iso_of(text), year_) &&
               (ymd == first_text(Key::curp, 4, 6) || ymd == first_text(Key::clave_elector, 6, 6));
      });
    if (!places_.patterns.contains(Key::valid_until))
      place_by_content(Key::valid_until, eight, [&](const std::string& text) {
        const int from = std::stoi(text.substr(0, 4));
        return from > 2000 && from <= year_ && std::stoi(text.substr(4)) == from + 10;
      });
    if (!places_.patterns.contains(Key::registration_year))
      place_by_content(Key::registration_year, PanelPattern(6, &models_.digit_or_stroke), [&](const std::string& text) {
        const int first = std::stoi(text.substr(0, 4));
        return first >= kRegistryOpened && first <= year_ && std::stoi(text.substr(4)) <= kMostEmissions;
      });
    if (!places_.patterns.contains(Key::sex)) place_sex_by_content();
    if (!places_.patterns.contains(Key::emission) && !places_.patterns.contains(Key::valid_until)) place_two_years();
    if (!places_.patterns.contains(Key::section)) place_section();
    for (Key key : {Key::curp, Key::clave_elector}) {
      const auto found = places_.patterns.find(key);
      if (found == places_.patterns.end() || (!places_.names.empty() && !places_.address.empty())) continue;
      const PageLine& line = page_.text.lines[found->second.spot.line];
      const LabelHit* label = page_.text.find(key == Key::curp ? Label::curp : Label::clave_elector);
      cv::Rect value = line.box_of(found->second.spot.span);
      if (label != nullptr) value.x = label->box.x;
      const auto blocks = blocks_above(page_.text, value, line.place.letter_height);
      if (places_.names.empty() && !blocks.empty() && blocks[0].size() >= 2 && blocks[0].size() <= 3) {
        places_.names = blocks[0];
        places_.names_placed = false;
      }
      if (places_.address.empty() && page_.text.find(Label::address) == nullptr && blocks.size() >= 2 &&
          blocks[1].size() >= 2 && blocks[1].size() <= 3) {
        places_.address = blocks[1];
        places_.address_placed = false;
      }
    }
  }

  struct Number {
    Spot spot;
    int value;
    cv::Rect box;
  };

  // Numbers of four digits in print of the identifiers' size that stand by themselves and are no other field's.
  std::vector<Number> lone_numbers() const {
    const auto curp = places_.patterns.find(Key::curp);
    if (curp == places_.patterns.end()) return {};
    const double h = page_.text.lines[curp->second.spot.line].place.letter_height;
    const PanelPattern pattern(4, &models_.digit);
    std::vector<Number> out;
    for (const Spot& spot : all_spots(page_.text)) {
      const PageLine& line = page_.text.lines[spot.line];
      if (std::abs(line.place.letter_height - h) > kSameSize * h || is_used(spot)) continue;
      const auto letters = std::count_if(line.decoded.letters.begin(), line.decoded.letters.end(), [&](const auto& l) {
        return l.text != " " && l.span.first >= spot.span.first && l.span.last <= spot.span.last;
      });
      if (letters != 4) continue;
      const auto found = best_of(page_.text, {spot}, pattern, 4);
      if (found && found->second.fit >= kSureFit)
        out.push_back({spot, std::stoi(found->second.text), line.box_of(found->second.span)});
    }
    return out;
  }
  bool is_used(const Spot& spot) const {
    return std::any_of(places_.patterns.begin(), places_.patterns.end(), [&](const auto& place) {
      const Spot& other = place.second.spot;
      return other.line == spot.line && other.span.first < spot.span.last && spot.span.first < other.span.last;
    });
  }

  // Emission and last year of the older models: side by side, ten years apart.
  void place_two_years() {
    const PanelPattern pattern(4, &models_.digit);
    const auto numbers = lone_numbers();
    for (const auto& from : numbers)
      for (const auto& until : numbers) {
        const bool side_by_side = std::abs(from.box.y - until.box.y) < from.box.height / 2 && from.box.x < until.box.x;
        if (!side_by_side || until.value != from.value + 10 || from.value < kFirstEmission || from.value > year_)
          continue;
        places_.patterns[Key::emission] = {from.spot, pattern, false};
        places_.patterns[Key::valid_until] = {until.spot, pattern, false};
        return;
      }
  }

  // A newer model has one number of four digits beside its years: the section.
  void place_section() {
    for (Label label : {Label::emission, Label::state, Label::municipality, Label::locality})
      if (page_.text.find(label) != nullptr) return;
    if (!places_.patterns.contains(Key::valid_until)) return;
    const auto numbers = lone_numbers();
    if (numbers.size() == 1) places_.patterns[Key::section] = {numbers[0].spot, PanelPattern(4, &models_.digit), false};
  }

  // A lone letter in the upper right part, as high as the identifiers' letters, that is the sex of the CURP.
  void place_sex_by_content() {
    const auto curp = places_.patterns.find(Key::curp);
    const std::string expected = first_text(Key::curp, 10, 1);
    if (curp == places_.patterns.end() || expected.empty()) return;
    const double h = page_.text.lines[curp->second.spot.line].place.letter_height;
    std::vector<TextLine> letters;
    for (const auto& line : page_.narrow)
      if (std::abs(line.letter_height - h) < 0.25 * h && 2 * line.box.x > page_.text.size.width &&
          2 * line.box.y < page_.text.size.height && letters.size() < 12)
        letters.push_back(line);
    const PanelPattern pattern{&models_.sex};
    for (auto& line : text_reading::read_lines(page_.grey, letters, models_.first, models_.every)) {
      const auto found = match(line.posteriors, first_of(pattern), line.whole());
      if (!found || found->text != expected || found->fit < kSureFit) continue;
      places_.patterns[Key::sex] = {{page_.text.lines.size(), line.whole(), false, 0}, pattern, false};
      page_.text.lines.push_back(std::move(line));
      return;
    }
  }

  template <class Accept>
  void place_by_content(Key key, const PanelPattern& pattern, Accept accept) {
    for (const Spot& spot : all_spots(page_.text)) {
      const auto found = best_of(page_.text, {spot}, pattern, static_cast<int>(pattern.size()) - 1);
      if (!found || found->second.fit < kLeastFitUnlabelled || !accept(found->second.text)) continue;
      places_.patterns[key] = {spot, pattern, false};
      return;
    }
  }

  // A part of an identifier as the first network reads it.
  std::string first_text(Key key, std::size_t from, std::size_t length) const {
    const auto found = places_.patterns.find(key);
    if (found == places_.patterns.end()) return {};
    const auto reading = match(page_.text.lines[found->second.spot.line].posteriors, first_of(found->second.pattern),
                               found->second.spot.span);
    return reading ? reading->text.substr(from, length) : std::string();
  }

  CardPage& page_;
  const FrontModels& models_;
  int year_;
  Places& places_;
};

}  // namespace

void place_by_content(CardPage& page, const FrontModels& models, int year, Places& places) {
  ByContent(page, models, year, places).choose_by_content();
}

std::string iso_of(const std::string& ddmmyyyy) {
  return ddmmyyyy.substr(4) + "-" + ddmmyyyy.substr(2, 2) + "-" + ddmmyyyy.substr(0, 2);
}

}  // namespace cotejo::ine_front
