// A verification as JSON text, whole: what the database keeps. Not an interface for clients: those read http/v1.
#pragma once
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "domain/parts_json.hpp"
#include "domain/verification.hpp"

namespace cotejo::storage {

std::string to_text(const domain::Verification& verification);
// judged: what a decision is made of and the decision itself, without traits, feedback, trace and pictures.
enum class Parts { all, judged };
// platform.storage when it is not what to_text() wrote.
domain::Result<domain::Verification> from_text(std::string_view text, Parts parts = Parts::all);

// What domain/parts_json.hpp wrote, now or in an earlier version. These throw std::exception on another shape.
domain::Error read_error(const boost::json::value& json);
domain::EvidenceRef read_evidence(const boost::json::value& json);

}  // namespace cotejo::storage
