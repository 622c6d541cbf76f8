#include "products/assembly.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "domain/canonical_json.hpp"
#include "domain/digest.hpp"
#include "products/params.hpp"
#include "products/platform_codes.hpp"

namespace cotejo::products {
namespace {

using configuration::Diagnostics;
using configuration::Position;
using domain::Audience;
using plugins::ComponentInfo;
using plugins::Kind;
namespace json = boost::json;

std::string_view with_article(Kind kind) {
  switch (kind) {
    case Kind::analyzer:
      return "an analyzer";
    case Kind::sub_analyzer:
      return "a sub-analyzer";
    case Kind::connector:
      return "a connector";
    case Kind::check:
      return "a check";
  }
  return "a component";
}

std::string refused_plugins(const plugins::Registry& registry) {
  std::string text;
  for (const plugins::Refusal& refusal : registry.refusals())
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", refusal.file, refusal.reason);
  return text;
}

// A misspelt id is a mistake; an id that resembles no other may be that of a refused plugin. Returns what was meant.
std::string report_unknown(const Use& use, Kind kind, const plugins::Registry& registry, Problems& problems) {
  std::vector<std::string> ids;
  for (const ComponentInfo* info : registry.components())
    if (info->declaration.kind == kind) ids.push_back(info->declaration.id);
  const std::string hint = configuration::suggestion(use.component, ids);
  if (hint.empty() && !registry.refusals().empty())
    problems.unavailable.add(use.position, fmt::format("component '{}' is not loaded; these plugins were refused: {}",
                                                       use.component, refused_plugins(registry)));
  else
    problems.wrong.add(use.position,
                       fmt::format("there is no component '{}'{}", use.component,
                                   hint.empty() ? "; `cotejo components` lists those that are loaded" : hint));
  return configuration::nearest(use.component, ids);
}

class Assembly {
 public:
  Assembly(const Definition& definition, std::shared_ptr<const ReasonCatalogue> reasons,
           const plugins::Registry& registry, const ComponentDefaults& defaults, Problems& problems)
      : definition_(definition),
        reasons_(std::move(reasons)),
        registry_(registry),
        defaults_(defaults),
        problems_(problems) {
    for (const EvidenceDefinition& evidence : definition.evidence) evidence_.push_back(evidence.spec);
  }

  std::shared_ptr<Product> run() {
    std::vector<Placement> placements = place_all();
    const bool all_sound =
        std::all_of(placements.begin(), placements.end(), [](const Placement& p) { return p.sound; });
    for (const Placement& placement : placements) check_codes(placement);
    check_platform_codes();
    if (all_sound) check_decision(placements);
    std::map<std::string, Position> places;
    for (const Placement& placement : placements) places[placement.node.name] = placement.use.position;
    const std::size_t before = problems_.wrong.size();
    Plan plan = wire(std::move(placements), evidence_, registry_, problems_.wrong);
    if (all_sound && problems_.wrong.size() == before) check_reach(plan, places);
    if (all_sound && problems_.wrong.size() == before) check_kinds(plan, places);
    if (!problems_.none()) return {};
    return product(std::move(plan));
  }

 private:
  std::vector<Placement> place_all() {
    std::vector<Placement> placements;
    const auto add = [&](const Use& use, std::size_t evidence, Kind kind) {
      const std::string name = fmt::format("{}:{}", evidence_[evidence].name, use.instance);
      const auto first =
          std::find_if(placements.begin(), placements.end(), [&](const Placement& p) { return p.node.name == name; });
      if (first == placements.end())
        placements.push_back(place(filled(use), evidence, name, kind, registry_, problems_));
      else if (same_for_another_kind(first->use, filled(use)))
        first->node.kinds.insert(first->node.kinds.end(), use.kinds.begin(), use.kinds.end());
      else
        problems_.wrong.add(use.position,
                            fmt::format("there are two '{}'; give one of them another name with as:", name));
    };
    for (const Analysis& analysis : definition_.analysis) {
      for (const Use& use : analysis.analyzers) add(limited(use, analysis.evidence), analysis.evidence, Kind::analyzer);
      for (const Use& use : analysis.sub_analyzers) add(use, analysis.evidence, Kind::sub_analyzer);
      for (const Use& use : analysis.connectors) add(use, analysis.evidence, Kind::connector);
    }
    for (const Use& use : definition_.checks)
      placements.push_back(place(filled(use), {}, use.instance, Kind::check, registry_, problems_));
    return placements;
  }

