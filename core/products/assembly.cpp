#include "products/assembly.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "domain/canonical_json.hpp"
#include "domain/digest.hpp"
#include "products/kinds.hpp"
#include "products/platform_codes.hpp"
#include "products/wiring.hpp"

namespace cotejo::products {
namespace {

using configuration::Position;
using domain::Audience;
using plugins::ComponentInfo;
using plugins::Kind;
namespace json = boost::json;

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

  Assembled run() {
    std::vector<Placement> placements = place_all();
    const bool all_sound =
        std::all_of(placements.begin(), placements.end(), [](const Placement& p) { return p.sound; });
    check_locales();
    for (const Placement& placement : placements) check_codes(placement);
    check_platform_codes();
    if (all_sound) check_decision(placements);
    std::map<std::string, Position> places;
    for (const Placement& placement : placements) places[placement.node.name] = placement.use.position;
    const std::size_t before = problems_.wrong.size();
    Plan plan = wire(std::move(placements), evidence_, registry_, problems_.wrong);
    if (all_sound && problems_.wrong.size() == before) check_reach(plan, places);
    if (all_sound && problems_.wrong.size() == before) check_kinds(plan, evidence_, places, problems_.wrong);
    if (!problems_.none()) return {};
    return {product(std::move(plan)), std::move(places)};
  }

  void check_uses() {
    for (const Placement& placement : place_all())
      if (placement.sound) refuse_unknown_ports(placement, problems_.wrong);
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

  // A locale that no reason speaks is misspelt, most likely: one mistake, and not one for each code.
  void check_locales() {
    std::set<std::string> spoken;
    for (const auto& [code, reason] : reasons_->reasons())
      for (const auto& [audience, texts] : reason.texts)
        for (const auto& [locale, text] : texts) spoken.insert(locale);
    if (spoken.empty()) return;
    for (const std::string& locale : definition_.feedback.locales)
      if (!spoken.contains(locale) && unspoken_.insert(locale).second)
        problems_.wrong.add(definition_.locales, fmt::format("no reason has a text in the locale '{}'; they have: {}",
                                                             locale, fmt::join(spoken, ", ")));
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
    if (definition_.feedback.attempts > 1) codes.push_back(code_earlier_finding);
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
        if (unspoken_.contains(locale)) continue;  // told once
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
    return domain::digest_of(domain::canonical_json({{"definition", configuration::to_json(*definition_.tree)},
                                                     {"components", components},
                                                     {"reasons", reasons},
                                                     {"words", words_json(reasons_->words)}}));
  }

  static json::object words_json(const ParamWords& params) {
    json::object out;
    for (const auto& [param, values] : params) {
      json::object& of_param = (out[param] = json::object()).get_object();
      for (const auto& [value, locales] : values) {
        json::object& of_value = (of_param[value] = json::object()).get_object();
        for (const auto& [locale, text] : locales) of_value[locale] = text;
      }
    }
    return out;
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
  std::set<std::string> unspoken_;  // locales that no reason has a text in
};

}  // namespace

Assembled assemble(const Definition& definition, std::shared_ptr<const ReasonCatalogue> reasons,
                   const plugins::Registry& registry, const ComponentDefaults& defaults, Problems& problems) {
  return Assembly(definition, std::move(reasons), registry, defaults, problems).run();
}

void check_uses(const Definition& definition, const plugins::Registry& registry, const ComponentDefaults& defaults,
                Problems& problems) {
  Assembly(definition, nullptr, registry, defaults, problems).check_uses();
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
  auto& nodes = product.plan.nodes;
  std::vector<std::optional<domain::Error>> failed(nodes.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i; (i = next++) < nodes.size();) {
      auto component = registry.create(nodes[i].declaration.id, nodes[i].params);
      if (component)
        nodes[i].component = std::move(*component);
      else
        failed[i] = component.error();
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min<std::size_t>(std::thread::hardware_concurrency(), nodes.size()); ++i)
      others.emplace_back(work);
    work();
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!failed[i]) continue;
    failed[i]->at = nodes[i].name;
    return *failed[i];
  }
  return {};
}

}  // namespace cotejo::products
