// Which of several spots holds a field: the one that the field's pattern explains best.
#pragma once
#include <optional>
#include <string>
#include <text_reading/panel.hpp>

#include "layout.hpp"

namespace cotejo::ine_front {

// The least fit (0..1) of a pattern that is taken as found. Origin: on the test cards right places have 0.5 or more,
// wrong ones 0.35 or less.
inline constexpr double kLeastFit = 0.40;
inline constexpr double kSureFit = 0.75;  // no need to look elsewhere

// The pattern as the first network knows it.
text_reading::Pattern first_of(const text_reading::PanelPattern& pattern);

// Distance from the label only breaks near ties.
std::optional<std::pair<Spot, text_reading::Match>> best_of(const CardText& card, const std::vector<Spot>& spots,
                                                            const text_reading::PanelPattern& pattern,
                                                            int letters_at_least);

}  // namespace cotejo::ine_front
