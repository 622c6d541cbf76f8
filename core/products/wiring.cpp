#include "products/wiring.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace cotejo::products {
namespace {

using configuration::Diagnostics;
using configuration::Position;
using plugins::Kind;
using plugins::Port;

constexpr std::string_view raw_evidence = "evidence";  // the port source that means the submitted bytes

struct Output {
  std::size_t node, output;
};

// A source as it is written: `ine_front:image.pixels`, or without the evidence.
struct Name {
  std::optional<std::size_t> evidence;
  std::string_view rest;
};

enum class By { instance, component };

bool is_check(const Placement& placement) {
  return !placement.node.evidence;
}

std::string title(const Placement& placement) {
  return is_check(placement) ? fmt::format("check '{}'", placement.node.name)
                             : fmt::format("'{}'", placement.node.name);
}

class Wiring {
 public:
  Wiring(std::vector<Placement>& placements, const std::vector<EvidenceSpec>& evidence,
         const plugins::Registry& registry, Diagnostics& diagnostics)
      : placements_(placements), evidence_(evidence), registry_(registry), diagnostics_(diagnostics) {}

  void resolve_all() {
    for (std::size_t i = 0; i < placements_.size(); ++i) {
      const Placement& placement = placements_[i];
      if (!placement.sound) continue;
      refuse_unknown_ports(placement, diagnostics_);
      std::vector<std::vector<Source>> inputs;
      for (const Port& port : placement.node.declaration.consumes) inputs.push_back(resolve(i, port));
      placements_[i].node.inputs = std::move(inputs);
    }
  }

 private:
  std::string full_name(const Output& output) const {
    const Node& node = placements_[output.node].node;
    return fmt::format("{}.{}", node.name, node.declaration.produces[output.output].name);
  }

  std::vector<Source> resolve(std::size_t index, const Port& port) {
    const Placement& placement = placements_[index];
    const auto binding = placement.use.inputs.find(port.name);
    if (binding == placement.use.inputs.end()) return resolve_default(index, port);
    return resolve_binding(index, port, binding->second);
  }

  // What YAML binds the port to: its own evidence first, then anywhere.
  std::vector<Source> resolve_binding(std::size_t index, const Port& port, const Binding& binding) {
    const Placement& placement = placements_[index];
    if (binding.sources.empty() && port.required)
      diagnostics_.add(binding.position,
                       fmt::format("port '{}' of {} is required and cannot be 'none'", port.name, title(placement)));
    if (binding.sources.size() > 1 && !port.many)
      diagnostics_.add(binding.position, fmt::format("port '{}' of {} takes one value, found a list of {}", port.name,
                                                     title(placement), binding.sources.size()));
    std::vector<Source> sources;
    for (const std::string& written : binding.sources) {
      const auto name = parse(written, binding.position);
      if (!name) continue;
      if (name->rest == raw_evidence) {
        add_raw(index, port, name->evidence, binding.position, sources);
        continue;
      }
      std::vector<Output> found = find(*name, By::instance, placement.node.evidence);
      if (found.empty()) found = find(*name, By::instance, {});
      if (found.empty() && !hidden(name->rest)) report_missing(index, port, written, binding.position);
      accept(index, port, written, found, binding.position, sources);
    }
    return sources;
  }

  // The port's own default: an analysis stays within its evidence, a check looks everywhere. A component that was
  // renamed is also found by its id.
  std::vector<Source> resolve_default(std::size_t index, const Port& port) {
    const Placement& placement = placements_[index];
    std::vector<Source> sources;
    const Position& at = placement.use.position;
    if (port.source == raw_evidence) {
      add_raw(index, port, {}, at, sources);
      return sources;
    }
    if (port.source.empty()) {
      if (port.required) report_no_source(placement, port);
      return sources;
    }
    const Name name{{}, port.source};
    const auto within = port.many ? std::nullopt : placement.node.evidence;
    std::vector<Output> found = find(name, By::instance, within);
    if (found.empty() || port.many) {
      const std::vector<Output> renamed = find(name, By::component, within);
      found.insert(found.end(), renamed.begin(), renamed.end());
    }
    if (port.many) {
      std::erase_if(found, [&](const Output& output) { return output.node == index; });
      std::sort(found.begin(), found.end(), [](const Output& a, const Output& b) { return a.node < b.node; });
    }
    if (found.empty() && port.required && !hidden(port.source)) report_missing(index, port, port.source, at);
    accept(index, port, port.source, found, at, sources);
    return sources;
  }

