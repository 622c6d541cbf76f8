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

// Adds to `replaced` the values that `over` overrides, but not those that it removes.
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

const Yaml* find(const Yaml& tree, std::initializer_list<std::string_view> path) {
  const Yaml* node = &tree;
  for (const std::string_view key : path) {
    const Member* member = node->is_map() ? node->member(key) : nullptr;
    if (!member) return nullptr;
    node = &member->value;
  }
  return node;
}

// What a component of a list is called in the product; empty when it is not written as one.
std::string_view instance_of(const Yaml& entry) {
  if (entry.is_scalar()) return entry.text;
  for (const std::string_view key : {"as", "use"})
    if (const Yaml* name = find(entry, {key}); name && name->is_scalar()) return name->text;
  return {};
}

bool lists(const Yaml& list, std::string_view instance) {
  return std::any_of(list.items.begin(), list.items.end(),
                     [&](const Yaml& entry) { return instance_of(entry) == instance; });
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
    std::vector<Yaml> beside;
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
        base = over(std::move(base), beside.emplace_back(extend(block->second)));
      path_.pop_back();
    }
    for (const Yaml& block : beside) report_dropped(block, base, tree);
    return over(std::move(base), std::move(tree));
  }

  Yaml over(Yaml base, Yaml tree) {
    Replaced replaced{base, {}};
    Yaml result = merged(std::move(base), std::move(tree), replaced.values);
    if (!replaced.values.empty()) extended_.replaced.push_back(std::move(replaced));
    return result;
  }

  // A list replaces that of another block as a whole. Which of two blocks beside each other comes last decides nothing
  // that anybody reads: what one of them examines would not be examined, and no finding is what one hopes for. Whoever
  // extends both may write the list himself, and drop what he likes.
  void report_dropped(const Yaml& block, const Yaml& all, const Yaml& own) {
    const Yaml* analysis = find(block, {"analysis"});
    if (!analysis || !analysis->is_map()) return;
    for (const Member& evidence : analysis->members)
      for (const std::string_view key : {"sub_analyzers", "connectors"}) {
        const Yaml* list = find(evidence.value, {key});
        const Yaml* last = find(all, {"analysis", evidence.key, key});
        if (!list || !last || !list->is_sequence() || !last->is_sequence()) continue;
        if (find(own, {"analysis", evidence.key, key})) continue;
        for (const Yaml& entry : list->items)
          if (const auto instance = instance_of(entry); !instance.empty() && !lists(*last, instance))
            diagnostics_.add(
                last->position,
                fmt::format("this list drops '{}' of '{}', which {}:{} lists: extend that block later, or "
                            "write the list where both are extended",
                            instance, evidence.key, entry.position.file->filename().string(), entry.position.line));
      }
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
