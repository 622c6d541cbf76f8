// The JSON columns of an attempt: its evidence, and the evidence that was refused. Also makes the verification that is
// shown before there is a result.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "storage/store.hpp"

namespace cotejo::storage {

std::vector<domain::EvidenceRef> references(const Evidence& evidence);
std::string to_text(const std::vector<domain::EvidenceRef>& evidence);
std::string to_text(const Unusable& unusable);
// These throw std::exception for any other shape.
std::vector<domain::EvidenceRef> evidence_from_text(std::string_view text);
Unusable unusable_from_text(std::string_view text);

// Status accepted, no result yet.
domain::Verification pending(const Work& work);

}  // namespace cotejo::storage
