#include "printed_twice.hpp"

#include <algorithm>
#include <cmath>
#include <mx/curp.hpp>
#include <mx/state.hpp>
#include <optional>
#include <set>

namespace cotejo::ine_front {
namespace {

using text_reading::Settled;

constexpr double kSure = 0.9;         // of both networks together: such a reading stands, whatever others say
constexpr double kPlausible = 1e-4;   // share of another letter, against the one that was read; clear print has 1e-8
constexpr double kNameSays = 0.99;    // share of the letter that a surely read name gives
constexpr double kClearlyBetter = 3;  // of the best correction that a check digit allows over the next one
constexpr std::size_t kCheckDigit = mx::kCurpLength - 1, kAlternatives = 4;

struct Place {
  Settled* reading;
  bool* changed;
  std::size_t at;
  char letter() const { return reading->text[at]; }
};

bool is_sure(const Settled& reading) {
  return reading.agreed && std::sqrt(reading.first * reading.second) >= kSure;
}

double share_of(const Settled& reading, std::size_t at, char letter) {
  for (const auto& choice : reading.choices[at])
    if (choice.letter.size() == 1 && choice.letter[0] == letter) return choice.share;
  return 0;
}

bool bears_out(const Place& place, char letter) {
  return share_of(*place.reading, place.at, letter) >= kPlausible * share_of(*place.reading, place.at, place.letter());
}

void write(const Place& place, char letter) {
  if (place.letter() == letter) return;
  place.reading->text[place.at] = letter;
  place.reading->agreed = false;
  *place.changed = true;
}

// The letter that all prints of a fact find most probable together.
void settle_fact(const std::vector<Place>& places, char by_name) {
  std::set<char> letters;
  for (const auto& place : places) letters.insert(place.letter());
  if (by_name != 0) letters.insert(by_name);
  if (letters.size() < 2) return;
  char best = 0;
  double most = 0;
  for (char letter : letters) {
    double together = by_name == 0 ? 1 : letter == by_name ? kNameSays : 1 - kNameSays;
    for (const auto& place : places) together *= share_of(*place.reading, place.at, letter);
    if (together > most) most = together, best = letter;
  }
  for (const auto& place : places)
    if (best != 0 && !is_sure(*place.reading) && bears_out(place, best)) write(place, best);
}

class Prints {
 public:
  explicit Prints(PrintedTwice& readings) : all_(readings) {}

  void settle_facts() {
    // Place in the CURP, in the clave and in the date of birth (DDMMYYYY); kNone: not there.
    constexpr std::size_t kNone = 99;
    constexpr std::size_t kFacts[][3] = {{0, 0, kNone},  {2, 2, kNone},   {3, 4, kNone}, {13, 1, kNone}, {14, 3, kNone},
                                         {15, 5, kNone}, {10, 14, kNone}, {4, 6, 6},     {5, 7, 7},      {6, 8, 2},
                                         {7, 9, 3},      {8, 10, 0},      {9, 11, 1}};
    for (const auto& fact : kFacts) {
      std::vector<Place> places;
      if (all_.curp != nullptr) places.push_back({all_.curp, &all_.curp_changed, fact[0]});
      if (all_.clave != nullptr) places.push_back({all_.clave, &all_.clave_changed, fact[1]});
      if (all_.birth_date != nullptr && fact[2] != kNone)
        places.push_back({all_.birth_date, &all_.birth_date_changed, fact[2]});
      const char by_name = fact[1] < all_.initials.size() ? all_.initials[fact[1]] : '\0';
      settle_fact(places, by_name);
    }
    settle_state();
  }

  // Two letters in the CURP, two digits in the clave.
  void settle_state() {
    if (all_.curp == nullptr || all_.clave == nullptr) return;
    const Place c1{all_.curp, &all_.curp_changed, 11}, c2{all_.curp, &all_.curp_changed, 12},
        d1{all_.clave, &all_.clave_changed, 12}, d2{all_.clave, &all_.clave_changed, 13};
    const auto belief = [](const Place& place, char letter) { return share_of(*place.reading, place.at, letter); };
    const mx::State* best = nullptr;
    double most = 0;
    for (const auto& state : mx::states()) {
      const char tens = static_cast<char>('0' + state.inegi / 10), ones = static_cast<char>('0' + state.inegi % 10);
      const double together =
          belief(c1, state.curp_code[0]) * belief(c2, state.curp_code[1]) * belief(d1, tens) * belief(d2, ones);
      if (together > most) most = together, best = &state;
    }
    if (best == nullptr) return;
    const std::pair<Place, char> letters[] = {{c1, best->curp_code[0]},
                                              {c2, best->curp_code[1]},
                                              {d1, static_cast<char>('0' + best->inegi / 10)},
                                              {d2, static_cast<char>('0' + best->inegi % 10)}};
    for (const auto& [place, letter] : letters)
      if (place.letter() != letter && (is_sure(*place.reading) || !bears_out(place, letter))) return;
    for (const auto& [place, letter] : letters) write(place, letter);
  }

  // One letter that no other print vouches for, where it alone makes the check digit hold and nothing else does as
  // well.
  void settle_check_digit() {
    if (all_.curp == nullptr || is_sure(*all_.curp) || mx::parse_curp(all_.curp->text).valid()) return;
    struct Correction {
      std::size_t at;
      char letter;
      double worth;
    };
    std::vector<Correction> found;
    const bool vouched = all_.clave != nullptr;
    // Without the clave everything could be wrong; with it: the second letter, the homonymy and the digit itself.
    const std::size_t open[] = {1, 16, kCheckDigit};
    if (!vouched) return;
    for (std::size_t at : open) {
      const Place place{all_.curp, &all_.curp_changed, at};
      const auto& choices = all_.curp->choices[at];
      const std::size_t limit = at == kCheckDigit ? choices.size() : std::min(kAlternatives, choices.size());
      for (std::size_t i = 0; i < limit; ++i) {
        const char letter = choices[i].letter[0];
        if (letter == place.letter() || !bears_out(place, letter)) continue;
        std::string text = all_.curp->text;
        text[at] = letter;
        if (mx::parse_curp(text).valid())
          found.push_back({at, letter, choices[i].share / share_of(*all_.curp, at, place.letter())});
      }
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.worth > b.worth; });
    if (found.empty() || (found.size() > 1 && found[0].worth < kClearlyBetter * found[1].worth)) return;
    write({all_.curp, &all_.curp_changed, found[0].at}, found[0].letter);
  }

 private:
  PrintedTwice& all_;
};

bool is_complete(const Settled* reading, std::size_t length) {
  return reading != nullptr && reading->text.size() == length && reading->choices.size() == length;
}

}  // namespace

void ask_each_other(PrintedTwice& readings) {
  constexpr std::size_t kIdentifier = 18, kDate = 8;
  if (!is_complete(readings.curp, kIdentifier)) readings.curp = nullptr;
  if (!is_complete(readings.clave, kIdentifier)) readings.clave = nullptr;
  if (!is_complete(readings.birth_date, kDate)) readings.birth_date = nullptr;
  Prints prints(readings);
  prints.settle_facts();
  prints.settle_check_digit();
}

}  // namespace cotejo::ine_front
