// A complete verification as JSON text, for the database. Clients get another form, see http/v1.
#pragma once
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "domain/parts_json.hpp"
#include "domain/verification.hpp"

namespace cotejo::storage {

std::string to_text(const domain::Verification& verification);
// judged: only the decision and what it was made from, without traits, feedback, trace and pictures.
enum class Parts { all, judged };
// Reads what to_text() wrote; the error platform.storage for any other text.
domain::Result<domain::Verification> from_text(std::string_view text, Parts parts = Parts::all);

// These read what domain/parts_json.hpp wrote, also in earlier versions. They throw std::exception for any other shape.
domain::Error read_error(const boost::json::value& json);
domain::EvidenceRef read_evidence(const boost::json::value& json);

}  // namespace cotejo::storage
