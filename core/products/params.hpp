// Checks the params of a component, as written in YAML, against the JSON Schema that the component declares.
#pragma once
#include <boost/json/object.hpp>
#include <string_view>

#include "configuration/node.hpp"

namespace cotejo::products {

// Each breach becomes a diagnostic at the param's own place, or at `fallback` when `written` is null or does not
// contain it. A key that the schema does not name is a breach, even where the schema allows additional keys. `what`
// names the component in messages.
void check_params(const boost::json::object& schema, const boost::json::object& params,
                  const configuration::Node* written, const configuration::Position& fallback, std::string_view what,
                  configuration::Diagnostics& diagnostics);

}  // namespace cotejo::products
