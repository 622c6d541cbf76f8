// What host.yaml says of plugins and components goes by their names. A name that nothing has would leave a limit, a
// pinned digest or an isolation unset, silently: it is a mistake, once it is known what is loaded.
#pragma once
#include "cli/host_config.hpp"
#include "plugins/registry.hpp"

namespace cotejo::cli {

// Names that resemble no other are let pass while plugins are refused: they may be those plugins'.
void check_names(const HostConfig& config, const plugins::Registry& registry, configuration::Diagnostics& diagnostics);

}  // namespace cotejo::cli
