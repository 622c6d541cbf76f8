// An address ends with a comma and a state, which has only a few spellings. Among the possible readings of blurred
// letters and full stops, those that form a state are more probable. Clearly read letters are never changed.
#pragma once
#include <text_reading/panel.hpp>

namespace cotejo::ine_front {

// Returns the reading of an address's last line, improved where a state fits better.
text_reading::Settled with_known_state(const text_reading::TwiceRead& line, const text_reading::PanelAlphabet& alphabet,
                                       text_reading::Span span, text_reading::Settled reading);

}  // namespace cotejo::ine_front
