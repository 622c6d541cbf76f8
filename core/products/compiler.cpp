#include "products/compiler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "configuration/section.hpp"
#include "products/assembly.hpp"
#include "products/blocks.hpp"

namespace cotejo::products {
namespace {

using configuration::Diagnostics;
using configuration::Position;
using Yaml = configuration::Node;

bool is_at(const Position& position, const Diagnostic& diagnostic) {
  return position.line == diagnostic.line && position.column == diagnostic.column && position.file &&
         *position.file == diagnostic.file;
}
bool is_at(const Position& position, const Position& other) {
  return position.line == other.line && position.column == other.column && position.file && other.file &&
         *position.file == *other.file;
}

template <class Place>
bool is_in(const Yaml& node, const Place& place) {
  return is_at(node.position, place) ||
         std::any_of(node.items.begin(), node.items.end(), [&](const Yaml& item) { return is_in(item, place); }) ||
         std::any_of(node.members.begin(), node.members.end(), [&](const configuration::Member& member) {
           return is_at(member.position, place) || is_in(member.value, place);
         });
}

// Whether `value` states it.
bool touches(const Yaml& value, const Use& use) {
  return is_in(value, use.position) || (use.params_node && is_in(*use.params_node, value.position)) ||
         std::any_of(use.inputs.begin(), use.inputs.end(),
                     [&](const auto& input) { return is_in(value, input.second.position); });
}

void keep_touched(std::vector<Use>& uses, const std::vector<Yaml>& values) {
  std::erase_if(uses, [&](const Use& use) {
    return std::none_of(values.begin(), values.end(), [&](const Yaml& value) { return touches(value, use); });
  });
}

class Compiler {
 public:
  Compiler(const std::filesystem::path& directory, plugins::Registry& registry, Readiness readiness,
           const HostBounds& host, const std::optional<OtherPolicy>& policy)
      : directory_(directory),
        registry_(registry),
        readiness_(readiness),
        defaults_(host.components),
        evidence_bytes_(host.evidence_bytes),
        policy_(policy) {}

  Compiled compile() {
    auto products = std::make_shared<Products>();
    defaults_ = sound_defaults(defaults_, registry_, diagnostics_);
    products->reasons = std::make_shared<const ReasonCatalogue>(load_reasons(directory_ / "reasons", diagnostics_));
    if (policy_) read_policy_file();
    const Blocks blocks = Blocks::load(directory_ / "products" / "shared", diagnostics_);
    const auto files = yaml_files(directory_ / "products", diagnostics_);
    for (const auto& file : files) compile_file(file, blocks, *products);
    if (files.empty() && diagnostics_.empty())
      diagnostics_.add({directory_ / "products", 1, 1, "there is no product here; expected at least one *.yaml"});
    report_unread(blocks);
    if (!diagnostics_.empty()) return {nullptr, diagnostics_.sorted(), unread_.sorted()};
    if (readiness_ == Readiness::create) create(*products);
    for (auto& [id, made] : made_)
      if (!products->refused.contains(id)) products->by_id.emplace(id, std::move(made.product));
    return {std::move(products), {}, unread_.sorted()};
  }

 private:
  void read_policy_file() {
    const auto root = configuration::parse_file(policy_->file, diagnostics_);
    if (!root) return;
    configuration::Section section(*root, "a policy file", diagnostics_);
    if (const Yaml* decision = section.map("decision", configuration::Section::Need::required)) decision_ = *decision;
    section.finish();
  }

  void replace_decision(Yaml& product) const {
    const Yaml* id = product.find("product");
    if (!decision_ || !id || id->text != policy_->product) return;
    std::erase_if(product.members, [](const configuration::Member& member) { return member.key == "decision"; });
    product.members.push_back({"decision", decision_->position, *decision_});
  }