  // The sound of a recording, and of a video: one component that runs for both.
  static bool same_for_another_kind(const Use& first, const Use& use) {
    return !use.kinds.empty() && first.kinds != use.kinds && first.component == use.component &&
           first.params == use.params && first.timeout == use.timeout && first.inputs.empty() && use.inputs.empty();
  }

  Use filled(Use use) const {
    use.params = with_defaults(use, defaults_);
    return use;
  }

  // The host does not decode evidence: its length is the analyzer's to limit, through a param of that name.
  Use limited(Use use, std::size_t evidence) {
    const auto& seconds = evidence_[evidence].max_seconds;
    const ComponentInfo* info = registry_.find(use.component);
    const auto has_length = [](const std::string& kind) { return kind == "video" || kind == "audio"; };
    if (!use.kinds.empty() && std::none_of(use.kinds.begin(), use.kinds.end(), has_length)) return use;
    if (!seconds || !info || info->declaration.kind != Kind::analyzer || use.params.contains("max_seconds")) return use;
    const json::value* properties = info->declaration.params_schema.if_contains("properties");
    if (properties && properties->is_object() && properties->get_object().contains("max_seconds"))
      use.params["max_seconds"] = *seconds;
    else
      problems_.wrong.add(use.position,
                          fmt::format("max_seconds of evidence '{}' cannot be kept: '{}' has no such param",
                                      evidence_[evidence].name, use.component));
    return use;
  }

  void check_codes(const Placement& placement) {
    for (const std::string& code : placement.node.declaration.codes)
      check_words(code, placement.use.position, fmt::format("component '{}' may report", placement.use.component));
  }

  void check_platform_codes() {
    for (const std::string_view code : host_codes())
      check_words(code, definition_.locales, "the host itself may report");
  }

  // What the host itself may report of this product.
  std::vector<std::string_view> host_codes() const {
    std::vector<std::string_view> codes(platform_codes.begin(), platform_codes.end());
    if (!definition_.decision.quality_control.none())
      codes.insert(codes.end(), quality_control_codes.begin(), quality_control_codes.end());
    return codes;
  }

  void check_words(std::string_view code, const Position& at, std::string_view who) {
    const Reason* reason = reasons_->find(code);
    if (!reason) {
      problems_.wrong.add(
          at, fmt::format("{} '{}', which the reason catalogue lacks; add it to a file in reasons/", who, code));
      return;
    }
    for (const Audience audience : reason->audiences)
      for (const std::string& locale : definition_.feedback.locales) {
        const auto texts = reason->texts.find(audience);
        if (texts == reason->texts.end() || !texts->second.contains(locale))
          problems_.wrong.add(at, fmt::format("{} '{}', which has no text for the {} in the locale '{}' of feedback",
                                              who, code, domain::to_string(audience), locale));
      }
  }

  void check_decision(const std::vector<Placement>& placements) {
    std::vector<std::string> codes;
    bool checks_reject = false;
    for (const Placement& placement : placements) {
      const Node& node = placement.node;
      codes.insert(codes.end(), node.declaration.codes.begin(), node.declaration.codes.end());
      checks_reject |=
          node.on_error.retriable == domain::Outcome::reject || node.on_error.permanent == domain::Outcome::reject;
    }
    check_policy(definition_.decision, codes, *reasons_, checks_reject, problems_.wrong);
  }

  void check_reach(const Plan& plan, const std::map<std::string, Position>& places) {
    for (const std::size_t i : unreachable(plan))
      problems_.wrong.add(
          places.at(plan.nodes[i].name),
          fmt::format("nothing uses '{}': no check takes what it produces and it reports no codes; remove it, or bind "
                      "one of its outputs",
                      plan.nodes[i].name));
  }

  // Whatever evidence comes as, every check has what it cannot do without; and each component runs for some kind.
  void check_kinds(const Plan& plan, const std::map<std::string, Position>& places) {
    for (std::size_t e = 0; e < evidence_.size(); ++e) {
      if (evidence_[e].kinds.size() < 2) continue;
      std::vector<bool> ever(plan.nodes.size());
      for (const AcceptedKind& kind : evidence_[e].kinds) {
        std::vector<std::string_view> kinds(evidence_.size());
        kinds[e] = kind.kind;
        const std::vector<bool> applies = applicable(plan, kinds);
        if (!analysed(plan, e, applies)) continue;  // no analyzer is written for it, which has its diagnostic
        for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
          ever[i] = ever[i] || applies[i];
          if (i >= plan.first_check && !applies[i])
            problems_.wrong.add(places.at(plan.nodes[i].name),
                                fmt::format("check '{}' could never pass with '{}' as {}: {}", plan.nodes[i].name,
                                            evidence_[e].name, kind.kind, starved_port(plan, i, applies)));
        }
      }
      for (std::size_t i = 0; i < plan.first_check; ++i)
        if (plan.nodes[i].evidence == e && !ever[i])
          problems_.wrong.add(places.at(plan.nodes[i].name),
                              fmt::format("'{}' would never run: what it takes is never there together, since '{}' is "
                                          "of one kind at a time ({})",
                                          plan.nodes[i].name, evidence_[e].name, evidence_[e].listing()));
    }
  }

