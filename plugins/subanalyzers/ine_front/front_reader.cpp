#include "front_reader.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <mx/clave_elector.hpp>
#include <opencv2/core.hpp>
#include <set>
#include <text_reading/folding.hpp>
#include <text_reading/spacing.hpp>

#include "address_ending.hpp"
#include "agreement.hpp"
#include "calibration.hpp"
#include "placing.hpp"
#include "printed_twice.hpp"
#include "stray_marks.hpp"

namespace cotejo::ine_front {

using text_reading::PageLine;
using text_reading::Settled;
using text_reading::TextLine;

namespace {

constexpr double kSureName = 0.9;  // of both networks together
// A clave ends with the number of its namesakes, 00 for nearly everybody, and nothing else on the card vouches for it:
// a line of the ground through 700 was read as 770 by both networks, surely.
constexpr std::string_view kNoNamesake = "00";
constexpr double kNamesakes = 0.85;                                // at most, as sure as what contradicts another print
constexpr std::size_t kMostOfUpsideDown = 2, kLeastOfUpright = 5;  // labels and headings

// Words of one or two letters that names have; any other is a splinter of its neighbour, off which wide letters or blur
// have set it.
constexpr std::string_view kShortWords[] = {"A",  "AL", "DA", "DE", "DI", "DO", "DU", "E",  "EL", "J",  "JO", "L",
                                            "LA", "LE", "LI", "LO", "LU", "M",  "MA", "MC", "O",  "ST", "V",  "Y"};
constexpr double kSplinter = 0.8;  // how certain the spaces are of a text that lost one

std::string without_splinters(const std::string& text) {
  std::vector<std::string> words;
  bool joins = false;  // with what comes next: a splinter at the beginning
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find(' ', from), text.size());
    const std::string word = text.substr(from, to - from);
    const bool splinter = text_reading::letters_of(word).size() <= 2 &&
                          std::find(std::begin(kShortWords), std::end(kShortWords), word) == std::end(kShortWords);
    if (!words.empty() && (splinter || joins)) {
      words.back() += word;
      joins = false;
    } else {
      words.push_back(word);
      joins = splinter;
    }
    from = to + 1;
  }
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

// Particles before a surname, as they are printed; an identifier's letters are those of what follows them.
constexpr std::string_view kParticles[] = {"DE LA ", "DE LOS ", "DE LAS ", "DEL ", "DE "};

// The text with this particle set apart, if it begins with its letters.
std::string apart_from(std::string_view particle, const std::string& text) {
  std::size_t from = 0;
  for (char letter : particle) {
    while (from < text.size() && text[from] == ' ') ++from;
    if (letter != ' ' && (from >= text.size() || text[from++] != letter)) from = text.size();
  }
  while (from < text.size() && text[from] == ' ') ++from;
  return from >= text.size() ? text : std::string(particle) + text.substr(from);
}

// Narrow spaces are easily lost: DELAO. The clave, which skips particles, tells whether there is one.
std::string with_particle(const std::string& text, std::string_view initials, mx::Person person,
                          std::string mx::Person::*name, std::size_t at) {
  const auto agrees = [&](const std::string& candidate) {
    person.*name = candidate;
    return mx::derive_clave_elector(person).substr(2 * at, 2) == initials;
  };
  if (agrees(text)) return text;
  for (std::string_view particle : kParticles)
    if (const auto candidate = apart_from(particle, text); candidate != text && agrees(candidate)) return candidate;
  return text;
}

// `DE LAO` may be one of these, `DE LARA` as well: without a clave that is not told.
bool may_hide_particle(const std::string& text) {
  return text.starts_with("DE ") && std::any_of(std::begin(kParticles), std::end(kParticles),
                                                [&](auto particle) { return apart_from(particle, text) != text; });
}

// Lines of the ground before a surname are read as a letter apart from it: E-CASTILLO. The clave tells whether it is
// one.
std::string without_letter_before(const std::string& text, std::string_view initials, mx::Person person,
                                  std::string mx::Person::*name, std::size_t at) {
  const std::size_t gap = text.find_first_of(" -.'");
  if (gap == std::string::npos || text_reading::letters_of(std::string_view(text).substr(0, gap)).size() != 1)
    return text;
  const auto agrees = [&](const std::string& candidate) {
    person.*name = candidate;
    return mx::derive_clave_elector(person).substr(2 * at, 2) == initials;
  };
  const std::string behind = text.substr(gap + 1);
  return !agrees(text) && agrees(behind) ? behind : text;
}

// A line of a name or an address.
struct SettledText {
  std::optional<Settled> reading;
  text_reading::Spaced spaced;
};

// One card in the making.
class Reading {
 public:
  Reading(const FrontModels& models, const cv::Mat& bgr, int year, const text_reading::Stop& stop)
      : models_(models),
        year_(year),
        stop_(stop),
        page_(read_page(bgr, models, stop)),
        places_(place_by_labels(page_, models, year)) {
    if (!stop || !stop()) place_by_content(page_, models, year, places_);
  }

