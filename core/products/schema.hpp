// JSON Schemas of product files for editors. They are recorded from the reader of products (configuration/shapes.hpp)
// and completed with the loaded components: their ids by kind, and the params of each.
#pragma once
#include <boost/json/object.hpp>
#include <string_view>

#include "plugins/registry.hpp"

namespace cotejo::products {

// `example`: a product that uses every key. Throws std::runtime_error when it has mistakes.
boost::json::object product_schema(std::string_view example, const plugins::Registry& registry);

// The schema of a shared block: the same keys, all of them optional.
boost::json::object block_schema(std::string_view example, const plugins::Registry& registry);

boost::json::object reasons_schema(std::string_view example);

// The schema of each component's params, for `$defs`, under the name `params.ID`.
boost::json::object params_definitions(const plugins::Registry& registry);

}  // namespace cotejo::products
