#include "spot_search.hpp"

#include <algorithm>
#include <cmath>
#include <text_reading/folding.hpp>

namespace cotejo::ine_front {

using text_reading::Match;
using text_reading::PageLine;
using text_reading::PanelPattern;
using text_reading::Pattern;
using text_reading::Span;

namespace {

constexpr double kUnusedLetter = 0.88;    // factor for each letter of a stretch that the pattern has no use for
constexpr double kDistanceWeight = 0.05;  // how much a letter height between label and value speaks against it
constexpr std::size_t kShortNumber = 4;
constexpr double kRoomAround = 2.0;  // letter heights to the next digits

// Four digits are part of many other values: those that mean a section or a year have room around them.
bool stands_alone(const PageLine& line, const Spot& spot) {
  const Span span = spot.span;
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
    if (middle < from && first - middle < room && !spot.own_column) return false;
    if (middle > to && middle - last < room) return false;
  }
  return true;
}

}  // namespace

Pattern first_of(const PanelPattern& pattern) {
  Pattern out;
  for (const auto* alphabet : pattern) out.push_back(&alphabet->first());
  return out;
}

std::optional<std::pair<Spot, Match>> best_of(const CardText& card, const std::vector<Spot>& spots,
                                              const PanelPattern& pattern, int letters_at_least) {
  std::optional<std::pair<Spot, Match>> best;
  double best_value = 0;
  for (const Spot& spot : spots) {
    const PageLine& line = card.lines[spot.line];
    const auto inside =
        std::count_if(line.decoded.letters.begin(), line.decoded.letters.end(), [&](const auto& letter) {
          return !text_reading::bare(letter.text).empty() && letter.span.first >= spot.span.first &&
                 letter.span.last <= spot.span.last;
        });
    if (inside < letters_at_least - 1 || inside > letters_at_least * 3 + 6) continue;
    if (pattern.size() == kShortNumber && !stands_alone(line, spot)) continue;
    const auto found = match(line.posteriors, first_of(pattern), spot.span);
    if (!found) continue;
    // Letters in the stretch that the pattern does not use speak against it.
    const double unused = std::max(0.0, static_cast<double>(inside) - static_cast<double>(pattern.size()));
    const double value = found->fit * std::pow(kUnusedLetter, unused) / (1 + kDistanceWeight * spot.distance);
    if (found->fit >= kLeastFit && value > best_value) best_value = value, best = {spot, *found};
  }
  return best;
}

}  // namespace cotejo::ine_front
