#include "products/kinds.hpp"

#include <fmt/format.h>

namespace cotejo::products {
namespace {

bool analysed(const Plan& plan, std::size_t evidence, const std::vector<bool>& applies) {
  for (std::size_t i = 0; i < plan.first_check; ++i)
    if (applies[i] && plan.nodes[i].evidence == evidence && plan.nodes[i].declaration.kind == plugins::Kind::analyzer)
      return true;
  return false;
}

std::string starved_port(const Plan& plan, std::size_t check, const std::vector<bool>& applies) {
  const Node& node = plan.nodes[check];
  for (std::size_t port = 0; port < node.inputs.size(); ++port)
    for (const Source& source : node.inputs[port])
      if (source.from == Source::From::node && !applies[source.index])
        return fmt::format("its port '{}' takes '{}', which nothing produces then",
                           node.declaration.consumes[port].name, plan.nodes[source.index].output_names[source.output]);
  return "nothing produces what it takes then";
}

}  // namespace

void check_kinds(const Plan& plan, const std::vector<EvidenceSpec>& evidence,
                 const std::map<std::string, configuration::Position>& places,
                 configuration::Diagnostics& diagnostics) {
  for (std::size_t e = 0; e < evidence.size(); ++e) {
    if (evidence[e].kinds.size() < 2) continue;
    std::vector<bool> ever(plan.nodes.size());
    for (const AcceptedKind& kind : evidence[e].kinds) {
      std::vector<std::string_view> kinds(evidence.size());
      kinds[e] = kind.kind;
      const std::vector<bool> applies = applicable(plan, kinds);
      if (!analysed(plan, e, applies)) continue;  // no analyzer is written for it, which has its diagnostic
      for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
        ever[i] = ever[i] || applies[i];
        if (i >= plan.first_check && !applies[i])
          diagnostics.add(places.at(plan.nodes[i].name),
                          fmt::format("check '{}' could never pass with '{}' as {}: {}", plan.nodes[i].name,
                                      evidence[e].name, kind.kind, starved_port(plan, i, applies)));
      }
    }
    for (std::size_t i = 0; i < plan.first_check; ++i)
      if (plan.nodes[i].evidence == e && !ever[i])
        diagnostics.add(places.at(plan.nodes[i].name),
                        fmt::format("'{}' would never run: what it takes is never there together, since '{}' is "
                                    "of one kind at a time ({})",
                                    plan.nodes[i].name, evidence[e].name, evidence[e].listing()));
  }
}

}  // namespace cotejo::products