  std::optional<Name> parse(std::string_view text, const Position& at) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return Name{{}, text};
    const std::string_view evidence = text.substr(0, colon);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < evidence_.size(); ++i) {
      if (evidence_[i].name == evidence) return Name{i, text.substr(colon + 1)};
      names.push_back(evidence_[i].name);
    }
    diagnostics_.add(at, fmt::format("'{}': there is no evidence '{}'{}", text, evidence,
                                     configuration::suggestion(evidence, names)));
    return {};
  }

  // Outputs called `name`; under one evidence when the name or the caller says so. By::component finds renamed
  // components only.
  std::vector<Output> find(const Name& name, By by, std::optional<std::size_t> within) const {
    std::vector<Output> found;
    for (std::size_t n = 0; n < placements_.size(); ++n) {
      const Node& node = placements_[n].node;
      if (!node.evidence || !placements_[n].sound) continue;
      if ((name.evidence && name.evidence != node.evidence) || (within && within != node.evidence)) continue;
      if (by == By::component && node.instance == node.declaration.id) continue;
      const std::string& owner = by == By::instance ? node.instance : node.declaration.id;
      if (!name.rest.starts_with(owner) || name.rest.size() <= owner.size() || name.rest[owner.size()] != '.') continue;
      const std::string_view trait = name.rest.substr(owner.size() + 1);
      for (std::size_t o = 0; o < node.declaration.produces.size(); ++o)
        if (node.declaration.produces[o].name == trait) found.push_back({n, o});
    }
    return found;
  }

  // Whether a wrongly written component might produce this name; it has a diagnostic of its own.
  bool hidden(std::string_view name) const {
    return std::any_of(placements_.begin(), placements_.end(), [&](const Placement& placement) {
      const auto owns = [&](const std::string& owner) {
        return !owner.empty() && name.starts_with(owner) && name.size() > owner.size() && name[owner.size()] == '.';
      };
      return !placement.sound &&
             (owns(placement.node.instance) || owns(placement.use.component) || owns(placement.meant));
    });
  }

  void add_raw(std::size_t index, const Port& port, std::optional<std::size_t> evidence, const Position& at,
               std::vector<Source>& sources) {
    const Placement& placement = placements_[index];
    if (!evidence) evidence = placement.node.evidence;
    if (!evidence) {
      if (port.required)
        diagnostics_.add(
            at, fmt::format("port '{}' of {} takes submitted evidence; say which under inputs, such as '{}:evidence'",
                            port.name, title(placement), evidence_.empty() ? "selfie" : evidence_.front().name));
    } else if (port.type != domain::ValueType::bytes) {
      diagnostics_.add(at, fmt::format("port '{}' of {} expects {}, and evidence as submitted is bytes", port.name,
                                       title(placement), domain::to_string(port.type)));
    } else {
      sources.push_back({Source::From::evidence, *evidence, 0});
    }
  }

  void accept(std::size_t index, const Port& port, std::string_view written, const std::vector<Output>& found,
              const Position& at, std::vector<Source>& sources) {
    const Placement& placement = placements_[index];
    if (found.size() > 1 && !port.many) {
      std::vector<std::string> names;
      for (const Output& output : found) names.push_back(full_name(output));
      diagnostics_.add(
          at,
          fmt::format("port '{}' of {} takes '{}', which is ambiguous: it may be {}; write the full name under inputs",
                      port.name, title(placement), written, configuration::listing(names)));
      return;
    }
    for (const Output& output : found) {
      const auto& produce = placements_[output.node].node.declaration.produces[output.output];
      if (produce.type == port.type)
        sources.push_back({Source::From::node, output.node, output.output});
      else
        diagnostics_.add(at,
                         fmt::format("port '{}' of {} expects {}, but '{}' is {}", port.name, title(placement),
                                     domain::to_string(port.type), full_name(output), domain::to_string(produce.type)));
    }
  }

  // The component leaves it to each product to say what feeds the port.
  void report_no_source(const Placement& placement, const Port& port) {
    const bool raw = port.type == domain::ValueType::bytes;
    diagnostics_.add(placement.use.position,
                     fmt::format("port '{0}' of {1} has no source of its own; say under inputs what it takes, such as "
                                 "`inputs: {{ {0}: {2} }}`",
                                 port.name, title(placement), raw ? raw_evidence : "instance.trait"));
  }

  void report_missing(std::size_t index, const Port& port, std::string_view written, const Position& at) {
    const Placement& placement = placements_[index];
    const auto own = placement.node.evidence;
    const std::string where = own ? fmt::format("the analysis of '{}'", evidence_[*own].name) : "this product";
    const std::vector<Output> elsewhere = find({{}, written}, By::instance, {});
    const std::vector<Output> renamed = find({{}, written}, By::component, own);
    std::string hint;
    if (!elsewhere.empty())
      hint = fmt::format("; if '{}' of other evidence is meant, bind it under inputs", full_name(elsewhere[0]));
    else if (!renamed.empty())
      hint = fmt::format("; it is called '{}' here", full_name(renamed[0]));
    else
      hint = near_or_advice(index, port, written, where);
    diagnostics_.add(at, fmt::format("port '{}' of {} takes '{}', and nothing in {} produces it{}", port.name,
                                     title(placement), written, where, hint));
  }

  // What a component produces is well spelt. Otherwise something near that the port can take: of another component.
  std::string near_or_advice(std::size_t index, const Port& port, std::string_view written,
                             const std::string& where) const {
    if (produced(written)) return advice(written, where);
    std::vector<std::string> names;
    for (std::size_t n = 0; n < placements_.size(); ++n) {
      const Node& node = placements_[n].node;
      if (!node.evidence || n == index) continue;
      for (std::size_t o = 0; o < node.declaration.produces.size(); ++o) {
        if (node.declaration.produces[o].type != port.type) continue;
        names.push_back(fmt::format("{}.{}", node.instance, node.declaration.produces[o].name));
        names.push_back(full_name({n, o}));
      }
    }
    const std::string hint = configuration::suggestion(written, names);
    return hint.empty() ? advice(written, where) : hint;
  }

  // Whether a component that is loaded has this output, by its id.
  bool produced(std::string_view written) const {
    const plugins::ComponentInfo* info = producer(written, registry_);
    return info && std::ranges::any_of(info->declaration.produces, [&](const plugins::Produce& produce) {
             return written.substr(info->declaration.id.size() + 1) == produce.name;
           });
  }

  // Which component to add, or what the present one produces.
  std::string advice(std::string_view written, const std::string& where) const {
    const plugins::ComponentInfo* info = producer(written, registry_);
    if (!info) return "; bind the port under inputs";
    if (!produced(written)) return fmt::format("; component '{}' has no such output", info->declaration.id);
    return fmt::format("; add the component '{}' to {}, or bind the port under inputs", info->declaration.id, where);
  }

  std::vector<Placement>& placements_;
  const std::vector<EvidenceSpec>& evidence_;
  const plugins::Registry& registry_;
  Diagnostics& diagnostics_;
};

