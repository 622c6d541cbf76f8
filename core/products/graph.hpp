// Draws a product's plan: evidence, components, checks and the decision from left to right, with arrows for the values
// that pass between them.
#pragma once
#include <string>
#include <vector>

#include "products/product.hpp"

namespace cotejo::products {

struct Box {
  enum class Kind { evidence, analyzer, sub_analyzer, connector, check, decision } kind = Kind::evidence;
  std::string title;
  std::vector<std::string> lines;       // smaller, below the title
  std::optional<std::size_t> evidence;  // the evidence in whose lane it is drawn; none for checks and the decision
  std::size_t column = 0;
};

// An arrow for all values that one box passes to another.
struct Arrow {
  std::size_t from = 0, to = 0;     // boxes
  std::vector<std::string> labels;  // names of traits, without the instance
};

struct Graph {
  std::string title;
  std::vector<Box> boxes;
  std::vector<Arrow> arrows;
  std::size_t lanes = 0;    // as many as evidence
  std::size_t columns = 0;  // evidence, analysis by depth, checks, decision
};

Graph graph_of(const Product& product);

std::string to_dot(const Graph& graph);      // for Graphviz
std::string to_mermaid(const Graph& graph);  // for Markdown that shows Mermaid
std::string to_svg(const Graph& graph);      // self-contained; laid out here, so that nothing needs to be installed

}  // namespace cotejo::products
