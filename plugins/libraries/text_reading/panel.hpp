// Combines two independent readings of one line. Networks that were trained separately seldom make the same mistake:
// their agreement is the strongest sign that a reading is right, and their disagreement the best warning. Thread-safe:
// everything is const after construction.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "page.hpp"

namespace cotejo::text_reading {

// One alphabet as each network knows it.
class PanelAlphabet {
 public:
  template <class First, class Second>
  PanelAlphabet(const First& first, const Second& second, std::string_view symbols,
                const std::vector<std::string>& look_alikes = {}, std::string_view silent = {})
      : first_(first, symbols, look_alikes, silent), second_(second, symbols, look_alikes, silent) {}
  const Alphabet& first() const { return first_; }
  const Alphabet& second() const { return second_; }

 private:
  Alphabet first_, second_;
};
using PanelPattern = std::vector<const PanelAlphabet*>;

// A line as both have read it.
struct TwiceRead {
  const PageLine* first = nullptr;
  const PageLine* second = nullptr;
};

// What may stand at one position of a pattern, and the share that both readers give it together.
struct Choice {
  std::string letter;
  double share = 0;
};

struct Settled {
  std::string text;
  double first = 0, second = 0;  // what each reader gives this text, among all that the field allows
  bool agreed = false;           // each would have chosen it alone
  double fit = 0;    // 0..1, the worse of the two: how well the field's pattern or alphabet explains the stretch
  double plain = 0;  // 0..1, share that was read as the letters themselves, not as look-alikes
  Span span;         // in steps of the first reading
  std::vector<DecodedLetter> letters{};        // of a free text, in steps of the first reading
  std::vector<std::vector<Choice>> choices{};  // of a pattern, by position; the most probable first
};

// `span` is in steps of the first reading.
std::optional<Settled> settle(const TwiceRead& line, const PanelPattern& pattern, Span span);
std::optional<Settled> settle(const TwiceRead& line, const PanelAlphabet& alphabet, Span span);

// The probability that both readers give to `text`, which was found in another way; `agreed` is false.
Settled judge(const TwiceRead& line, const PanelAlphabet& alphabet, Span span, const std::string& text);

// The same stretch in steps of another reading of the line, with a step of room.
Span carry(const PageLine& from, Span span, const PageLine& to);

}  // namespace cotejo::text_reading
