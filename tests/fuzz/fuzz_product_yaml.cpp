// Configuration files from hostile bytes: nothing crashes; a file is a tree or at least one diagnostic, whose place is
// in it; a tree keeps the limits of node.hpp; reading a product from it ends whatever it says.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string_view>

#include "configuration/node.hpp"
#include "products/definition.hpp"

namespace {

using namespace cotejo;
using configuration::Node;

constexpr std::size_t max_depth = 32;  // node.hpp

void expect(bool holds) {
  if (!holds) std::abort();
}

void check_place(int line, int column, int lines) {
  expect(line >= 1 && line <= lines && column >= 1);
}

void check(const Node& node, std::size_t depth, int lines) {
  check_place(node.position.line, node.position.column, lines);
  expect(depth <= max_depth);
  for (const Node& item : node.items) check(item, depth + 1, lines);
  std::set<std::string_view> keys;
  for (const auto& member : node.members) {
    expect(!member.key.empty() && keys.insert(member.key).second);
    expect(node.find(member.key) == &member.value);
    check(member.value, depth + 1, lines);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // yaml-cpp ends lines at CR as well, and the end of the text may stand on a line after the last.
  const int lines = 2 + static_cast<int>(std::ranges::count_if(text, [](char c) { return c == '\n' || c == '\r'; }));
  configuration::Diagnostics diagnostics;
  auto tree = configuration::parse(text, "fuzz.yaml", diagnostics);
  expect(tree.has_value() == diagnostics.empty());
  if (tree) {
    check(*tree, 0, lines);
    configuration::to_json(*tree);
    products::read_definition(std::make_shared<const Node>(std::move(*tree)), diagnostics);
  }
  for (const auto& diagnostic : diagnostics.sorted()) {
    check_place(diagnostic.line, diagnostic.column, lines);
    expect(!diagnostic.message.empty());
  }
  return 0;
}
