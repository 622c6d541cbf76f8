#include "front_reader.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <mx/clave_elector.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <set>
#include <text_reading/folding.hpp>

#include "agreement.hpp"
#include "calibration.hpp"
#include "layout.hpp"
#include "printed_twice.hpp"

namespace cotejo::ine_front {

using text_reading::Match;
using text_reading::PageLine;
using text_reading::PanelPattern;
using text_reading::Pattern;
using text_reading::Settled;
using text_reading::Span;
using text_reading::TextLine;

namespace {

// Letters that prints and photos make alike. A position that can only hold digits is read from its look-alikes too, and
// the other way round.
const std::vector<std::string> kAsLetters = {"O0",    "I1|ÍÌ¡", "S5$",   "B8",    "Z2", "G6",
                                             "AÁÀÂÄ", "EÉÈÊË",  "OÓÒÔÖ", "UÚÙÛÜ", "NÑ"};
const std::vector<std::string> kAsDigits = {"0OQDÓ", "1IL|ÍÌ¡", "5S$", "8B", "2Z", "6G", "7?"};
const std::vector<std::string> kAsNames = {"O0",    "I1|",   "S5$",   "B8",    "Z2",   "G6",
                                           "AÁÀÂÄ", "EÉÈÊË", "IÍÌÎÏ", "OÓÒÔÖ", "UÚÙÛÜ"};
const std::vector<std::string> kAsAddress = {"AÁÀÂÄ", "EÉÈÊË", "IÍÌÎÏ|", "OÓÒÔÖ", "UÚÙÛÜ", "-–—_", ".·"};
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", kDigits = "0123456789";
constexpr std::string_view kNameLetters = "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ'-.",
                           kAddressLetters = "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ0123456789,.-/#'&°";

// A pattern that explains a stretch worse than this is not there. From prints of the test cards: right stretches have
// 0.5 and more, wrong ones 0.35 and less.
constexpr double kLeastFit = 0.40;
constexpr double kUnusedLetter = 0.88;    // factor for each letter of a stretch that the pattern has no use for
constexpr double kDistanceWeight = 0.05;  // how much a letter height between label and value speaks against it
constexpr double kSureName = 0.9;         // of both networks together
constexpr std::size_t kNameLines = 3, kAddressLines = 3;
constexpr double kLeastFitUnlabelled = 0.55;
constexpr double kSureFit = 0.75;  // no need to look elsewhere
// A line whose letters have a lower mean probability than this is a picture, not text.
constexpr double kLeastLetter = 0.04;
constexpr double kSexRun = 0.4;          // of the card's width, from the label to a letter in another column
constexpr double kNarrowestLine = 1.15;  // width over letter height; what is narrower is a single letter
constexpr int kRegistryOpened = 1990;    // no voter is registered before
constexpr int kMostEmissions = 15;       // cards that one voter has had, beside the year of registration
constexpr std::size_t kShortNumber = 4;
constexpr double kRoomAround = 2.0;     // letter heights to the next digits
constexpr int kYearsApart = 4;          // letter heights between the two years of a validity
constexpr double kSecondMargin = 0.45;  // the second reader sees a slightly different cut

bool is_text(const PageLine& line) {
  const auto count = line.decoded.letters.size();
  return count > 0 && std::pow(line.decoded.probability, 1.0 / static_cast<double>(count)) > kLeastLetter;
}

}  // namespace

FrontReader::FrontReader(text_reading::LineModel spanish, text_reading::LineModel english)
    : first_(std::move(spanish)),
      second_(std::move(english)),
      every_(text_reading::every_letter(first_)),
      label_(first_, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", {"AÁÀÂÄ", "EÉÈÊË", "IÍÌÎÏ", "OÓÒÔÖ", "UÚÙÛÜ", "NÑ"}, " "),
      letter_(first_, second_, kLetters, kAsLetters, " "),
      digit_(first_, second_, kDigits, kAsDigits, " "),
      either_(first_, second_, std::string(kDigits) + std::string(kLetters), {}, " "),
      digit_or_stroke_(first_, second_, kDigits, kAsDigits, " /-.–—_'"),
      sex_(first_, second_, "HMX"),
      name_(first_, second_, kNameLetters, kAsNames, " "),
      address_(first_, second_, kAddressLetters, kAsAddress, " ") {}

// One card in the making.
class Reading {
 public:
  Reading(const FrontReader& reader, const cv::Mat& bgr, int year) : reader_(reader), year_(year) {
    cv::cvtColor(bgr, grey_, cv::COLOR_BGR2GRAY);
    card_.size = grey_.size();
  }

  FrontReading run() {
    find_text();
    choose();
    read_again();
    FrontReading out;
    out.labels = card_.labels.size();
    settle_patterns();
    for (const auto& [key, choice] : patterns_) {
      take_pattern(out, key, choice);
      out[key].features.changed = changed_.contains(key);
      out[key].features.placed = out[key].features.placed && choice.placed;
      if (key == Key::valid_until && !patterns_.contains(Key::valid_from))
        out[Key::valid_from].features.placed = choice.placed;
    }
    settle_names(out);
    settle_address(out);
    settle_generation(out);
    drop_double_use(out);
    compare_fields(out, year_);
    for (std::size_t i = 0; i < kKeys; ++i)
      if (out.fields[i].found()) out.fields[i].probability = calibrated(static_cast<Key>(i), out.fields[i].features);
    return out;
  }

 private:
  // Digits that already are a year or a date are no section.
  static void drop_double_use(FrontReading& out) {
    Field& section = out[Key::section];
    for (Key key : {Key::valid_until, Key::valid_from, Key::emission, Key::registration_year, Key::birth_date})
      if (section.found() && out[key].found() && (section.box & out[key].box).area() > section.box.area() / 4) {
        section = Field{};
        section.absence = Absence::unreadable;
      }
  }

  struct Choice {
    Spot spot;
    PanelPattern pattern;
    bool placed = true;  // by its label
  };

  void find_text() {
    std::vector<TextLine> wide;
    for (auto& line : text_reading::find_lines(grey_))
      (line.box.width > kNarrowestLine * line.letter_height ? wide : narrow_).push_back(std::move(line));
    card_.lines = text_reading::read_lines(grey_, wide, reader_.first_, reader_.every_);
    std::erase_if(card_.lines, [](const auto& line) { return !is_text(line); });
    card_.labels = find_labels(card_.lines, reader_.label_);
    trim_to_columns();
    add_single_letters();
  }

  // Names and address begin under their labels; what stands before them on their lines is no text of theirs.
  void trim_to_columns() {
    std::vector<std::size_t> trimmed;
    std::vector<TextLine> parts;
    for (Label label : {Label::name, Label::address}) {
      const LabelHit* hit = card_.find(label);
      for (std::size_t i = 0; hit != nullptr && i < card_.lines.size(); ++i) {
        const TextLine& place = card_.lines[i].place;
        if (place.box.y < hit->box.y || place.box.br().x < hit->box.br().x || !card_.labels_of(i).empty() ||
            std::find(trimmed.begin(), trimmed.end(), i) != trimmed.end())
          continue;
        if (auto part = text_reading::from_column(place, hit->box.x)) {
          trimmed.push_back(i);
          parts.push_back(std::move(*part));
        }
      }
    }
    auto lines = text_reading::read_lines(grey_, parts, reader_.first_, reader_.every_);
    for (std::size_t k = 0; k < lines.size(); ++k) card_.lines[trimmed[k]] = std::move(lines[k]);
  }

  // A sex is one letter: too narrow for a line, so only what stands near its label is read.
  void add_single_letters() {
    const LabelHit* label = card_.find(Label::sex);
    if (label == nullptr) return;
    const int h = label->box.height;
    const cv::Rect below(label->box.x - 2 * h, label->box.y - h, label->box.width + 12 * h, 5 * h),
        beside(label->box.x, label->box.y - h, static_cast<int>(kSexRun * card_.size.width), 3 * h);
    const auto inside = [](const cv::Rect& outer, const cv::Rect& box) { return (outer & box).area() == box.area(); };
    std::vector<TextLine> letters;
    for (const auto& line : narrow_)
      if ((inside(below, line.box) || inside(beside, line.box)) && line.letter_height > 0.7 * h && letters.size() < 8)
        letters.push_back(line);
    for (auto& line : text_reading::read_lines(grey_, letters, reader_.first_, reader_.every_))
      card_.lines.push_back(std::move(line));
  }

  Pattern first_of(const PanelPattern& pattern) const {
    Pattern out;
    for (const auto* alphabet : pattern) out.push_back(&alphabet->first());
    return out;
  }

  // Four digits are part of many other values: those that mean a section or a year have room around them.
  static bool stands_alone(const PageLine& line, Span span) {
    const double room = kRoomAround * line.place.letter_height, from = line.x_of(span.first), to = line.x_of(span.last);
    double first = 0, last = 0;
    for (const auto& letter : line.decoded.letters) {
      if (letter.text == " " || letter.span.first < span.first || letter.span.last > span.last) continue;
      if (last == 0) first = line.x_of(letter.span.first);
      last = line.x_of(letter.span.last);
    }
    for (const auto& letter : line.decoded.letters) {
      if (letter.text.size() != 1 || letter.text[0] < '0' || letter.text[0] > '9') continue;
      const double middle = (line.x_of(letter.span.first) + line.x_of(letter.span.last)) / 2;
      if (middle < from && first - middle < room) return false;
      if (middle > to && middle - last < room) return false;
    }
    return true;
  }

  // The spot that the pattern explains best; distance only breaks near ties.
  std::optional<std::pair<Spot, Match>> best_of(const std::vector<Spot>& spots, const PanelPattern& pattern,
                                                int letters_at_least) const {
    std::optional<std::pair<Spot, Match>> best;
    double best_value = 0;
    for (const Spot& spot : spots) {
      const PageLine& line = card_.lines[spot.line];
      const auto inside =
          std::count_if(line.decoded.letters.begin(), line.decoded.letters.end(), [&](const auto& letter) {
            return !text_reading::bare(letter.text).empty() && letter.span.first >= spot.span.first &&
                   letter.span.last <= spot.span.last;
          });
      if (inside < letters_at_least - 1 || inside > letters_at_least * 3 + 6) continue;
      if (pattern.size() == kShortNumber && !stands_alone(line, spot.span)) continue;
      const auto found = match(line.posteriors, first_of(pattern), spot.span);
      if (!found) continue;
      // Letters in the stretch that the pattern does not use speak against it.
      const double unused = std::max(0.0, static_cast<double>(inside) - static_cast<double>(pattern.size()));
      const double value = found->fit * std::pow(kUnusedLetter, unused) / (1 + kDistanceWeight * spot.distance);
      if (found->fit >= kLeastFit && value > best_value) best_value = value, best = {spot, *found};
    }
    return best;
  }

  std::optional<std::pair<Spot, Match>> at_label(Label label, const PanelPattern& pattern, int letters_at_least) const {
    const LabelHit* hit = card_.find(label);
    return hit == nullptr ? std::nullopt : best_of(spots_of(card_, *hit), pattern, letters_at_least);
  }

  void choose_pattern(Key key, Label label, PanelPattern pattern, int letters_at_least, bool anywhere = false) {
    auto found = at_label(label, pattern, letters_at_least);
    if (anywhere && (!found || found->second.fit < kSureFit))
      if (auto other = best_of(all_spots(card_), pattern, letters_at_least);
          other && (!found || other->second.fit > found->second.fit))
        found = std::move(other);
    if (found)
      patterns_[key] = {found->first, std::move(pattern)};
    else if (card_.find(label) != nullptr)
      unreadable_.push_back(key);
  }

  void choose() {
    const auto* l = &reader_.letter_;
    const auto* d = &reader_.digit_;
    const auto* s = &reader_.sex_;
    const auto* o = &reader_.digit_or_stroke_;
    choose_pattern(Key::clave_elector, Label::clave_elector, {l, l, l, l, l, l, d, d, d, d, d, d, d, d, s, d, d, d}, 13,
                   true);
    choose_pattern(Key::curp, Label::curp, {l, l, l, l, d, d, d, d, d, d, s, l, l, l, l, l, &reader_.either_, d}, 13,
                   true);
    choose_homonymy();
    choose_pattern(Key::sex, Label::sex, {s}, 1);
    choose_pattern(Key::birth_date, Label::birth_date, PanelPattern(8, o), 7);
    choose_pattern(Key::registration_year, Label::registration, PanelPattern(6, o), 5);
    if (!patterns_.contains(Key::registration_year))
      choose_pattern(Key::registration_year, Label::registration, PanelPattern(4, o), 4);
    choose_pattern(Key::section, Label::section, PanelPattern(4, d), 4);
    choose_pattern(Key::emission, Label::emission, PanelPattern(4, d), 4);
    choose_validity();
    if (const LabelHit* label = card_.find(Label::name)) names_ = block_of(card_, *label, kNameLines);
    if (const LabelHit* label = card_.find(Label::address)) address_ = block_of(card_, *label, kAddressLines);
    choose_by_content();
  }

  // The 17th character of a CURP tells the century of birth: a digit for those born up to 1999, a letter from 2000 on.
  // Voters are 17 and older.
  void choose_homonymy() {
    const auto found = patterns_.find(Key::curp);
    if (found == patterns_.end()) return;
    const auto reading = match(card_.lines[found->second.spot.line].posteriors, first_of(found->second.pattern),
                               found->second.spot.span);
    if (!reading) return;
    const int born = std::stoi(reading->text.substr(4, 2));
    const bool this_century = 2000 + born <= year_ - 17;  // whoever was born in 1900 + born would be over 100
    found->second.pattern[16] = this_century ? &reader_.letter_ : &reader_.digit_;
  }

  void choose_validity() {
    const auto* o = &reader_.digit_or_stroke_;
    const PanelPattern one(4, o), both(8, o);
    const auto range = at_label(Label::validity, both, 8);
    const auto year = at_label(Label::validity, one, 4);
    if (range && (!year || range->second.fit > 0.8 * year->second.fit))
      patterns_[Key::valid_until] = {range->first, both};
    else if (year)
      choose_years(year->first, one);
    else if (card_.find(Label::validity) != nullptr)
      unreadable_.push_back(Key::valid_until);
  }

  // One year is the last; of two that stand apart on a row, the left one is the first year.
  void choose_years(const Spot& year, const PanelPattern& pattern) {
    const cv::Rect box = card_.lines[year.line].box_of(year.span);
    std::vector<Spot> left, right;
    for (const Spot& spot : spots_of(card_, *card_.find(Label::validity))) {
      const cv::Rect other = card_.lines[spot.line].box_of(spot.span);
      if (spot.line == year.line || std::abs(other.y - box.y) > box.height / 2) continue;
      if (other.x >= box.br().x && other.x < box.br().x + kYearsApart * box.height) right.push_back(spot);
      if (other.br().x <= box.x && other.br().x > box.x - kYearsApart * box.height) left.push_back(spot);
    }
    if (const auto until = best_of(right, pattern, 4)) {
      patterns_[Key::valid_from] = {year, pattern};
      patterns_[Key::valid_until] = {until->first, pattern};
      return;
    }
    if (const auto from = best_of(left, pattern, 4)) patterns_[Key::valid_from] = {from->first, pattern};
    patterns_[Key::valid_until] = {year, pattern};
  }

  // Labels are small and pale, and blur takes them first. Some values can be told without: a date that the identifiers
  // confirm, two years that are ten apart, the blocks above the identifiers.
  void choose_by_content() {
    const PanelPattern eight(8, &reader_.digit_or_stroke_);
    if (!patterns_.contains(Key::birth_date))
      place_by_content(Key::birth_date, eight, [&](const std::string& text) {
        const std::string ymd = text.substr(6, 2) + text.substr(2, 2) + text.substr(0, 2);
        return possible_birth(iso_of(text), year_) &&
               (ymd == first_text(Key::curp, 4, 6) || ymd == first_text(Key::clave_elector, 6, 6));
      });
    if (!patterns_.contains(Key::valid_until))
      place_by_content(Key::valid_until, eight, [&](const std::string& text) {
        const int from = std::stoi(text.substr(0, 4));
        return from > 2000 && from <= year_ && std::stoi(text.substr(4)) == from + 10;
      });
    if (!patterns_.contains(Key::registration_year))
      place_by_content(
          Key::registration_year, PanelPattern(6, &reader_.digit_or_stroke_), [&](const std::string& text) {
            const int first = std::stoi(text.substr(0, 4));
            return first >= kRegistryOpened && first <= year_ && std::stoi(text.substr(4)) <= kMostEmissions;
          });
    if (!patterns_.contains(Key::sex)) place_sex_by_content();
    for (Key key : {Key::curp, Key::clave_elector}) {
      const auto found = patterns_.find(key);
      if (found == patterns_.end() || (!names_.empty() && !address_.empty())) continue;
      const PageLine& line = card_.lines[found->second.spot.line];
      const LabelHit* label = card_.find(key == Key::curp ? Label::curp : Label::clave_elector);
      cv::Rect value = line.box_of(found->second.spot.span);
      if (label != nullptr) value.x = label->box.x;
      const auto blocks = blocks_above(card_, value, line.place.letter_height);
      if (names_.empty() && !blocks.empty() && blocks[0].size() >= 2 && blocks[0].size() <= 3) {
        names_ = blocks[0];
        names_placed_ = false;
      }
      if (address_.empty() && card_.find(Label::address) == nullptr && blocks.size() >= 2 && blocks[1].size() >= 2 &&
          blocks[1].size() <= 3) {
        address_ = blocks[1];
        address_placed_ = false;
      }
    }
  }

  // A lone letter in the upper right part, as high as the identifiers' letters, that is the sex of the CURP.
  void place_sex_by_content() {
    const auto curp = patterns_.find(Key::curp);
    const std::string expected = first_text(Key::curp, 10, 1);
    if (curp == patterns_.end() || expected.empty()) return;
    const double h = card_.lines[curp->second.spot.line].place.letter_height;
    std::vector<TextLine> letters;
    for (const auto& line : narrow_)
      if (std::abs(line.letter_height - h) < 0.25 * h && 2 * line.box.x > card_.size.width &&
          2 * line.box.y < card_.size.height && letters.size() < 12)
        letters.push_back(line);
    const PanelPattern pattern{&reader_.sex_};
    for (auto& line : text_reading::read_lines(grey_, letters, reader_.first_, reader_.every_)) {
      const auto found = match(line.posteriors, first_of(pattern), line.whole());
      if (!found || found->text != expected || found->fit < kSureFit) continue;
      patterns_[Key::sex] = {{card_.lines.size(), line.whole(), false, 0}, pattern, false};
      card_.lines.push_back(std::move(line));
      return;
    }
  }

  template <class Accept>
  void place_by_content(Key key, const PanelPattern& pattern, Accept accept) {
    for (const Spot& spot : all_spots(card_)) {
      const auto found = best_of({spot}, pattern, static_cast<int>(pattern.size()) - 1);
      if (!found || found->second.fit < kLeastFitUnlabelled || !accept(found->second.text)) continue;
      patterns_[key] = {spot, pattern, false};
      return;
    }
  }

  // A part of an identifier as the first network reads it.
  std::string first_text(Key key, std::size_t from, std::size_t length) const {
    const auto found = patterns_.find(key);
    if (found == patterns_.end()) return {};
    const auto reading = match(card_.lines[found->second.spot.line].posteriors, first_of(found->second.pattern),
                               found->second.spot.span);
    return reading ? reading->text.substr(from, length) : std::string();
  }
  static std::string iso_of(const std::string& ddmmyyyy) {
    return ddmmyyyy.substr(4) + "-" + ddmmyyyy.substr(2, 2) + "-" + ddmmyyyy.substr(0, 2);
  }

  // Every line that holds a value, once more, by the second network.
  void read_again() {
    std::vector<std::size_t> used;
    for (const auto& [key, choice] : patterns_) used.push_back(choice.spot.line);
    for (const auto* block : {&names_, &address_})
      for (const auto& spot : *block) used.push_back(spot.line);
    std::sort(used.begin(), used.end());
    used.erase(std::unique(used.begin(), used.end()), used.end());
    std::vector<TextLine> places;
    for (auto line : used) places.push_back(card_.lines[line].place);
    // Nobody looks at the free text of the second reading: no letters to decode.
    static const text_reading::Alphabet kNothing(reader_.second_, "");
    again_ = text_reading::read_lines(grey_, places, reader_.second_, kNothing, {.margin = kSecondMargin});
    for (std::size_t i = 0; i < used.size(); ++i) again_of_[used[i]] = i;
  }

  text_reading::TwiceRead twice(std::size_t line) const {
    const auto found = again_of_.find(line);
    return {&card_.lines[line], found == again_of_.end() ? nullptr : &again_[found->second]};
  }

  static void take(Field& field, std::string value, const Settled& reading, cv::Rect box) {
    field.value = std::move(value);
    field.box = box;
    field.absence = Absence::none;
    field.features = {.first = reading.first,
                      .second = reading.second,
                      .agreed = reading.agreed,
                      .fit = reading.fit,
                      .plain = reading.plain};
  }

  void settle_patterns() {
    for (const auto& [key, choice] : patterns_)
      if (auto reading = text_reading::settle(twice(choice.spot.line), choice.pattern, choice.spot.span))
        settled_.emplace(key, std::move(*reading));
    const auto of = [&](Key key) {
      const auto found = settled_.find(key);
      return found == settled_.end() || found->second.fit < kLeastFit ? nullptr : &found->second;
    };
    PrintedTwice prints{of(Key::curp), of(Key::clave_elector), of(Key::birth_date), initials_of_names()};
    if (prints.curp != nullptr && prints.clave != nullptr && share_a_spot(Key::curp, Key::clave_elector))
      (prints.curp->fit < prints.clave->fit ? prints.curp : prints.clave) = nullptr;
    ask_each_other(prints);
    if (prints.curp_changed) changed_.insert(Key::curp);
    if (prints.clave_changed) changed_.insert(Key::clave_elector);
    if (prints.birth_date_changed) changed_.insert(Key::birth_date);
  }

  bool share_a_spot(Key a, Key b) const {
    return patterns_.at(a).spot.line == patterns_.at(b).spot.line &&
           settled_.at(a).span.first < settled_.at(b).span.last && settled_.at(b).span.first < settled_.at(a).span.last;
  }

  // As the clave begins; '\0' for names that were not read surely.
  std::string initials_of_names() const {
    std::vector<std::string> sure;
    for (const Spot& spot : names_) {
      const auto reading = text_reading::settle(twice(spot.line), reader_.name_, spot.span);
      const bool clear = reading && reading->agreed && std::sqrt(reading->first * reading->second) >= kSureName;
      sure.push_back(clear ? text_reading::space_out(twice(spot.line), reading->letters).text : std::string());
    }
    if (sure.size() != kNameLines || !names_placed_) return {};
    const mx::Person person{.surname = sure[0], .second_surname = sure[1], .given_names = sure[2]};
    std::string out = mx::derive_clave_elector(person).substr(0, 2 * kNameLines);
    out.resize(2 * kNameLines);
    for (std::size_t i = 0; i < out.size(); ++i)
      if (sure[i / 2].empty()) out[i] = '\0';
    return out;
  }

  void take_pattern(FrontReading& out, Key key, const Choice& choice) const {
    const auto found = settled_.find(key);
    const Settled* reading = found == settled_.end() ? nullptr : &found->second;
    if (!reading || reading->fit < kLeastFit / 2) {
      out[key].absence = Absence::unreadable;
      return;
    }
    const cv::Rect box = card_.lines[choice.spot.line].box_of(reading->span);
    const std::string& text = reading->text;
    const auto year_of = [&](const std::string& digits) { return std::stoi(digits); };
    if (key == Key::birth_date) {
      const std::string iso = iso_of(text);
      if (!possible_birth(iso, year_))
        out[key].absence = Absence::unreadable;
      else
        take(out[key], iso, *reading, box);
    } else if (key == Key::registration_year || key == Key::emission || key == Key::valid_from) {
      if (year_of(text.substr(0, 4)) < kRegistryOpened || year_of(text.substr(0, 4)) > year_)
        out[key].absence = Absence::unreadable;
      else
        take(out[key], text.substr(0, 4), *reading, box);
    } else if (key == Key::valid_until) {
      const int until = year_of(text.substr(text.size() - 4)),
                from = text.size() == 8 ? year_of(text.substr(0, 4)) : until - 10;
      if (from < 1990 || until < 1990 || from > year_ || until > year_ + 15 || until <= from) {
        out[key].absence = Absence::unreadable;
        return;
      }
      take(out[key], text.substr(text.size() - 4), *reading, box);
      // A single year may be the first of two whose other one was not found, unless the card is of a model that prints
      // one.
      if (text.size() < 8 && !patterns_.contains(Key::valid_from) && !is_of_older_model())
        out[key].features.placed = false;
      if (text.size() == 8) take(out[Key::valid_from], text.substr(0, 4), *reading, box);
    } else {
      take(out[key], text, *reading, box);
    }
  }

  void settle_names(FrontReading& out) const {
    std::vector<std::pair<Settled, cv::Rect>> lines;
    std::vector<double> certain;
    for (const Spot& spot : names_) {
      auto reading = text_reading::settle(twice(spot.line), reader_.name_, spot.span);
      if (!reading || reading->fit < kLeastFit) break;
      auto spaced = text_reading::space_out(twice(spot.line), reading->letters);
      reading->text = std::move(spaced.text);
      certain.push_back(spaced.certainty);
      lines.emplace_back(std::move(*reading), card_.lines[spot.line].box_of(spot.span));
    }
    const auto keys = name_keys(lines.size(), out);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      take(out[keys[i]], lines[i].first.text, lines[i].first, lines[i].second);
      out[keys[i]].features.placed = names_placed_;
      out[keys[i]].features.spaced = certain[i];
    }
    const bool shown = card_.find(Label::name) != nullptr || !names_placed_;
    for (Key key : {Key::surname, Key::second_surname, Key::given_names})
      if (!out[key].found() && shown)
        out[key].absence = keys.size() == 2 && key == Key::second_surname ? Absence::not_shown : Absence::unreadable;
  }

  // Three lines are surname, second surname, given names. Of two, which one is missing must follow from the card's
  // identifiers.
  static std::vector<Key> name_keys(std::size_t lines, const FrontReading& out) {
    if (lines >= 3) return {Key::surname, Key::second_surname, Key::given_names};
    const Field &curp = out[Key::curp], &clave = out[Key::clave_elector];
    const bool one_surname =
        (curp.found() && curp.value[2] == 'X') || (clave.found() && clave.value.substr(2, 2) == "XX");
    if (lines == 2 && (one_surname || !curp.found())) return {Key::surname, Key::given_names};
    return {};
  }

  void settle_address(FrontReading& out) const {
    Field& field = out[Key::address];
    const LabelHit* label = card_.find(Label::address);
    if (label == nullptr && address_placed_) {
      // A citizen may choose that the address is not printed; then its label is not either.
      const bool others = card_.find(Label::name) != nullptr && card_.find(Label::clave_elector) != nullptr;
      field.absence = others ? Absence::not_shown : Absence::label_not_found;
      return;
    }
    field.absence = address_.empty() ? Absence::not_shown : Absence::unreadable;
    std::string text;
    Features all{.first = 1, .second = 1, .agreed = true, .fit = 1};
    cv::Rect box;
    for (const Spot& spot : address_) {
      const auto reading = text_reading::settle(twice(spot.line), reader_.address_, spot.span);
      if (!reading || reading->fit < kLeastFit) return;
      const auto spaced = text_reading::space_out(twice(spot.line), reading->letters);
      text += (text.empty() ? "" : "\n") + spaced.text;
      all.spaced = std::min(all.spaced, spaced.certainty);
      all.first *= reading->first, all.second *= reading->second;
      all.agreed = all.agreed && reading->agreed;
      all.fit = std::min(all.fit, reading->fit);
      const cv::Rect line = card_.lines[spot.line].box_of(spot.span);
      box = box.empty() ? line : box | line;
    }
    if (text.empty()) return;
    field.value = std::move(text);
    field.box = box;
    field.absence = Absence::none;
    field.features = all;
    field.features.placed = address_placed_;
  }

  bool is_of_older_model() const {
    return std::any_of(card_.labels.begin(), card_.labels.end(), [](const auto& hit) {
      return hit.score >= 1 && (hit.label == Label::emission || hit.label == Label::state ||
                                hit.label == Label::municipality || hit.label == Label::locality);
    });
  }

  void settle_generation(FrontReading& out) const {
    Field& field = out[Key::generation];
    int older = 0, newer = 0;
    double certain = 0;  // of the label that was read best
    for (Label label : {Label::emission, Label::state, Label::municipality, Label::locality})
      if (const LabelHit* hit = card_.find(label)) {
        ++older;
        certain = std::max(certain, hit->score);
      }
    if (out[Key::valid_from].found()) newer += 2;
    if (older == 0 && newer == 0) {
      field.absence = Absence::unreadable;
      return;
    }
    field.value = older > newer ? "DEF" : "GH";
    field.absence = Absence::none;
    field.features = {.first = older > newer ? certain : 1,
                      .second = 1,
                      .agreed = (older == 0 || newer == 0) && (newer > older || certain >= 1),
                      .fit = 1,
                      .confirmed = std::max(older, newer),
                      .contradicted = std::min(older, newer)};
    if (field.value == "DEF" && out[Key::emission].found() && !out[Key::valid_from].found())
      out[Key::valid_from] = out[Key::emission];
  }

  const FrontReader& reader_;
  int year_;
  cv::Mat grey_;
  CardText card_;
  std::vector<TextLine> narrow_;
  std::map<Key, Choice> patterns_;
  std::map<Key, Settled> settled_;
  std::set<Key> changed_;
  std::vector<Key> unreadable_;
  std::vector<Spot> names_, address_;
  bool names_placed_ = true, address_placed_ = true;
  std::vector<PageLine> again_;
  std::map<std::size_t, std::size_t> again_of_;
};

FrontReading FrontReader::read(const cv::Mat& bgr, int year) const {
  return Reading(*this, bgr, year).run();
}

}  // namespace cotejo::ine_front
