// A component's declaration as JSON, as `cotejo components --json` and GET /v1/components show it.
#pragma once
#include <boost/json/object.hpp>

#include "plugins/registry.hpp"

namespace cotejo::plugins {
boost::json::object to_json(const ComponentInfo& info);
}