  static bool analysed(const Plan& plan, std::size_t evidence, const std::vector<bool>& applies) {
    for (std::size_t i = 0; i < plan.first_check; ++i)
      if (applies[i] && plan.nodes[i].evidence == evidence && plan.nodes[i].declaration.kind == Kind::analyzer)
        return true;
    return false;
  }

  static std::string starved_port(const Plan& plan, std::size_t check, const std::vector<bool>& applies) {
    const Node& node = plan.nodes[check];
    for (std::size_t port = 0; port < node.inputs.size(); ++port)
      for (const Source& source : node.inputs[port])
        if (source.from == Source::From::node && !applies[source.index])
          return fmt::format("its port '{}' takes '{}', which nothing produces then",
                             node.declaration.consumes[port].name,
                             plan.nodes[source.index].output_names[source.output]);
    return "nothing produces what it takes then";
  }

  std::shared_ptr<Product> product(Plan plan) {
    auto product = std::make_shared<Product>();
    product->id = definition_.id;
    product->version = definition_.version;
    product->summary = definition_.summary;
    product->time_zone = definition_.time_zone;
    product->deadline = definition_.deadline;
    product->index_retention = definition_.index_retention;
    product->evidence = evidence_;
    product->plan = std::move(plan);
    product->decision = policy_of(definition_.decision);
    product->feedback = definition_.feedback;
    product->reasons = reasons_;
    product->digest = digest(*product);
    product->plan_digest = domain::digest_of(domain::canonical_json(plan_json(*product)));
    return product;
  }

  // Over all that shapes a result: the definition, the components with their models, and the words of the reasons they
  // may report.
  std::string digest(const Product& product) const {
    json::array components;
    const auto host = host_codes();
    std::set<std::string_view> codes(host.begin(), host.end());
    for (const Node& node : product.plan.nodes) {
      components.push_back({{"node", node.name}, {"digest", node.digest}});
      codes.insert(node.declaration.codes.begin(), node.declaration.codes.end());
    }
    json::object reasons;
    for (const std::string_view code : codes) reasons[code] = reason_json(*reasons_->find(code));
    return domain::digest_of(domain::canonical_json(
        {{"definition", configuration::to_json(*definition_.tree)}, {"components", components}, {"reasons", reasons}}));
  }

  static json::value reason_json(const Reason& reason) {
    json::object texts;
    for (const auto& [audience, locales] : reason.texts) {
      json::object& words = (texts[domain::to_string(audience)] = json::object()).get_object();
      for (const auto& [locale, text] : locales) words[locale] = text;
    }
    return {
        {"class", reason.reason_class}, {"retriable", reason.retriable}, {"action", reason.action}, {"texts", texts}};
  }

  const Definition& definition_;
  std::shared_ptr<const ReasonCatalogue> reasons_;
  const plugins::Registry& registry_;
  const ComponentDefaults& defaults_;
  Problems& problems_;
  std::vector<EvidenceSpec> evidence_;
};

}  // namespace

json::object with_defaults(const Use& use, const ComponentDefaults& defaults) {
  json::object params = use.params;
  const auto found = defaults.find(use.component);
  if (found == defaults.end()) return params;
  for (const configuration::Member& member : found->second.members)
    if (!params.contains(member.key)) params[member.key] = configuration::to_json(member.value);
  return params;
}

ComponentDefaults sound_defaults(const ComponentDefaults& defaults, const plugins::Registry& registry,
                                 Diagnostics& diagnostics) {
  ComponentDefaults sound;
  for (const auto& [id, written] : defaults) {
    const ComponentInfo* info = registry.find(id);
    if (!info) continue;
    json::object schema = info->declaration.params_schema;
    schema.erase("required");  // the products may supply those
    const std::size_t before = diagnostics.size();
    check_params(schema, configuration::to_json(written).as_object(), &written, written.position,
                 fmt::format("'{}'", id), diagnostics);
    if (diagnostics.size() == before) sound.emplace(id, written);
  }
  return sound;
}

