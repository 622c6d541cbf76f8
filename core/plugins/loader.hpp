// Finds plugins, refuses unsuitable ones with one sentence each, and registers the components of the others.
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "plugins/isolation/options.hpp"
#include "plugins/models.hpp"
#include "plugins/registry.hpp"

namespace cotejo::plugins {

struct LoadOptions {
  std::vector<std::filesystem::path> directories;                       // every *.so directly inside, in order of name
  std::map<std::string, std::string, std::less<>> digests;              // pinned sha256:… by file name
  std::size_t max_instances = 16;                                       // of one serial component
  std::shared_ptr<Models> models;                                       // never null
  std::function<void(int level, std::string_view plugin_message)> log;  // may be empty
  IsolationOptions isolation;                                           // isolation/README.md
};

// Loads all suitable plugins. They stay loaded for the life of the process, since their code may run at any time.
// Called once.
std::unique_ptr<Registry> load_plugins(LoadOptions options);

}  // namespace cotejo::plugins
