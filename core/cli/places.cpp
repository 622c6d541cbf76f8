#include "cli/places.hpp"

#include <boost/dll/runtime_symbol_info.hpp>

namespace cotejo::cli {
namespace {

namespace fs = std::filesystem;

fs::path program_folder() {
  return fs::path(boost::dll::program_location().string()).parent_path();
}

// build/bin/cotejo, beside the source tree. Of an installed program nobody's folders beside PREFIX are taken.
bool in_build_tree() {
  return fs::exists(program_folder() / "../CMakeCache.txt");
}

fs::path prefix() {
  return fs::weakly_canonical(program_folder() / "..");
}

// Where an installed program keeps what changes: PREFIX/var, and /var for PREFIX=/usr.
fs::path variable_folder() {
  return (prefix() == "/usr" ? fs::path("/var") : prefix() / "var") / "lib/cotejo";
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

fs::path default_configs() {
  if (in_build_tree()) return fs::weakly_canonical(prefix() / "../configs");
  return first_that_exists({prefix() / "etc/cotejo", "/etc/cotejo"});
}

void fill_places(HostConfig& config) {
  const bool built = in_build_tree();
  const auto tree = prefix() / "..";
  if (config.isolation.worker.empty()) config.isolation.worker = program_folder() / "cotejo-plugin-worker";
  if (config.plugins.directories.empty())
    config.plugins.directories = {
        built ? prefix() / "plugins"
              : first_that_exists({prefix() / "lib/cotejo/plugins", prefix() / "lib/x86_64-linux-gnu/cotejo/plugins"})};
  if (!config.models.manifest)
    config.models.manifest =
        fs::weakly_canonical(built ? tree / "packaging/models.json" : prefix() / "share/cotejo/models.json");
  if (!config.models.directory)
    config.models.directory = built
                                  ? fs::weakly_canonical(tree / "models")
                                  : first_that_exists({prefix() / "share/cotejo/models", variable_folder() / "models"});
  if (config.storage.data.empty()) config.storage.data = built ? prefix() / "data" : variable_folder();
  find_lists(config);
}

}  // namespace cotejo::cli
