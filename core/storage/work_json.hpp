// The JSON columns of an attempt: which evidence it has, and what could not be taken. And what a verification looks
// like before its result.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "storage/store.hpp"

namespace cotejo::storage {

std::vector<domain::EvidenceRef> references(const Evidence& evidence);
std::string to_text(const std::vector<domain::EvidenceRef>& evidence);
std::string to_text(const Unusable& unusable);
// These throw std::exception on another shape.
std::vector<domain::EvidenceRef> evidence_from_text(std::string_view text);
Unusable unusable_from_text(std::string_view text);

// Status accepted, no result yet.
domain::Verification pending(const Work& work);

}  // namespace cotejo::storage
