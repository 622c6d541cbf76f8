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

constexpr std::size_t kYear = 4;  // digits, also of a section
constexpr double kLeastFitUnlabelled = 0.55;
constexpr double kSameSize = 0.25;  // of two values' letters
// A letter that is the sex: of the two readers together, how well the pattern explains it. Right ones have 0.4 and
// more.
constexpr double kLeastLetter = 0.35;
constexpr double kLetterRoom = 0.3, kWidestLetter = 1.3;  // letter heights: before it, and its own width
constexpr std::size_t kLabelPieces = 9, kMostLetters = 20;
constexpr double kRoomForLabel = 3.2;  // letter heights
constexpr int kMostEmissions = 15;     // cards that one voter has had, beside the year of registration

class ByContent {
 public:
  ByContent(CardPage& page, const FrontModels& models, int year, Places& places)
      : page_(page), models_(models), year_(year), places_(places) {}

  // Some values can be told without a label: a date that the identifiers
  // confirm, two years that are ten apart, the blocks above the identifiers.
  void choose_by_content() {
    const PanelPattern eight(8, &models_.digit_or_stroke);
    if (!places_.patterns.contains(Key::birth_date))
      place_by_content(Key::birth_date, eight, kLeastFitUnlabelled, [&](const std::string& text) {
        const std::string ymd = text.substr(6, 2) + text.substr(2, 2) + text.substr(0, 2);
        return possible_birth(iso_of(text), year_) &&
               (ymd == read(Key::curp, 4, 6) || ymd == read(Key::clave_elector, 6, 6));
      });
    // A card has one date. Without an identifier that confirms it, it has to be read well.
    if (!places_.patterns.contains(Key::birth_date))
      place_by_content(Key::birth_date, eight, kSureFit,
                       [&](const std::string& text) { return possible_birth(iso_of(text), year_); });
    if (!places_.patterns.contains(Key::valid_until))
      place_by_content(Key::valid_until, eight, kLeastFitUnlabelled, [&](const std::string& text) {
        const int from = std::stoi(text.substr(0, 4));
        return from > 2000 && from <= year_ && std::stoi(text.substr(4)) == from + 10;
      });
    if (!places_.patterns.contains(Key::registration_year))
      place_by_content(Key::registration_year, PanelPattern(6, &models_.digit_or_stroke), kLeastFitUnlabelled,
                       [&](const std::string& text) {
                         const int first = std::stoi(text.substr(0, 4));
                         return first >= kRegistryOpened && first <= year_ &&
                                std::stoi(text.substr(4)) <= kMostEmissions;
                       });
    if (!places_.patterns.contains(Key::sex)) place_sex_by_content();
    if (!places_.patterns.contains(Key::emission)) place_two_years();
    if (!places_.patterns.contains(Key::section)) place_section();
    place_names(page_, places_);
  }

  struct Number {
    Spot spot;
    int value;
    cv::Rect box;
  };