  FrontReading run() {
    read_again();
    FrontReading out;
    if (stop_ && stop_()) return out;  // the second reading may have nothing to settle with
    out.labels = page_.text.labels.size();
    settle_texts();
    settle_patterns();
    if (stop_ && stop_()) return out;
    for (const auto& [key, choice] : places_.patterns) {
      take_pattern(out, key, choice);
      out[key].features.changed = changed_.contains(key);
      out[key].features.placed = out[key].features.placed && choice.placed;
      if (key == Key::valid_until && !places_.patterns.contains(Key::valid_from))
        out[Key::valid_from].features.placed = choice.placed;
    }
    settle_names(out);
    settle_address(out);
    settle_generation(out);
    drop_double_use(out);
    drop_possible_year(out);
    compare_fields(out, year_);
    for (std::size_t i = 0; i < kKeys; ++i)
      if (out.fields[i].found()) out.fields[i].probability = calibrated(static_cast<Key>(i), out.fields[i].features);
    if (Field& clave = out[Key::clave_elector]; clave.found() && !clave.value.ends_with(kNoNamesake))
      clave.probability = std::min(clave.probability, kNamesakes);
    return out;
  }

 private:
  // Digits that already are a year or a date are no section, and those of a validity no year of registration.
  static void drop_double_use(FrontReading& out) {
    const auto drop = [&](Key key, std::initializer_list<Key> others) {
      Field& field = out[key];
      for (Key other : others)
        if (field.found() && out[other].found() && (field.box & out[other].box).area() > field.box.area() / 4) {
          field = Field{};
          field.absence = Absence::unreadable;
        }
    };
    drop(Key::registration_year, {Key::valid_until, Key::valid_from, Key::emission});
    drop(Key::section, {Key::valid_until, Key::valid_from, Key::emission, Key::registration_year, Key::birth_date});
  }

  // A validity of which one year alone was read looks like a section: where no validity was found, four digits that may
  // be its first or last year are not told. Of some 70,000 sections, about thirty look like that.
  void drop_possible_year(FrontReading& out) const {
    Field& section = out[Key::section];
    if (!section.found() || out[Key::valid_until].found()) return;
    const int value = std::stoi(section.value);  // four digits
    if (value < kFirstEmission || value > year_ + kYearsOfValidity) return;
    section = Field{};
    section.absence = Absence::unreadable;
  }

  // Every stretch that holds a value, once more, by the second reader; in its own letters' size.
  void read_again() {
    std::vector<TextLine> places;
    std::vector<bool> led_by_second;
    const auto add = [&](const Spot& spot) {
      if (!again_of_.emplace(std::pair(spot.line, spot.span.first), places.size()).second) return;
      const PageLine& line = page_.text.lines[spot.line];
      const auto part = text_reading::part_between(line.place, line.x_of(spot.span.first), line.x_of(spot.span.last));
      places.push_back(part.value_or(line.place));
      led_by_second.push_back(line.led_by_second);
    };
    for (const auto& [key, choice] : places_.patterns) add(choice.spot);
    for (const auto* block : {&places_.names, &places_.address})
      for (const auto& spot : *block) add(spot);
    again_ = models_.read_again(page_.grey, places, led_by_second, stop_);
  }

