// JSON text that does not depend on the order of members. Digests of params and definitions are computed from it.
#pragma once
#include <boost/json/value.hpp>
#include <string>

namespace cotejo::domain {

// Members sorted by name, no white space; otherwise as Boost.JSON writes it.
std::string canonical_json(const boost::json::value& value);

}  // namespace cotejo::domain
