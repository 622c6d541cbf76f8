// A verification as JSON text, whole: what the database keeps. Not an interface for clients: those read http/v1.
#pragma once
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "domain/json_text.hpp"
#include "domain/verification.hpp"

namespace cotejo::storage {

std::string to_text(const domain::Verification& verification);
// platform.storage when it is not what to_text() wrote.
domain::Result<domain::Verification> from_text(std::string_view text);

void write(domain::JsonWriter& out, const domain::Error& error);
domain::Error read_error(const boost::json::value& json);  // throws std::exception on another shape

}  // namespace cotejo::storage
