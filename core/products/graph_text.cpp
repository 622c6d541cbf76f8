#include <fmt/format.h>

#include <array>

#include "products/graph.hpp"

namespace cotejo::products {
namespace {

struct Style {
  std::string_view name, fill;
};
constexpr std::array<Style, 6> styles{{{"evidence", "#e8eef7"},
                                       {"analyzer", "#dff3ef"},
                                       {"sub_analyzer", "#fdf3d8"},
                                       {"connector", "#fbe3dc"},
                                       {"check", "#efe6fa"},
                                       {"decision", "#e3f4dc"}}};
const Style& style_of(const Box& box) {
  return styles[static_cast<std::size_t>(box.kind)];
}

std::string escaped(std::string_view text, std::string_view breaks) {
  std::string out;
  for (const char c : text) {
    if (c == '"')
      out += breaks == "\\n" ? "\\\"" : "#quot;";
    else if (c == '\n')
      out += breaks;
    else if (c == '\\' && breaks == "\\n")
      out += "\\\\";
    else
      out += c;
  }
  return out;
}

std::string words(const Box& box) {
  return fmt::format("{}\n{}", box.title, fmt::join(box.lines, "\n"));
}

}  // namespace

std::string to_dot(const Graph& graph) {
  std::string out = fmt::format("digraph plan {{\n  label=\"{}\"; labelloc=t; rankdir=LR; fontname=\"sans-serif\";\n",
                                escaped(graph.title, "\\n"));
  out += "  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\", fontsize=11];\n";
  out += "  edge [fontname=\"sans-serif\", fontsize=9];\n";
  for (std::size_t i = 0; i < graph.boxes.size(); ++i)
    out += fmt::format("  n{} [label=\"{}\", fillcolor=\"{}\"];\n", i, escaped(words(graph.boxes[i]), "\\n"),
                       style_of(graph.boxes[i]).fill);
  for (std::size_t lane = 0; lane < graph.lanes; ++lane) {
    out += fmt::format("  subgraph cluster_{} {{ style=dashed; color=gray;", lane);
    for (std::size_t i = 0; i < graph.boxes.size(); ++i)
      if (graph.boxes[i].evidence == lane) out += fmt::format(" n{};", i);
    out += " }\n";
  }
  for (const Arrow& arrow : graph.arrows)
    out += fmt::format("  n{} -> n{} [label=\"{}\"];\n", arrow.from, arrow.to,
                       escaped(fmt::format("{}", fmt::join(arrow.labels, "\n")), "\\n"));
  return out + "}\n";
}

std::string to_mermaid(const Graph& graph) {
  std::string out = fmt::format("---\ntitle: \"{}\"\n---\nflowchart LR\n", escaped(graph.title, " "));
  const auto box = [&](std::size_t i) {
    return fmt::format("n{}[\"{}\"]:::{}\n", i, escaped(words(graph.boxes[i]), "<br>"), style_of(graph.boxes[i]).name);
  };
  for (std::size_t lane = 0; lane < graph.lanes; ++lane) {
    out += fmt::format("  subgraph lane{}[\" \"]\n", lane);
    for (std::size_t i = 0; i < graph.boxes.size(); ++i)
      if (graph.boxes[i].evidence == lane) out += "    " + box(i);
    out += "  end\n";
  }
  for (std::size_t i = 0; i < graph.boxes.size(); ++i)
    if (!graph.boxes[i].evidence) out += "  " + box(i);
  for (const Arrow& arrow : graph.arrows) {
    const std::string label = fmt::format("{}", fmt::join(arrow.labels, "\n"));
    out += label.empty() ? fmt::format("  n{} --> n{}\n", arrow.from, arrow.to)
                         : fmt::format("  n{} -->|\"{}\"| n{}\n", arrow.from, escaped(label, "<br>"), arrow.to);
  }
  for (const Style& style : styles) out += fmt::format("  classDef {} fill:{},stroke:#667\n", style.name, style.fill);
  return out;
}

}  // namespace cotejo::products
