// Default paths: beside this program, in a build tree or in an installed tree.
#pragma once
#include <filesystem>

#include "cli/host_config.hpp"

namespace cotejo::cli {

// The folder with host.yaml, products/ and reasons/.
std::filesystem::path default_configs();

// Fills in the paths that the configuration does not set: plugins, models, data.
void fill_places(HostConfig& config);

}  // namespace cotejo::cli
