// Differences that are the reader's and not the paper's: what a picture's letters were misread as, stains, strokes of a
// pen over a label. Values of the offer keep theirs, unless the picture may show the value as well. Pure.
#pragma once
#include "alignment.hpp"
#include "filling.hpp"

namespace cotejo::contract_document {

// The steps, with those differences made equal. Steps between words of a text are left as they are.
std::vector<Step> as_the_paper_has_it(const std::vector<Step>& steps, const Filled& filled,
                                      std::span<const FoundWord> found);

}  // namespace cotejo::contract_document
