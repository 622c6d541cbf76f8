#include "products/plan_difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/value.hpp>
#include <set>

#include "products/assembly.hpp"

namespace cotejo::products {
namespace {

namespace json = boost::json;

const Node* find(const Plan& plan, const domain::Name& name) {
  const auto found = std::ranges::find(plan.nodes, name, &Node::name);
  return found == plan.nodes.end() ? nullptr : &*found;
}

// Names of members that differ.
std::vector<std::string> different(const json::object& from, const json::object& to) {
  std::set<std::string> names;
  for (const auto* one : {&from, &to})
    for (const auto& member : *one) {
      const auto *a = from.if_contains(member.key()), *b = to.if_contains(member.key());
      if (!a || !b || *a != *b) names.emplace(member.key());
    }
  return {names.begin(), names.end()};
}

std::string node_difference(const Node& from, const Node& to) {
  if (from.declaration.id != to.declaration.id) return "another component, " + to.declaration.id;
  if (from.declaration.version != to.declaration.version) return "another version, " + to.declaration.version;
  if (from.params != to.params)
    return fmt::format("other params ({})", fmt::join(different(from.params, to.params), ", "));
  if (from.models != to.models) return "other models";
  return "other inputs or another timeout";
}

}  // namespace

std::vector<std::string> plan_differences(const Product& from, const Product& to) {
  std::vector<std::string> found;
  const json::object a = plan_json(from), b = plan_json(to);
  for (const std::string& name : different(a.at("evidence").as_object(), b.at("evidence").as_object()))
    found.push_back(fmt::format("evidence '{}'", name));
  for (const std::string& name : different(a.at("nodes").as_object(), b.at("nodes").as_object())) {
    const Node *before = find(from.plan, name), *after = find(to.plan, name);
    found.push_back(fmt::format("{}: {}", name,
                                !before  ? "is new"
                                : !after ? "is gone"
                                         : node_difference(*before, *after)));
  }
  for (const std::string& key : different(a, b))
    if (key != "evidence" && key != "nodes") found.push_back(key);
  return found;
}

}  // namespace cotejo::products
