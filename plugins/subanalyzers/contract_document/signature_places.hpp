// Where a contract is signed: above the words that the template has below each line.
#pragma once
#include "comparison.hpp"

namespace cotejo::contract_document {

// `where` gives the found word of each expected one, or kNone.
std::vector<SignaturePlace> signature_places(const Filled& filled, const std::vector<std::size_t>& where,
                                             const std::vector<FoundWord>& found,
                                             const std::vector<document_text::Page>& sheets);

}  // namespace cotejo::contract_document