  void compile_file(const std::filesystem::path& file, const Blocks& blocks, Products& products) {
    auto written = configuration::parse_file(file, diagnostics_);
    if (!written) return;
    Extended extended = blocks.extend(std::move(*written), diagnostics_);
    used_.merge(extended.blocks);
    if (!extended.complete) return;
    for (Replaced& replaced : extended.replaced) check_replaced(std::move(replaced));
    Yaml whole = std::move(extended.tree);
    replace_decision(whole);
    const auto tree = std::make_shared<const Yaml>(std::move(whole));
    const Definition definition = read_definition(tree, diagnostics_, evidence_bytes_);
    if (definition.id.empty()) return;
    const auto [first, fresh] = places_.emplace(definition.id, definition.position);
    if (!fresh)
      diagnostics_.add(definition.position, fmt::format("product '{}' is defined already in {}:{}", definition.id,
                                                        first->second.file->string(), first->second.line));
    Problems problems;
    problems.only_declared = readiness_ == Readiness::declare;
    Assembled assembled = assemble(definition, products.reasons, registry_, defaults_, problems);
    for (Diagnostic& diagnostic : problems.wrong.sorted()) diagnostics_.add(std::move(diagnostic));
    if (assembled.product)
      made_.emplace(definition.id, std::move(assembled));
    else if (!problems.unavailable.empty())
      products.refused[definition.id] = problems.unavailable.sorted();
  }

  // A mistake in a block is reported even where all products override it.
  void check_replaced(Replaced replaced) {
    std::erase_if(replaced.values, [&](const Yaml& value) { return !looked_at_.insert(place_of(value)).second; });
    if (replaced.values.empty()) return;
    Diagnostics found;
    Definition definition =
        read_definition(std::make_shared<const Yaml>(std::move(replaced.tree)), found, evidence_bytes_);
    for (Analysis& analysis : definition.analysis)
      for (auto* uses : {&analysis.analyzers, &analysis.sub_analyzers, &analysis.connectors})
        keep_touched(*uses, replaced.values);
    keep_touched(definition.checks, replaced.values);
    Problems problems;
    problems.only_declared = true;
    check_uses(definition, registry_, defaults_, problems);
    for (const Diagnostic& diagnostic : problems.wrong.sorted()) found.add(diagnostic);
    for (const Diagnostic& diagnostic : found.sorted())
      if (std::any_of(replaced.values.begin(), replaced.values.end(),
                      [&](const Yaml& value) { return is_in(value, diagnostic); }))
        diagnostics_.add(diagnostic);
  }

  static std::tuple<std::string, int, int> place_of(const Yaml& value) {
    const auto& [file, line, column] = value.position;
    return {file ? file->string() : "", line, column};
  }

  void report_unread(const Blocks& blocks) {
    for (const Position& start : blocks.others(used_))
      unread_.add(start, "no product extends this block: whether it is right is not known");
  }

  void create(Products& products) {
    for (auto& [id, made] : made_) {
      const auto ready = create_components(*made.product, registry_);
      if (ready) continue;
      const Position& at = made.places.at(ready.error().at);
      products.refused[id].push_back(
          {*at.file, at.line, at.column,
           fmt::format("'{}' cannot be made ready: {}", ready.error().at, ready.error().message)});
    }
  }

  const std::filesystem::path& directory_;
  plugins::Registry& registry_;
  Readiness readiness_;
  ComponentDefaults defaults_;
  const std::uint64_t evidence_bytes_;
  const std::optional<OtherPolicy>& policy_;
  std::optional<Yaml> decision_;  // of the policy file
  Diagnostics diagnostics_;
  Diagnostics unread_;
  std::set<std::string, std::less<>> used_;                // blocks
  std::set<std::tuple<std::string, int, int>> looked_at_;  // where values begin that products replace
  std::map<std::string, Position> places_;
  std::map<std::string, Assembled> made_;
};

}  // namespace

Compiled compile(const std::filesystem::path& directory, plugins::Registry& registry, Readiness readiness,
                 const HostBounds& host, const std::optional<OtherPolicy>& policy) {
  return Compiler(directory, registry, readiness, host, policy).compile();
}

}  // namespace cotejo::products
