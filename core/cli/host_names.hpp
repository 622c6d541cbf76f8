// host.yaml refers to plugins and components by name. A name that does not exist would silently leave a limit, a pinned
// digest or an isolation without effect: it is reported as a mistake, once the plugins are loaded.
#pragma once
#include "cli/host_config.hpp"
#include "plugins/registry.hpp"

namespace cotejo::cli {

// While plugins are refused, only names that look like a misspelling of a loaded one are reported: the others may
// belong to the refused plugins.
void check_names(const HostConfig& config, const plugins::Registry& registry, configuration::Diagnostics& diagnostics);

}  // namespace cotejo::cli