  text_reading::TwiceRead twice(const Spot& spot) const {
    const auto found = again_of_.find({spot.line, spot.span.first});
    return {&page_.text.lines[spot.line], found == again_of_.end() ? nullptr : &again_[found->second]};
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

  // Names and address, with blanks that are as wide in all of their lines.
  void settle_texts() {
    std::vector<text_reading::LetteredLine> block;
    std::vector<SettledText*> of;
    const auto add = [&](const Spot& spot, const text_reading::PanelAlphabet& alphabet, bool ends_address) {
      SettledText& text = texts_[{spot.line, spot.span.first}];
      text.reading = text_reading::settle(twice(spot), alphabet, spot.span);
      if (!text.reading) return;
      if (ends_address && text.reading->fit >= kLeastFit)
        text.reading = with_known_state(twice(spot), alphabet, spot.span, std::move(*text.reading));
      block.push_back({twice(spot), &alphabet, text.reading->letters});
      of.push_back(&text);
    };
    for (const Spot& spot : places_.names) add(spot, models_.name, false);
    for (const Spot& spot : places_.address) add(spot, models_.address, &spot == &places_.address.back());
    auto spaced = text_reading::space_out(block);
    for (std::size_t i = 0; i < of.size(); ++i) of[i]->spaced = std::move(spaced[i]);
  }

  const SettledText& text_of(const Spot& spot) const { return texts_.at({spot.line, spot.span.first}); }

  void settle_patterns() {
    for (const auto& [key, choice] : places_.patterns)
      if (auto reading = text_reading::settle(twice(choice.spot), choice.pattern, choice.spot.span))
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
    return places_.patterns.at(a).spot.line == places_.patterns.at(b).spot.line &&
           settled_.at(a).span.first < settled_.at(b).span.last && settled_.at(b).span.first < settled_.at(a).span.last;
  }

  // As the clave begins; '\0' for names that were not read surely.
  std::string initials_of_names() const {
    std::vector<std::string> sure;
    for (const Spot& spot : places_.names) {
      const auto& [reading, spaced] = text_of(spot);
      const bool clear = reading && reading->agreed && std::sqrt(reading->first * reading->second) >= kSureName;
      sure.push_back(clear ? spaced.text : std::string());
    }
    if (sure.size() != kNameLines || !places_.names_placed) return {};
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
    const cv::Rect box = page_.text.lines[choice.spot.line].box_of(reading->span);
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
      if (text.size() < 8 && !places_.patterns.contains(Key::valid_from) && !is_of_older_model())
        out[key].features.placed = false;
      if (text.size() == 8) take(out[Key::valid_from], text.substr(0, 4), *reading, box);
    } else {
      take(out[key], text, *reading, box);
    }
  }

  void settle_names(FrontReading& out) const {
    std::vector<std::pair<Settled, cv::Rect>> lines;
    std::vector<double> certain;
    for (const Spot& spot : places_.names) {
      auto [reading, spaced] = text_of(spot);
      if (!reading || reading->fit < kLeastFit) break;
      reading->text = name_without_stray_marks(without_splinters(spaced.text));
      if (reading->text.empty()) break;
      certain.push_back(reading->text == spaced.text ? spaced.certainty : kSplinter);
      lines.emplace_back(std::move(*reading), page_.text.lines[spot.line].box_of(spot.span));
    }
    const auto keys = name_keys(lines.size(), out);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const std::size_t at = keys[i] == Key::surname ? 0 : keys[i] == Key::second_surname ? 1 : 2;
      std::string& text = lines[i].first.text;
      if (const Field& clave = out[Key::clave_elector]; clave.found() && at < 2) {
        const auto initials = clave.value.substr(2 * at, 2);
        const mx::Person nobody{.surname = "X", .given_names = "X"};
        const auto name = at == 0 ? &mx::Person::surname : &mx::Person::second_surname;
        const auto whole =
            with_particle(without_letter_before(text, initials, nobody, name, at), initials, nobody, name, at);
        if (whole != text) text = whole, certain[i] = kSplinter;
      } else if (!clave.found() && at < 2 && may_hide_particle(text)) {
        certain[i] = std::min(certain[i], kSplinter);
      }
      take(out[keys[i]], lines[i].first.text, lines[i].first, lines[i].second);
      out[keys[i]].features.placed = places_.names_placed;
      out[keys[i]].features.spaced = certain[i];
    }
    const bool shown = page_.text.find(Label::name) != nullptr || !places_.names_placed;
    for (Key key : {Key::surname, Key::second_surname, Key::given_names})
      if (!out[key].found() && shown)
        out[key].absence = keys.size() == 2 && key == Key::second_surname ? Absence::not_shown : Absence::unreadable;
  }

  // Three lines are surname, second surname, given names. Of two, which one is missing must follow from the card's
  // identifiers: it may be a line that glare burnt out.
  static std::vector<Key> name_keys(std::size_t lines, const FrontReading& out) {
    if (lines >= 3) return {Key::surname, Key::second_surname, Key::given_names};
    const Field &curp = out[Key::curp], &clave = out[Key::clave_elector];
    const bool one_surname =
        (curp.found() && curp.value[2] == 'X') || (clave.found() && clave.value.substr(2, 2) == "XX");
    if (lines == 2 && one_surname) return {Key::surname, Key::given_names};
    return {};
  }

