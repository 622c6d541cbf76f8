#include "cli/places.hpp"

#include <boost/dll/runtime_symbol_info.hpp>

namespace cotejo::cli {
namespace {

namespace fs = std::filesystem;

fs::path program_folder() {
  return fs::path(boost::dll::program_location().string()).parent_path();
}

fs::path first_that_exists(std::initializer_list<fs::path> candidates) {
  for (const auto& candidate : candidates)
    if (fs::exists(candidate)) return fs::weakly_canonical(candidate);
  return *candidates.begin();
}

// The lists beside the products are known by their names; host.yaml names others, or another file for one of these.
void find_lists(HostConfig& config) {
  std::error_code none;
  for (auto it = fs::directory_iterator(config.configs / "lists", none); !none && it != fs::directory_iterator();
       it.increment(none)) {
    const fs::path& file = it->path();
    if (file.extension() == ".json" && file.stem().extension() != ".schema")
      config.models.files.emplace(file.stem().string(), file);
  }
}

}  // namespace

// build/bin/cotejo -> build/plugins and the source tree; PREFIX/bin/cotejo -> PREFIX/lib/cotejo, PREFIX/etc,
// PREFIX/share.
fs::path default_configs() {
  const auto bin = program_folder();
  return first_that_exists({bin / "../../configs", bin / "../etc/cotejo", "/etc/cotejo"});
}

void fill_places(HostConfig& config) {
  const auto bin = program_folder();
  if (config.isolation.worker.empty()) config.isolation.worker = bin / "cotejo-plugin-worker";
  if (config.plugins.directories.empty())
    config.plugins.directories = {first_that_exists(
        {bin / "../plugins", bin / "../lib/cotejo/plugins", bin / "../lib/x86_64-linux-gnu/cotejo/plugins"})};
  if (!config.models.manifest)
    config.models.manifest =
        first_that_exists({bin / "../../packaging/models.json", bin / "../share/cotejo/models.json"});
  if (!config.models.directory)
    config.models.directory =
        first_that_exists({bin / "../../models", bin / "../share/cotejo/models", "/var/lib/cotejo/models"});
  if (config.storage.data.empty()) config.storage.data = bin / "../data";
  find_lists(config);
}

}  // namespace cotejo::cli