  // Numbers of four digits in print of the identifiers' size that stand by themselves and are no other field's.
  std::vector<Number> lone_numbers() const {
    const double h = value_height(page_, places_);
    const PanelPattern pattern(4, &models_.digit);
    std::vector<Number> out;
    for (const Spot& spot : free_spots()) {
      const PageLine& line = page_.text.lines[spot.line];
      if (std::abs(line.place.letter_height - h) > kSameSize * h) continue;
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
      const text_reading::Span taken = taken_by(place.second);
      return place.second.spot.line == spot.line && taken.first < spot.span.last && spot.span.first < taken.last;
    });
  }
  static text_reading::Span taken_by(const Choice& choice) {
    return choice.taken.empty() ? choice.spot.span : choice.taken;
  }

  // Every stretch, and what the values that were placed leave of it.
  std::vector<Spot> free_spots() const {
    std::vector<Spot> out;
    for (Spot spot : all_spots(page_.text)) {
      for (const auto& [key, choice] : places_.patterns) {
        const text_reading::Span taken = taken_by(choice);
        if (choice.spot.line != spot.line || taken.last <= spot.span.first || spot.span.last <= taken.first) continue;
        if (taken.first > spot.span.first) out.push_back({spot.line, {spot.span.first, taken.first}, false, 0});
        spot.span.first = std::max(spot.span.first, taken.last);
      }
      if (!spot.span.empty()) out.push_back(spot);
    }
    std::erase_if(out, [&](const Spot& spot) { return is_used(spot); });
    return out;
  }

  // Emission and last year of the older models: side by side, ten years apart. One of them may have its label.
  void place_two_years() {
    const PanelPattern pattern(4, &models_.digit);
    const auto numbers = lone_numbers();
    auto last = numbers;
    const auto known = places_.patterns.find(Key::valid_until);
    if (known != places_.patterns.end()) {
      if (known->second.pattern.size() != pattern.size() || places_.patterns.contains(Key::valid_from)) return;
      const PageLine& line = page_.text.lines[known->second.spot.line];
      last = {
          {known->second.spot, std::atoi(read(Key::valid_until, 0, 4).c_str()), line.box_of(known->second.spot.span)}};
    }
    for (const auto& from : numbers)
      for (const auto& until : last) {
        // A label stands between them; nearer ones are the range of a newer model.
        const bool side_by_side = std::abs(from.box.y - until.box.y) < from.box.height / 2 &&
                                  until.box.x - from.box.br().x > kRoomForLabel * from.box.height;
        if (!side_by_side || until.value != from.value + 10 || from.value < kFirstEmission || from.value > year_)
          continue;
        places_.patterns[Key::emission] = {from.spot, pattern, false};
        if (known == places_.patterns.end()) places_.patterns[Key::valid_until] = {until.spot, pattern, false};
        return;
      }
  }

  // A newer model has one number of four digits beside its years: the section.
  void place_section() {
    const auto years = places_.patterns.find(Key::valid_until);
    if (years == places_.patterns.end()) return;
    const bool newer = years->second.pattern.size() > kYear || places_.patterns.contains(Key::valid_from);
    for (Label label : {Label::emission, Label::state, Label::municipality, Label::locality})
      if (const LabelHit* hit = page_.text.find(label); hit != nullptr && (!newer || hit->score >= 1)) return;
    const auto numbers = lone_numbers();
    if (numbers.size() == 1)
      places_.patterns[Key::section] = {numbers[0].spot, PanelPattern(kYear, &models_.digit), false};
  }

  // Lone letters as high as the values, those of the upper right part first; also those that stand at the end of a
  // label's line.
  std::vector<TextLine> lone_letters() const {
    const double h = value_height(page_, places_);
    std::vector<TextLine> out, elsewhere;
    const auto take = [&](TextLine line) {
      if (std::abs(line.letter_height - h) >= kSameSize * h) return;
      const bool usual = 2 * line.box.x > page_.text.size.width && 2 * line.box.y < page_.text.size.height;
      (usual ? out : elsewhere).push_back(std::move(line));
    };
    for (const auto& line : page_.narrow) take(line);
    for (const auto& line : page_.text.lines) {
      const auto& pieces = line.place.pieces;
      if (pieces.size() < 2 || pieces.size() > kLabelPieces) continue;
      const cv::Rect last = pieces.back();
      if (last.x - pieces[pieces.size() - 2].br().x < kLetterRoom * h || last.width > kWidestLetter * h) continue;
      TextLine letter;
      letter.pieces = {last}, letter.box = last, letter.letter_height = last.height;
      take(std::move(letter));
    }
    out.insert(out.end(), elsewhere.begin(), elsewhere.end());
    if (out.size() > kMostLetters) out.resize(kMostLetters);
    return out;
  }

  // The letter that both readers take for the sex that an identifier tells.
  void place_sex_by_content() {
    const std::string expected[] = {read(Key::curp, 10, 1), read(Key::clave_elector, 14, 1)};
    const auto letters = lone_letters();
    auto first = models_.read(page_.grey, letters);
    const auto second = models_.read_again(page_.grey, letters);
    double most = kLeastLetter;
    std::size_t best = letters.size();
    for (std::size_t i = 0; i < letters.size(); ++i) {
      const auto a = match(first[i].posteriors, {&models_.sex.first()}, first[i].whole()),
                 b = match(second[i].posteriors, {&models_.sex.second()}, second[i].whole());
      if (!a || !b || a->text != b->text || (a->text != expected[0] && a->text != expected[1])) continue;
      const double worth = std::sqrt(a->fit * b->fit) * std::min(a->probability, b->probability);
      if (worth > most) most = worth, best = i;
    }
    if (best == letters.size()) return;
    places_.patterns[Key::sex] = {{page_.text.lines.size(), first[best].whole(), false, 0}, {&models_.sex}, false};
    page_.text.lines.push_back(std::move(first[best]));
  }

  // The first spot that is no other field's and whose text is accepted. Nearly the whole pattern must be there.
  template <class Accept>
  bool place_by_content(Key key, const PanelPattern& pattern, double least_fit, Accept accept) {
    for (const Spot& spot : free_spots()) {
      const auto found = best_of(page_.text, {spot}, pattern, static_cast<int>(pattern.size()) - 1);
      if (!found || found->second.fit < least_fit || !accept(found->second.text)) continue;
      places_.patterns[key] = {spot, pattern, false, found->second.fit, found->second.span};
      return true;
    }
    return false;
  }

  std::string read(Key key, std::size_t from, std::size_t length) const {
    return first_text(page_, places_, key, from, length);
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