std::vector<std::size_t> needs_of(const Node& node) {
  std::vector<std::size_t> needs;
  for (const auto& port : node.inputs)
    for (const Source& source : port)
      if (source.from == Source::From::node && std::find(needs.begin(), needs.end(), source.index) == needs.end())
        needs.push_back(source.index);
  return needs;
}

// Follows the sources of nodes that could not be ordered until one repeats: they must form a cycle.
void report_cycle(const std::vector<Placement>& placements, const std::vector<bool>& placed, Diagnostics& diagnostics) {
  std::vector<std::size_t> path;
  std::size_t at = static_cast<std::size_t>(std::find(placed.begin(), placed.end(), false) - placed.begin());
  while (std::find(path.begin(), path.end(), at) == path.end()) {
    path.push_back(at);
    for (const std::size_t need : needs_of(placements[at].node))
      if (!placed[need]) at = need;
  }
  path.erase(path.begin(), std::find(path.begin(), path.end(), at));
  std::string circle;
  for (const std::size_t step : path) circle += fmt::format("'{}' needs ", placements[step].node.name);
  diagnostics.add(placements[path.front()].use.position, fmt::format("components need each other in a circle: {}'{}'",
                                                                     circle, placements[path.front()].node.name));
}

// The order in which nodes can run: each time the first in the YAML of those that are ready.
std::vector<std::size_t> topological(const std::vector<Placement>& placements, Diagnostics& diagnostics) {
  std::vector<std::size_t> order;
  std::vector<bool> placed(placements.size());
  while (order.size() < placements.size()) {
    std::size_t next = 0;
    const auto ready = [&](std::size_t i) {
      const auto needs = needs_of(placements[i].node);
      return !placed[i] && std::all_of(needs.begin(), needs.end(), [&](std::size_t need) { return placed[need]; });
    };
    while (next < placements.size() && !ready(next)) ++next;
    if (next == placements.size()) {
      report_cycle(placements, placed, diagnostics);
      return {};
    }
    placed[next] = true;
    order.push_back(next);
  }
  return order;
}

}  // namespace

