// One component as a product: what it needs is found through the default sources of its ports, evidence by evidence.
#include <fmt/format.h>

#include <algorithm>

#include "domain/digest.hpp"
#include "products/assembly.hpp"
#include "products/compiler.hpp"
#include "products/wiring.hpp"

namespace cotejo::products {
namespace {

using plugins::ComponentInfo;
using plugins::Declaration;
using plugins::Kind;
using plugins::Port;
namespace json = boost::json;

// A person waits for one component at a terminal; models may be slow on a small machine.
constexpr std::chrono::milliseconds deadline_alone{120'000};

domain::Error refusal(std::string code, std::string message) {
  return domain::make_error(domain::Scope::request, std::move(code), std::move(message));
}

// The components under one evidence, in the order in which they were added.
struct Uses {
  std::string_view kind;  // of the evidence
  std::vector<Use> all;
};

// Analyzers beside the one that has the kind's name, added where something asks for what they make.
constexpr std::pair<std::string_view, std::string_view> also_analyzed_by[] = {{"video", "audio"}};

class Alone {
 public:
  Alone(const ComponentInfo& target, const json::object& params, const std::vector<EvidenceSpec>& evidence,
        const plugins::Registry& registry, const ComponentDefaults& defaults)
      : target_(target), params_(params), evidence_(evidence), registry_(registry), defaults_(defaults) {
    for (const EvidenceSpec& spec : evidence) uses_.push_back({spec.kinds.front().kind, {}});
  }

  domain::Result<std::shared_ptr<Product>> run() {
    for (std::size_t e = 0; e < evidence_.size(); ++e) add_analyzer(e);
    switch (target_.declaration.kind) {
      case Kind::analyzer:
        break;
      case Kind::sub_analyzer:
      case Kind::connector:
        if (auto missing = add_target(); !missing.empty())
          return refusal("component.inputs_missing", std::move(missing));
        break;
      case Kind::check:
        for (const Port& port : target_.declaration.consumes) find_anywhere(port);
        break;
    }
    return product();
  }

 private:
  Use use_of(const std::string& id) const {
    Use use;
    use.component = use.instance = id;
    if (id == target_.declaration.id) use.params = params_;
    use.params = with_defaults(use, defaults_);
    return use;
  }

  // The analyzer that has the kind's name; the target itself under the first evidence of its kind, else under the
  // first.
  void add_analyzer(std::size_t e) {
    std::string id = evidence_[e].kinds.front().kind;
    if (target_.declaration.kind == Kind::analyzer && e == target_evidence()) id = target_.declaration.id;
    const ComponentInfo* info = registry_.find(id);
    if (info && info->declaration.kind == Kind::analyzer && info->unavailable.empty())
      uses_[e].all.push_back(use_of(id));
  }

  std::size_t target_evidence() const {
    const auto same = std::find_if(evidence_.begin(), evidence_.end(), [&](const EvidenceSpec& spec) {
      return spec.kinds.front().kind == target_.declaration.id;
    });
    return same == evidence_.end() ? 0 : static_cast<std::size_t>(same - evidence_.begin());
  }

  // Evidence in the order to try: first the one that has the component's name (`card_text` for `card.text`).
  std::vector<std::size_t> order_for(std::string name) const {
    std::replace(name.begin(), name.end(), '.', '_');
    std::vector<std::size_t> order(evidence_.size());
    for (std::size_t e = 0; e < order.size(); ++e) order[e] = e;
    std::stable_partition(order.begin(), order.end(), [&](std::size_t e) { return evidence_[e].name == name; });
    return order;
  }

  // Under the first evidence where its required ports find something. A sentence when there is none.
  std::string add_target() {
    std::string missing;
    for (const std::size_t e : order_for(target_.declaration.id)) {
      Uses uses = uses_[e];
      std::vector<std::string> path;
      if (add(target_.declaration, uses, path, missing)) {
        uses_[e] = std::move(uses);
        return {};
      }
    }
    return missing.empty() ? fmt::format("'{}' needs evidence, and none was given", target_.declaration.id) : missing;
  }

  void find_anywhere(const Port& port) {
    const ComponentInfo* info = producer(port.source, registry_);
    if (!info) return;
    const auto order = order_for(info->declaration.id);
    if (std::any_of(order.begin(), order.end(), [&](std::size_t e) { return produced(port.source, uses_[e]); })) return;
    for (const std::size_t e : order)
      if (find(port.source, uses_[e])) return;
  }

  bool find(std::string_view source, Uses& uses) const {
    std::vector<std::string> path;
    return find(source, uses, path);
  }

  // Adds `declaration` and everything that it needs to `uses`, or adds nothing.
  bool add(const Declaration& declaration, Uses& uses, std::vector<std::string>& path, std::string& missing) const {
    if (std::find(path.begin(), path.end(), declaration.id) != path.end()) return false;
    path.push_back(declaration.id);
    Uses tried = uses;
    bool complete = true;
    for (const Port& port : declaration.consumes) {
      if (find(port.source, tried, path) || !port.required) continue;
      missing = fmt::format("'{}' needs '{}' at its port '{}', and nothing makes that from the evidence given",
                            declaration.id, port.source, port.name);
      complete = false;
      break;
    }
    path.pop_back();
    if (!complete) return false;
    tried.all.push_back(use_of(declaration.id));
    uses = std::move(tried);
    return true;
  }

  // Whether `source` is there, or can be had by adding its producer.
  bool find(std::string_view source, Uses& uses, std::vector<std::string>& path) const {
    if (source == "evidence" || produced(source, uses)) return true;
    const ComponentInfo* info = producer(source, registry_);
    if (!info || !may_be_added(info->declaration, uses) || !info->unavailable.empty()) return false;
    if (!has_output(info->declaration, source)) return false;
    std::string missing;
    return add(info->declaration, uses, path, missing);
  }

  static bool may_be_added(const Declaration& declaration, const Uses& uses) {
    if (declaration.kind == Kind::sub_analyzer) return true;
    return std::any_of(std::begin(also_analyzed_by), std::end(also_analyzed_by),
                       [&](const auto& also) { return also.first == uses.kind && also.second == declaration.id; });
  }

  static bool has_output(const Declaration& declaration, std::string_view source) {
    return std::any_of(declaration.produces.begin(), declaration.produces.end(), [&](const plugins::Produce& produce) {
      return source == fmt::format("{}.{}", declaration.id, produce.name);
    });
  }

  bool produced(std::string_view source, const Uses& uses) const {
    return std::any_of(uses.all.begin(), uses.all.end(), [&](const Use& use) {
      const ComponentInfo* info = registry_.find(use.component);
      return info && has_output(info->declaration, source);
    });
  }

  domain::Result<std::shared_ptr<Product>> product() const {
    Problems problems;
    std::vector<Placement> placements;
    for (std::size_t e = 0; e < evidence_.size(); ++e)
      for (const Use& use : uses_[e].all) {
        const Kind kind = registry_.find(use.component)->declaration.kind;
        placements.push_back(
            place(use, e, fmt::format("{}:{}", evidence_[e].name, use.instance), kind, registry_, problems));
      }
    const Kind kind = target_.declaration.kind;
    if (kind == Kind::check)
      placements.push_back(
          place(use_of(target_.declaration.id), {}, target_.declaration.id, kind, registry_, problems));
    Plan plan = wire(std::move(placements), evidence_, registry_, problems.wrong);
    if (!problems.none()) return refusal("component.refused", sentences(problems));
    auto product = std::make_shared<Product>();
    product->id = target_.declaration.id;
    product->version = 1;
    product->deadline = deadline_alone;
    product->evidence = evidence_;
    product->plan = std::move(plan);
    product->reasons = std::make_shared<const ReasonCatalogue>();
    std::string digests;
    for (const Node& node : product->plan.nodes) digests += node.name.str() + node.digest;
    product->digest = domain::digest_of(digests);
    return product;
  }

  static std::string sentences(const Problems& problems) {
    std::string text;
    for (const auto* list : {&problems.wrong, &problems.unavailable})
      for (const Diagnostic& diagnostic : list->sorted()) text += (text.empty() ? "" : "; ") + diagnostic.message;
    return text;
  }

  const ComponentInfo& target_;
  const json::object& params_;
  const std::vector<EvidenceSpec>& evidence_;
  const plugins::Registry& registry_;
  const ComponentDefaults& defaults_;
  std::vector<Uses> uses_;  // by evidence
};

std::string unknown_component(std::string_view id, const plugins::Registry& registry) {
  std::vector<std::string> ids;
  for (const ComponentInfo* info : registry.components()) ids.push_back(info->declaration.id);
  std::string text = fmt::format("there is no component '{}'{}", id, configuration::suggestion(id, ids));
  for (const plugins::Refusal& plugin : registry.refusals())
    text += fmt::format("; {} was refused: {}", plugin.file, plugin.reason);
  return text;
}

}  // namespace

domain::Result<std::shared_ptr<const Product>> compile_alone(std::string_view component, const json::object& params,
                                                             const std::vector<EvidenceSpec>& evidence,
                                                             plugins::Registry& registry,
                                                             const ComponentDefaults& defaults) {
  const ComponentInfo* target = registry.find(component);
  if (!target) return refusal("component.not_found", unknown_component(component, registry));
  if (evidence.empty())
    return refusal("component.inputs_missing", fmt::format("'{}' needs evidence, and none was given", component));
  auto product = Alone(*target, params, evidence, registry, defaults).run();
  if (!product) return product.error();
  if (const auto ready = create_components(**product, registry); !ready) return ready.error();
  return std::shared_ptr<const Product>(std::move(*product));
}

}  // namespace cotejo::products
