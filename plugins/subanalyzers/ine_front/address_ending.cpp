#include "address_ending.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <text_reading/folding.hpp>

namespace cotejo::ine_front {

using text_reading::Settled;

namespace {

// As cards print them, without spaces.
constexpr std::string_view kStates[] = {"AGS.", "B.C.", "B.C.S.", "CAMP.", "CHIS.", "CHIH.", "COAH.", "COL.",   "CDMX",
                                        "D.F.", "DGO.", "GTO.",   "GRO.",  "HGO.",  "JAL.",  "MEX.",  "MICH.",  "MOR.",
                                        "NAY.", "N.L.", "OAX.",   "PUE.",  "QRO.",  "Q.R.",  "Q.ROO", "S.L.P.", "SIN.",
                                        "SON.", "TAB.", "TAMPS.", "TLAX.", "VER.",  "YUC.",  "ZAC."};

constexpr int kMostApart = 2;  // letters between what was read and a state that is considered
// How often a card prints a state without its full stops, and an ending that is none of these.
constexpr double kWithoutStops = 0.05, kOtherEnding = 1e-3;

bool is_known(const std::string& text) {
  return std::any_of(std::begin(kStates), std::end(kStates),
                     [&](std::string_view state) { return text.ends_with(',' + std::string(state)); });
}

// The text with its last letters replaced by `ending`, if these are nearly that.
std::string ending_with(const std::string& text, const std::string& ending) {
  int nearest = kMostApart + 1;
  std::string out;
  for (std::size_t length = ending.size() > kMostApart ? ending.size() - kMostApart : 1;
       length <= ending.size() + kMostApart && length < text.size(); ++length) {
    const std::size_t from = text.size() - length;
    if ((static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) continue;  // within a letter
    const int apart = text_reading::edit_distance(text.substr(from), ending, kMostApart);
    if (apart < nearest) nearest = apart, out = text.substr(0, from) + ending;
  }
  return out;
}

}  // namespace

Settled with_known_state(const text_reading::TwiceRead& line, const text_reading::PanelAlphabet& alphabet,
                         text_reading::Span span, Settled reading) {
  std::string text;
  for (const auto& letter : reading.letters)
    if (letter.text != " ") text += letter.text;
  if (is_known(text)) return reading;
  Settled best = reading;
  double most = kOtherEnding * reading.first * reading.second;
  std::set<std::string> tried;
  for (std::string_view state : kStates)
    for (const bool stops : {true, false}) {
      std::string ending = ',' + std::string(state);
      if (!stops) std::erase(ending, '.');
      const std::string other = ending_with(text, ending);
      if (other.empty() || !tried.insert(other).second) continue;
      Settled candidate = text_reading::judge(line, alphabet, span, other);
      const double worth = (stops ? 1 : kWithoutStops) * candidate.first * candidate.second;
      if (candidate.letters.empty() || worth <= most) continue;
      most = worth;
      candidate.fit = reading.fit, candidate.agreed = other == text && reading.agreed;
      best = std::move(candidate);
    }
  return best;
}

}  // namespace cotejo::ine_front
