// Removes differences that come from reading and not from the paper: misread letters of a picture, stains, strokes of a
// pen over a label. Differences in values of the offer stay, unless the picture may also show the expected value. Pure.
#pragma once
#include "alignment.hpp"
#include "filling.hpp"

namespace cotejo::contract_document {

// The steps, with those differences made equal. Steps between words of a text are left as they are.
std::vector<Step> as_the_paper_has_it(const std::vector<Step>& steps, const Filled& filled,
                                      std::span<const FoundWord> found);

}  // namespace cotejo::contract_document