Placement place(const Use& use, std::optional<std::size_t> evidence, const std::string& name, Kind kind,
                const plugins::Registry& registry, Problems& problems) {
  Placement placement;
  placement.use = use;
  placement.sound = false;
  Node& node = placement.node;
  node.name = name;
  node.instance = use.instance;
  node.evidence = evidence;
  node.kinds = use.kinds;
  node.params = use.params;
  node.timeout = use.timeout;
  node.on_error = use.on_error;
  const ComponentInfo* info = registry.find(use.component);
  if (!info) {
    placement.meant = report_unknown(use, kind, registry, problems);
    return placement;
  }
  if (info->declaration.kind != kind) {
    problems.wrong.add(use.position, fmt::format("expected {} here, but '{}' is {}", with_article(kind), use.component,
                                                 with_article(info->declaration.kind)));
    return placement;
  }
  node.declaration = info->declaration;
  const std::size_t before = problems.wrong.size();
  check_params(info->declaration.params_schema, use.params, use.params_node, use.position,
               fmt::format("'{}'", use.component), problems.wrong);
  if (problems.wrong.size() != before) return placement;
  auto declaration = registry.describe(use.component, use.params);
  if (!declaration) {
    problems.wrong.add(use.params_node ? use.params_node->position : use.position,
                       fmt::format("'{}' refuses its params: {}", use.component, declaration.error().message));
    return placement;
  }
  node.declaration = std::move(*declaration);
  auto models = registry.models_of(node.declaration);
  if (!models && !problems.only_declared)
    problems.unavailable.add(use.position,
                             fmt::format("component '{}' is needed: {}", use.component, models.error().message));
  if (!models) models = plugins::ModelDigests{};
  node.digest = node_digest(node, *models);
  for (const plugins::Produce& produce : node.declaration.produces)
    node.output_names.push_back(fmt::format("{}.{}", name, produce.name));
  for (const auto& [model, digest] : *models) node.models.push_back(fmt::format("{}={}", model, digest));
  placement.sound = true;
  return placement;
}

std::shared_ptr<Product> assemble(const Definition& definition, std::shared_ptr<const ReasonCatalogue> reasons,
                                  const plugins::Registry& registry, const ComponentDefaults& defaults,
                                  Problems& problems) {
  return Assembly(definition, std::move(reasons), registry, defaults, problems).run();
}

std::string node_digest(const Node& node, const plugins::ModelDigests& of_models) {
  json::object models;
  for (const auto& [name, digest] : of_models) models[name] = digest;
  return domain::digest_of(domain::canonical_json({{"component", node.declaration.id},
                                                   {"version", node.declaration.version},
                                                   {"params", node.params},
                                                   {"models", models}}));
}

json::object plan_json(const Product& product) {
  json::object evidence, nodes;
  for (const EvidenceSpec& spec : product.evidence) {
    json::object kinds;
    for (const AcceptedKind& accepted : spec.kinds) kinds[accepted.kind] = accepted.max_bytes;
    evidence[spec.name.view()] = {{"kinds", std::move(kinds)},
                                  {"required", spec.required},
                                  {"max_seconds", spec.max_seconds ? json::value(*spec.max_seconds) : json::value()}};
  }
  for (const Node& node : product.plan.nodes) {
    json::array inputs;
    for (const auto& port : node.inputs) {
      json::array& sources = inputs.emplace_back(json::array()).get_array();
      for (const Source& source : port)
        sources.emplace_back(source.from == Source::From::evidence
                                 ? product.evidence[source.index].name.str()
                                 : product.plan.nodes[source.index].output_names[source.output].str());
    }
    nodes[node.name.view()] = {{"component", node.digest},
                               {"inputs", std::move(inputs)},
                               {"timeout_ms", node.timeout ? json::value(node.timeout->count()) : json::value()}};
  }
  return {{"evidence", std::move(evidence)},
          {"nodes", std::move(nodes)},
          {"time_zone", product.time_zone},
          {"deadline_ms", product.deadline.count()}};
}

domain::Result<void> create_components(Product& product, plugins::Registry& registry) {
  for (Node& node : product.plan.nodes) {
    auto component = registry.create(node.declaration.id, node.params);
    if (!component) {
      domain::Error error = component.error();
      error.at = node.name;
      return error;
    }
    node.component = std::move(*component);
  }
  return {};
}

}  // namespace cotejo::products
