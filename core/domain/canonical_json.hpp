// One text per JSON value, whatever the order of its members: what digests of params and definitions are taken over.
#pragma once
#include <boost/json/value.hpp>
#include <string>

namespace cotejo::domain {

// Members sorted by name, no white space; otherwise as Boost.JSON writes it.
std::string canonical_json(const boost::json::value& value);

}  // namespace cotejo::domain
