// An address ends with a comma and its state, which is printed in one of a few ways: of blurred letters and full stops
// those that make a state are the more probable ones. What was read clearly stays, whatever it says.
#pragma once
#include <text_reading/panel.hpp>

namespace cotejo::ine_front {

// The reading of an address's last line, or a better one.
text_reading::Settled with_known_state(const text_reading::TwiceRead& line, const text_reading::PanelAlphabet& alphabet,
                                       text_reading::Span span, text_reading::Settled reading);

}  // namespace cotejo::ine_front
