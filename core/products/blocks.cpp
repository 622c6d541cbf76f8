#include "products/blocks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "products/reason_catalogue.hpp"

namespace cotejo::products {
namespace {

using configuration::Diagnostics;
using configuration::Member;
using configuration::Node;
using configuration::Position;

constexpr std::string_view extends = "extends";

Node merged(Node base, Node over) {
  if (!base.is_map() || !over.is_map()) return over;
  Node result;
  result.kind = Node::Kind::map;
  result.position = over.position;
  for (Member& member : base.members) {
    const auto own =
        std::find_if(over.members.begin(), over.members.end(), [&](const Member& m) { return m.key == member.key; });
    if (own == over.members.end()) {
      result.members.push_back(std::move(member));
      continue;
    }
    if (own->value.kind != Node::Kind::null) {
      Node value = merged(std::move(member.value), std::move(own->value));
      result.members.push_back({own->key, own->position, std::move(value)});
    }
    over.members.erase(own);
  }
  for (Member& member : over.members) result.members.push_back(std::move(member));
  return result;
}

struct Name {
  std::string text;
  Position position;
};

std::vector<Name> names_of(const Node& node, Diagnostics& diagnostics) {
  std::vector<Name> names;
  const auto add = [&](const Node& item) {
    if (item.is_scalar() && !item.text.empty())
      names.push_back({item.text, item.position});
    else
      diagnostics.add(item.position, fmt::format("extends: expected the name of a block, found {}", description(item)));
  };
  if (node.is_sequence())
    for (const Node& item : node.items) add(item);
  else
    add(node);
  return names;
}

}  // namespace

Blocks Blocks::load(const std::filesystem::path& directory, Diagnostics& diagnostics) {
  Blocks blocks;
  if (!std::filesystem::exists(directory)) return blocks;
  for (const auto& file : yaml_files(directory, diagnostics)) {
    auto node = configuration::parse_file(file, diagnostics);
    if (!node) continue;
    if (!node->is_map()) {
      diagnostics.add(node->position, fmt::format("a block: expected a map of keys, found {}", description(*node)));
      continue;
    }
    for (const std::string_view key : {"product", "version"})
      if (const Member* member = node->member(key))
        diagnostics.add(member->position,
                        fmt::format("a shared block has no key '{}'; it belongs into the product", key));
    blocks.blocks_.emplace(file.stem().string(), std::move(*node));
  }
  return blocks;
}

Node Blocks::extend(Node tree, Diagnostics& diagnostics) const {
  std::vector<std::string> path;
  return extend(std::move(tree), path, diagnostics);
}

Node Blocks::extend(Node tree, std::vector<std::string>& path, Diagnostics& diagnostics) const {
  const auto own =
      std::find_if(tree.members.begin(), tree.members.end(), [](const Member& m) { return m.key == extends; });
  if (own == tree.members.end()) return tree;
  const std::vector<Name> names = names_of(own->value, diagnostics);
  tree.members.erase(own);
  Node base;
  base.kind = Node::Kind::map;
  for (const Name& name : names) {
    const auto block = blocks_.find(name.text);
    if (block == blocks_.end()) {
      std::vector<std::string> known;
      for (const auto& [key, node] : blocks_) known.push_back(key);
      diagnostics.add(name.position, fmt::format("there is no block '{}' in products/shared{}", name.text,
                                                 configuration::suggestion(name.text, known)));
      continue;
    }
    path.push_back(name.text);
    if (std::count(path.begin(), path.end(), name.text) > 1)
      diagnostics.add(name.position, fmt::format("blocks extend each other in a circle: {}", fmt::join(path, " -> ")));
    else
      base = merged(std::move(base), extend(block->second, path, diagnostics));
    path.pop_back();
  }
  return merged(std::move(base), std::move(tree));
}

}  // namespace cotejo::products
