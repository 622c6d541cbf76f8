#include "cli/host_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace cotejo::cli {
namespace {

using configuration::Diagnostics;
using configuration::Node;
using configuration::Position;

const Node* section(const Node& root, std::initializer_list<std::string_view> path) {
  const Node* node = &root;
  for (const auto key : path)
    if (node) node = node->find(key);
  return node;
}

bool contains(const std::vector<std::string>& all, std::string_view name) {
  return std::find(all.begin(), all.end(), name) != all.end();
}

class Names {
 public:
  Names(const plugins::Registry& registry, Diagnostics& diagnostics) : registry_(registry), diagnostics_(diagnostics) {
    std::set<std::string> files;
    for (const auto* info : registry.components()) {
      components_.push_back(info->declaration.id);
      files.insert(info->plugin);
    }
    loaded_files_.assign(files.begin(), files.end());
    for (const auto& refusal : registry.refusals()) files.insert(refusal.file);
    files_.assign(files.begin(), files.end());
  }

  void components(const Node* map, std::string_view where) {
    if (!map) return;
    for (const auto& member : map->members) {
      if (contains(components_, member.key)) continue;
      const auto meant = configuration::suggestion(member.key, components_);
      if (meant.empty() && !registry_.refusals().empty()) continue;
      diagnostics_.add(member.position,
                       fmt::format("{}: there is no component '{}'{}", where, member.key,
                                   meant.empty() ? "; `cotejo components` lists those that are loaded" : meant));
    }
  }

  void pinned(const Node* map) {
    if (!map) return;
    for (const auto& member : map->members)
      if (!contains(files_, member.key))
        diagnostics_.add(member.position, fmt::format("digests of plugins: no plugin folder has a file '{}'{}",
                                                      member.key, configuration::suggestion(member.key, files_)));
  }

  void required(const Node* list) {
    if (!list) return;
    for (const auto& item : list->items) {
      if (contains(loaded_files_, item.text)) continue;
      const auto& refusals = registry_.refusals();
      const auto refused =
          std::find_if(refusals.begin(), refusals.end(), [&](const auto& r) { return r.file == item.text; });
      diagnostics_.add(item.position, refused != refusals.end()
                                          ? "a required plugin was refused: " + refused->reason
                                          : fmt::format("required plugin '{}' is in none of the plugin folders{}",
                                                        item.text, configuration::suggestion(item.text, files_)));
    }
  }

 private:
  const plugins::Registry& registry_;
  Diagnostics& diagnostics_;
  std::vector<std::string> components_, loaded_files_, files_;
};

}  // namespace

void check_names(const HostConfig& config, const plugins::Registry& registry, Diagnostics& diagnostics) {
  if (!config.tree) return;
  Names names(registry, diagnostics);
  names.components(section(*config.tree, {"isolation", "components"}), "isolation");
  names.components(section(*config.tree, {"components"}), "components");
  names.pinned(section(*config.tree, {"plugins", "digests"}));
  names.required(section(*config.tree, {"plugins", "required"}));
}

}  // namespace cotejo::cli
