// Which of several spots holds a field: the one that the field's pattern explains best.
#pragma once
#include <optional>
#include <string>
#include <text_reading/panel.hpp>

#include "layout.hpp"

namespace cotejo::ine_front {

// A pattern that explains a stretch worse than this is not there. From prints of the test cards: right stretches have
// 0.5 and more, wrong ones 0.35 and less.
inline constexpr double kLeastFit = 0.40;
inline constexpr double kSureFit = 0.75;  // no need to look elsewhere

// The pattern as the first network knows it.
text_reading::Pattern first_of(const text_reading::PanelPattern& pattern);

// Distance from the label only breaks near ties.
std::optional<std::pair<Spot, text_reading::Match>> best_of(const CardText& card, const std::vector<Spot>& spots,
                                                            const text_reading::PanelPattern& pattern,
                                                            int letters_at_least);

}  // namespace cotejo::ine_front
