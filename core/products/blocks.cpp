#include "products/blocks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "products/reason_catalogue.hpp"

namespace cotejo::products {
namespace {

using configuration::Diagnostics;
using configuration::Member;
using Yaml = configuration::Node;
using configuration::Position;

constexpr std::string_view extends = "extends";

// Adds to `replaced` what `over` says otherwise; not what it drops.
Yaml merged(Yaml base, Yaml over, std::vector<Yaml>& replaced) {
  if (!base.is_map() || !over.is_map()) {
    replaced.push_back(std::move(base));
    return over;
  }
  Yaml result;
  result.kind = Yaml::Kind::map;
  result.position = over.position;
  for (Member& member : base.members) {
    const auto own =
        std::find_if(over.members.begin(), over.members.end(), [&](const Member& m) { return m.key == member.key; });
    if (own == over.members.end()) {
      result.members.push_back(std::move(member));
      continue;
    }
    if (own->value.kind != Yaml::Kind::null) {
      Yaml value = merged(std::move(member.value), std::move(own->value), replaced);
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

std::vector<Name> names_of(const Yaml& node, Diagnostics& diagnostics) {
  std::vector<Name> names;
  const auto add = [&](const Yaml& item) {
    if (item.is_scalar() && !item.text.empty())
      names.push_back({item.text, item.position});
    else
      diagnostics.add(item.position, fmt::format("extends: expected the name of a block, found {}", description(item)));
  };
  if (node.is_sequence())
    for (const Yaml& item : node.items) add(item);
  else
    add(node);
  return names;
}

// One product with all that it extends, and what these extend.
class Extending {
 public:
  using ByName = std::map<std::string, Yaml, std::less<>>;
  using Names = std::set<std::string, std::less<>>;
  Extending(const ByName& blocks, const Names& unreadable, Diagnostics& diagnostics)
      : blocks_(blocks), unreadable_(unreadable), diagnostics_(diagnostics) {}

  Extended run(Yaml product) {
    extended_.tree = extend(std::move(product));
    for (Replaced& replaced : extended_.replaced) {
      std::vector<Yaml> of_the_product;
      replaced.tree = merged(extended_.tree, std::move(replaced.tree), of_the_product);
    }
    return std::move(extended_);
  }

 private:
  Yaml extend(Yaml tree) {
    const auto own =
        std::find_if(tree.members.begin(), tree.members.end(), [](const Member& m) { return m.key == extends; });
    if (own == tree.members.end()) return tree;
    const std::vector<Name> names = names_of(own->value, diagnostics_);
    tree.members.erase(own);
    Yaml base;
    base.kind = Yaml::Kind::map;
    for (const Name& name : names) {
      const auto block = blocks_.find(name.text);
      if (block == blocks_.end()) {
        extended_.complete = false;
        if (!unreadable_.contains(name.text)) report_unknown(name);
        continue;
      }
      extended_.blocks.insert(name.text);
      path_.push_back(name.text);
      if (std::count(path_.begin(), path_.end(), name.text) > 1)
        diagnostics_.add(name.position,
                         fmt::format("blocks extend each other in a circle: {}", fmt::join(path_, " -> ")));
      else
        base = over(std::move(base), extend(block->second));
      path_.pop_back();
    }
    return over(std::move(base), std::move(tree));
  }

  Yaml over(Yaml base, Yaml tree) {
    Replaced replaced{base, {}};
    Yaml result = merged(std::move(base), std::move(tree), replaced.values);
    if (!replaced.values.empty()) extended_.replaced.push_back(std::move(replaced));
    return result;
  }

  void report_unknown(const Name& name) {
    std::vector<std::string> known;
    for (const auto& [key, node] : blocks_) known.push_back(key);
    diagnostics_.add(name.position, fmt::format("there is no block '{}' in products/shared{}", name.text,
                                                configuration::suggestion(name.text, known)));
  }

  const ByName& blocks_;
  const Names& unreadable_;
  Diagnostics& diagnostics_;
  std::vector<std::string> path_;  // the blocks that are being extended, one within another
  Extended extended_;
};

}  // namespace

Blocks Blocks::load(const std::filesystem::path& directory, Diagnostics& diagnostics) {
  Blocks blocks;
  if (!std::filesystem::exists(directory)) return blocks;
  for (const auto& file : yaml_files(directory, diagnostics)) {
    auto node = configuration::parse_file(file, diagnostics);
    if (node && !node->is_map())
      diagnostics.add(node->position, fmt::format("a block: expected a map of keys, found {}", description(*node)));
    if (!node || !node->is_map()) {
      blocks.unreadable_.insert(file.stem().string());
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

Extended Blocks::extend(Yaml tree, Diagnostics& diagnostics) const {
  return Extending(blocks_, unreadable_, diagnostics).run(std::move(tree));
}

std::vector<Position> Blocks::others(const std::set<std::string, std::less<>>& used) const {
  std::vector<Position> others;
  for (const auto& [name, node] : blocks_)
    if (!used.contains(name)) others.push_back(node.position);
  return others;
}

}  // namespace cotejo::products
