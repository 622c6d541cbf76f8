#include "products/graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace cotejo::products {
namespace {

Box evidence_box(const EvidenceSpec& spec, std::size_t index) {
  Box box{Box::Kind::evidence, spec.name, {spec.listing() + (spec.required ? "" : ", optional")}, index, 0};
  const bool same = std::ranges::all_of(
      spec.kinds, [&](const AcceptedKind& kind) { return kind.max_bytes == spec.kinds.front().max_bytes; });
  for (const AcceptedKind& kind : spec.kinds) {
    if (kind.max_bytes >= 1u << 20)
      box.lines.push_back(fmt::format("{}at most {} MiB", same ? "" : kind.kind + " ", kind.max_bytes >> 20));
    if (same) break;
  }
  if (spec.max_seconds) box.lines.push_back(fmt::format("at most {} s", *spec.max_seconds));
  return box;
}

Box::Kind kind_of(const Node& node) {
  switch (node.declaration.kind) {
    case plugins::Kind::analyzer:
      return Box::Kind::analyzer;
    case plugins::Kind::sub_analyzer:
      return Box::Kind::sub_analyzer;
    case plugins::Kind::connector:
      return Box::Kind::connector;
    case plugins::Kind::check:
      break;
  }
  return Box::Kind::check;
}

Box node_box(const Node& node) {
  const bool check = !node.evidence;
  Box box;
  box.kind = kind_of(node);
  box.title = node.instance;
  box.evidence = node.evidence;
  if (node.instance != node.declaration.id) box.lines.push_back(node.declaration.id);
  box.lines.push_back("version " + node.declaration.version);
  if (check && node.on_error.retriable == node.on_error.permanent)
    box.lines.push_back(fmt::format("on error: {}", domain::to_string(node.on_error.retriable)));
  else if (check)
    box.lines.push_back(fmt::format("on error: {}, permanent: {}", domain::to_string(node.on_error.retriable),
                                    domain::to_string(node.on_error.permanent)));
  return box;
}

Box decision_box(const DecisionPolicy& policy) {
  Box box{Box::Kind::decision, "decision", {}, {}, 0};
  for (const RejectRule& rule : policy.reject) {
    const std::string classes = rule.classes.empty() ? "" : fmt::format("class {}", fmt::join(rule.classes, " "));
    box.lines.push_back(fmt::format("reject: {}{}{}, {}, from {}", fmt::join(rule.codes, " "),
                                    rule.codes.empty() || classes.empty() ? "" : " of ", classes,
                                    domain::to_string(rule.min_severity), rule.min_confidence));
  }
  box.lines.push_back("undecided: never approved");
  box.lines.push_back(policy.approve_min_confidence > 0
                          ? fmt::format("approve: all checks pass, from {}", policy.approve_min_confidence)
                          : "approve: all checks pass");
  box.lines.push_back(fmt::format("otherwise: {}", domain::to_string(policy.otherwise)));
  const QualityControl& control = policy.quality_control;
  if (control.sample.approve > 0 || control.sample.reject > 0)
    box.lines.push_back(fmt::format("to a person: {:g} % of approvals, {:g} % of rejections",
                                    control.sample.approve * 100, control.sample.reject * 100));
  if (control.max_rejections)
    box.lines.push_back(fmt::format("to a person: rejections beyond {}", control.max_rejections->count));
  return box;
}

// Each node one column right of the rightmost that it needs; checks together, the decision last.
void set_columns(Graph& graph, std::size_t first_check, std::size_t decision) {
  std::size_t last_analysis = 0;
  for (std::size_t i = graph.lanes; i < first_check; ++i) {
    for (const Arrow& arrow : graph.arrows)
      if (arrow.to == i) graph.boxes[i].column = std::max(graph.boxes[i].column, graph.boxes[arrow.from].column + 1);
    last_analysis = std::max(last_analysis, graph.boxes[i].column);
  }
  for (std::size_t i = first_check; i < decision; ++i) graph.boxes[i].column = last_analysis + 1;
  graph.boxes[decision].column = last_analysis + 2;
  graph.columns = last_analysis + 3;
}

}  // namespace

Graph graph_of(const Product& product) {
  Graph graph;
  graph.title = fmt::format("{}, version {}", product.id, product.version);
  graph.lanes = product.evidence.size();
  for (std::size_t i = 0; i < graph.lanes; ++i) graph.boxes.push_back(evidence_box(product.evidence[i], i));
  for (const Node& node : product.plan.nodes) graph.boxes.push_back(node_box(node));
  const std::size_t decision = graph.boxes.size(), first_check = graph.lanes + product.plan.first_check;
  graph.boxes.push_back(decision_box(product.decision));

  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::string>> arrows;
  for (std::size_t i = 0; i < product.plan.nodes.size(); ++i)
    for (const auto& port : product.plan.nodes[i].inputs)
      for (const Source& source : port) {
        const bool raw = source.from == Source::From::evidence;
        auto& labels = arrows[{raw ? source.index : graph.lanes + source.index, graph.lanes + i}];
        if (raw) {
          if (labels.empty()) labels = product.plan.nodes[i].kinds;
          continue;
        }
        const std::string& name = product.plan.nodes[source.index].declaration.produces[source.output].name;
        if (std::find(labels.begin(), labels.end(), name) == labels.end()) labels.push_back(name);
      }
  for (std::size_t i = first_check; i < decision; ++i) arrows[{i, decision}] = {"verdict, items"};
  for (auto& [ends, labels] : arrows) graph.arrows.push_back({ends.first, ends.second, std::move(labels)});
  set_columns(graph, first_check, decision);
  return graph;
}

}  // namespace cotejo::products
