// Where things are when nobody says: beside this program, in a build tree or in an installed tree.
#pragma once
#include <filesystem>

#include "cli/host_config.hpp"

namespace cotejo::cli {

// The folder with host.yaml, products/ and reasons/.
std::filesystem::path default_configs();

// Fills in what the configuration leaves open: plugins, models, data.
void fill_places(HostConfig& config);

}  // namespace cotejo::cli