  void settle_address(FrontReading& out) const {
    Field& field = out[Key::address];
    const LabelHit* label = page_.text.find(Label::address);
    if (label == nullptr && places_.address_placed) {
      // A citizen may choose that the address is not printed; then its label is not either.
      const bool others = page_.text.find(Label::name) != nullptr && page_.text.find(Label::clave_elector) != nullptr;
      field.absence = others ? Absence::not_shown : Absence::label_not_found;
      return;
    }
    field.absence = places_.address.empty() ? Absence::not_shown : Absence::unreadable;
    std::string text;
    Features all{.first = 1, .second = 1, .agreed = true, .fit = 1};
    cv::Rect box;
    for (const Spot& spot : places_.address) {
      const auto& [reading, spaced] = text_of(spot);
      if (!reading || reading->fit < kLeastFit) return;
      std::string printed = with_full_stops(with_zeros(without_stray_marks(spaced.text)));
      if (&spot == &places_.address.front() && places_.address.size() > 1)
        printed = without_a_number(std::move(printed));
      if (printed.empty()) return;
      text += (text.empty() ? "" : "\n") + printed;
      all.spaced = std::min(all.spaced, printed == spaced.text ? spaced.certainty : kSplinter);
      all.first *= reading->first, all.second *= reading->second;
      all.agreed = all.agreed && reading->agreed;
      all.fit = std::min(all.fit, reading->fit);
      const cv::Rect line = page_.text.lines[spot.line].box_of(spot.span);
      box = box.empty() ? line : box | line;
    }
    if (text.empty()) return;
    field.value = std::move(text);
    field.box = box;
    field.absence = Absence::none;
    field.features = all;
    field.features.placed = places_.address_placed;
  }

  bool is_of_older_model() const {
    return std::any_of(page_.text.labels.begin(), page_.text.labels.end(), [](const auto& hit) {
      return hit.score >= 1 && (hit.label == Label::emission || hit.label == Label::state ||
                                hit.label == Label::municipality || hit.label == Label::locality);
    });
  }

  void settle_generation(FrontReading& out) const {
    Field& field = out[Key::generation];
    int older = 0, newer = 0;
    double certain = 0;  // of the label that was read best
    for (Label label : {Label::emission, Label::state, Label::municipality, Label::locality})
      if (const LabelHit* hit = page_.text.find(label)) {
        ++older;
        certain = std::max(certain, hit->score);
      }
    // Two years ten apart, each by itself: the newer models print them as one value.
    if (older == 0 && out[Key::emission].found() && !out[Key::valid_from].found() && out[Key::valid_until].found())
      ++older;
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

  const FrontModels& models_;
  int year_;
  const text_reading::Stop& stop_;
  CardPage page_;
  Places places_;
  std::map<Key, Settled> settled_;
  std::map<std::pair<std::size_t, int>, SettledText> texts_;  // by line and first step
  std::set<Key> changed_;                                     // what is no longer what was read
  std::vector<PageLine> again_;
  std::map<std::pair<std::size_t, int>, std::size_t> again_of_;  // by line and first step
};

// Each pixel by its lightest channel: coloured words and lines of the ground nearly go, black ink stays.
cv::Mat without_colours(const cv::Mat& bgr) {
  std::vector<cv::Mat> channels;
  cv::split(bgr, channels);
  const cv::Mat lightest = cv::max(cv::max(channels[0], channels[1]), channels[2]);
  cv::Mat out;
  cv::merge(std::vector<cv::Mat>(3, lightest), out);
  return out;
}

// What every card prints.
bool lacks_something(const FrontReading& reading) {
  constexpr Key kOnEveryCard[] = {Key::curp,        Key::clave_elector, Key::surname,
                                  Key::given_names, Key::section,       Key::valid_until};
  return std::any_of(std::begin(kOnEveryCard), std::end(kOnEveryCard), [&](Key key) { return !reading[key].found(); });
}

double worth(const FrontReading& reading) {
  double sum = 0;
  for (const Field& field : reading.fields) sum += field.found() ? field.probability : 0;
  return sum;
}

}  // namespace

FrontReading FrontReader::read(const cv::Mat& bgr, int year, const text_reading::Stop& stop) const {
  FrontReading reading = Reading(models_, bgr, year, stop).run();
  if (reading.labels > kMostOfUpsideDown && lacks_something(reading) && !(stop && stop())) {
    FrontReading colourless = Reading(models_, without_colours(bgr), year, stop).run();
    if (worth(colourless) > worth(reading)) reading = std::move(colourless);
  }
  if (reading.labels > kMostOfUpsideDown || (stop && stop())) return reading;
  // Where little is read, the card may be upside down: what stands where is not the same in all layouts.
  cv::Mat turned;
  cv::rotate(bgr, turned, cv::ROTATE_180);
  FrontReading other = Reading(models_, turned, year, stop).run();
  if (other.labels < kLeastOfUpright) return reading;
  for (Field& field : other.fields)
    if (!field.box.empty()) field.box = cv::Rect(cv::Point(bgr.cols, bgr.rows) - field.box.br(), field.box.size());
  return other;
}

}  // namespace cotejo::ine_front
