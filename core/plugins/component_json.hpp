// A component's declaration as JSON, for people and tools: what `cotejo components --json` prints and the service
// serves.
#pragma once
#include <boost/json/object.hpp>

#include "plugins/registry.hpp"

namespace cotejo::plugins {
boost::json::object to_json(const ComponentInfo& info);
}