void refuse_unknown_ports(const Placement& placement, Diagnostics& diagnostics) {
  std::vector<std::string> ports;
  for (const Port& port : placement.node.declaration.consumes) ports.push_back(port.name);
  for (const auto& [name, binding] : placement.use.inputs)
    if (std::find(ports.begin(), ports.end(), name) == ports.end()) {
      const std::string hint = configuration::suggestion(name, ports);
      diagnostics.add(binding.position, fmt::format("{} has no port '{}'{}", title(placement), name,
                                                    hint.empty() ? "; it has " + configuration::listing(ports) : hint));
    }
}

const plugins::ComponentInfo* producer(std::string_view source, const plugins::Registry& registry) {
  for (std::size_t dot = source.rfind('.'); dot != std::string_view::npos && dot > 0; dot = source.rfind('.', dot - 1))
    if (const plugins::ComponentInfo* info = registry.find(source.substr(0, dot))) return info;
  return nullptr;
}

Plan wire(std::vector<Placement> placements, const std::vector<EvidenceSpec>& evidence,
          const plugins::Registry& registry, Diagnostics& diagnostics) {
  Wiring(placements, evidence, registry, diagnostics).resolve_all();
  std::vector<std::size_t> order = topological(placements, diagnostics);
  Plan plan;
  if (order.empty()) return plan;
  std::stable_partition(order.begin(), order.end(),
                        [&](std::size_t i) { return placements[i].node.evidence.has_value(); });
  std::vector<std::size_t> position(placements.size());
  for (std::size_t i = 0; i < order.size(); ++i) position[order[i]] = i;
  for (const std::size_t i : order) plan.nodes.push_back(std::move(placements[i].node));
  for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
    for (auto& port : plan.nodes[i].inputs)
      for (Source& source : port)
        if (source.from == Source::From::node) source.index = position[source.index];
    for (const std::size_t need : needs_of(plan.nodes[i])) plan.nodes[need].dependents.push_back(i);
  }
  const auto first =
      std::find_if(plan.nodes.begin(), plan.nodes.end(), [](const Node& node) { return !node.evidence; });
  plan.first_check = static_cast<std::size_t>(first - plan.nodes.begin());
  return plan;
}

std::vector<std::size_t> unreachable(const Plan& plan) {
  std::vector<bool> used(plan.nodes.size());
  for (std::size_t i = plan.nodes.size(); i-- > 0;) {
    const Node& node = plan.nodes[i];
    used[i] = i >= plan.first_check || !node.declaration.codes.empty() ||
              std::any_of(node.dependents.begin(), node.dependents.end(), [&](std::size_t d) { return used[d]; });
  }
  std::vector<std::size_t> lost;
  for (std::size_t i = 0; i < used.size(); ++i)
    if (!used[i]) lost.push_back(i);
  return lost;
}

}  // namespace cotejo::products
