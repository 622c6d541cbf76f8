#include "engine/assembly.hpp"

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>

#include "decisions/decide.hpp"
#include "domain/png.hpp"

namespace cotejo::engine {
namespace {

// For the result: documents in memory of their own, which costs one allocation instead of one for each member.
std::optional<domain::Value> copy_of(const std::optional<domain::Value>& value) {
  namespace json = boost::json;
  const auto* document = value ? std::get_if<json::value>(&value->data) : nullptr;
  if (!document) return value;
  return domain::Value{value->type, json::value(*document, json::make_shared_resource<json::monotonic_resource>())};
}

}  // namespace

Assembly::Assembly(const Run& run) : run_(run), product_(*run.submission().product) {}

domain::Verification Assembly::verification() {
  const auto& submission = run_.submission();
  out_.id = submission.id;
  out_.tenant = submission.tenant;
  out_.product = {product_.id, product_.version, product_.digest, product_.plan_digest};
  out_.status = domain::Status::completed;
  out_.trace_id = submission.trace_id;
  out_.attempt = submission.attempt;
  out_.created_at = submission.now;
  for (const auto& spec : product_.evidence)
    if (const auto it = submission.evidence.find(spec.name); it != submission.evidence.end())
      out_.evidence.push_back({spec.name, it->second->media_type, it->second->digest, it->second->size});

  add_errors();
  const auto& nodes = product_.plan.nodes;
  out_.trace.reserve(nodes.size());
  out_.checks.reserve(nodes.size() - std::min(product_.plan.first_check, nodes.size()));
  std::size_t outputs = 0;
  for (const auto& node : nodes) outputs += node.output_names.size();
  out_.traits.reserve(outputs);
  items_of_.resize(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    add_traits(i);
    add_artifacts(i);
    add_items(i);
    out_.trace.push_back(run_.trace(i));
    const auto& exchanges = run_.nodes_[i].steps.exchanges();
    out_.exchanges.insert(out_.exchanges.end(), exchanges.begin(), exchanges.end());
  }
  // Evidence that could not be used is told even when no check needed it, and in the order of the product, not of the
  // checks that miss it.
  for (const auto& [where, index] : error_index_)
    if (out_.errors[index].scope == domain::Scope::evidence) add_item_for({where.first, where.second, true, {}});
  for (std::size_t i = product_.plan.first_check; i < nodes.size(); ++i) add_check(i);
  error_blocks_check_.resize(out_.errors.size());
  for (std::size_t i = 0; i < out_.errors.size(); ++i) error_blocks_check_[i] = !out_.errors[i].blocked.empty();
  for (std::size_t i = 0; i < product_.plan.first_check; ++i) name_lost_findings(i);

  out_.index = run_.puts_;
  out_.decision = decisions::decide(product_, out_);
  out_.feedback = decisions::feedback(product_, out_);
  out_.completed_at = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  return std::move(out_);
}

void Assembly::add_errors() {
  const auto add = [&](Cause::At at, std::size_t index, const domain::Error& error) {
    error_index_[{at, index}] = out_.errors.size();
    out_.errors.push_back(error);
  };
  for (std::size_t i = 0; i < run_.evidence_.errors.size(); ++i)
    if (run_.evidence_.errors[i]) add(Cause::At::evidence, i, *run_.evidence_.errors[i]);
  for (std::size_t i = 0; i < run_.nodes_.size(); ++i)
    if (run_.nodes_[i].error) add(Cause::At::node, i, *run_.nodes_[i].error);
}

void Assembly::add_traits(std::size_t node) {
  const auto& n = product_.plan.nodes[node];
  const auto& result = run_.nodes_[node].result;
  if (!result) return;
  for (std::size_t i = 0; i < n.declaration.produces.size(); ++i) {
    const auto& output = result->outputs[i];
    if (!output.emitted || domain::is_artifact(n.declaration.produces[i].type)) continue;
    out_.traits.push_back({n.output_names[i], copy_of(output.value), output.probability, output.absent_reason,
                           n.component->id_and_version(), n.evidence ? product_.evidence[*n.evidence].name : "",
                           output.region});
  }
}

// Kept pictures are for people: one that cannot be encoded is left out, and the result stands.
void Assembly::add_artifacts(std::size_t node) {
  const auto& n = product_.plan.nodes[node];
  const auto& result = run_.nodes_[node].result;
  if (!result) return;
  for (std::size_t i = 0; i < n.declaration.produces.size(); ++i) {
    const auto& value = result->outputs[i].value;
    if (!n.declaration.produces[i].keep || !value) continue;
    const auto& image = *std::get<std::shared_ptr<const domain::Image>>(value->data);
    const auto file = domain::png(image);
    if (!file) continue;
    out_.artifacts.push_back({n.output_names[i], n.component->id_and_version(),
                              n.evidence ? product_.evidence[*n.evidence].name : "", (*file)->media_type,
                              (*file)->digest, (*file)->size, image.width, image.height, domain::outline(image),
                              *file});
  }
}

void Assembly::add_items(std::size_t node) {
  const auto& n = product_.plan.nodes[node];
  const auto& result = run_.nodes_[node].result;
  if (!result) return;
  for (const auto& found : result->items) {
    domain::Item item;
    item.code = found.code;
    item.severity = found.severity;
    item.confidence = found.confidence;
    item.node = n.name;
    item.from_check = node >= product_.plan.first_check;
    item.params = found.params;
    const auto add_evidence = [&](const std::string& name) {
      if (!name.empty() && std::find(item.evidence.begin(), item.evidence.end(), name) == item.evidence.end())
        item.evidence.push_back(name);
    };
    if (n.evidence) add_evidence(product_.evidence[*n.evidence].name);
    for (const auto& [port, value] : found.ports) {
      for (const auto& source : n.inputs[port]) {
        if (!value.empty() && value != name_of(source)) continue;
        if (source.from == products::Source::From::evidence) {
          add_evidence(product_.evidence[source.index].name);
          continue;
        }
        const auto& producer = product_.plan.nodes[source.index];
        const std::string evidence = producer.evidence ? product_.evidence[*producer.evidence].name : "";
        add_evidence(evidence);
        if (!domain::is_artifact(producer.declaration.produces[source.output].type))
          item.traits.push_back(producer.output_names[source.output]);
        const auto& produced = run_.nodes_[source.index].result;
        if (!found.region && produced && produced->outputs[source.output].region)
          item.places.push_back({evidence, *produced->outputs[source.output].region});
      }
    }
    if (found.region) item.places.push_back({item.evidence.empty() ? "" : item.evidence.front(), *found.region});
    if (n.evidence) told_.emplace(item.code, product_.evidence[*n.evidence].name);
    items_of_[node].push_back(out_.items.size());
    out_.items.push_back(std::move(item));
  }
}

std::string_view Assembly::name_of(const products::Source& source) const {
  if (source.from == products::Source::From::evidence) return product_.evidence[source.index].name;
  return product_.plan.nodes[source.index].output_names[source.output].view();
}

std::string Assembly::node_name(const Cause& cause) const {
  return cause.at == Cause::At::evidence ? product_.evidence[cause.index].name : product_.plan.nodes[cause.index].name;
}

void Assembly::block(domain::CheckResult& check, const std::vector<Cause>& causes) {
  for (const auto& cause : causes) {
    domain::Block block{node_name(cause), std::nullopt, cause.reason};
    if (cause.error) {
      block.error = error_index_.at({cause.at, cause.index});
      auto& blocked = out_.errors[*block.error].blocked;
      if (std::find(blocked.begin(), blocked.end(), check.name) == blocked.end()) blocked.push_back(check.name);
    }
    const bool known = std::any_of(check.blocked_by.begin(), check.blocked_by.end(), [&](const domain::Block& b) {
      return b.node == block.node && b.error == block.error && b.reason == block.reason;
    });
    if (!known) check.blocked_by.push_back(std::move(block));
    add_item_for(cause);
  }
}

void Assembly::add_item_for(const Cause& cause) {
  std::string code = cause.reason;
  if (cause.error) {
    const auto& error = out_.errors[error_index_.at({cause.at, cause.index})];
    if (error.scope != domain::Scope::evidence) return;  // not the applicant's to mend
    code = error.code;
  }
  if (!product_.reasons || !product_.reasons->find(code)) return;
  std::string evidence;
  if (cause.at == Cause::At::evidence) {
    evidence = product_.evidence[cause.index].name;
  } else if (const auto& n = product_.plan.nodes[cause.index]; n.evidence) {
    evidence = product_.evidence[*n.evidence].name;
  }
  if (told_.contains({code, evidence})) return;
  const auto [place, fresh] = item_for_.emplace(std::pair(code, evidence), out_.items.size());
  if (!fresh) {
    if (cause.output) name_absent(product_.plan.nodes[cause.index], *cause.output, out_.items[place->second]);
    return;
  }
  domain::Item item;
  item.code = code;
  item.severity = cause.error ? domain::Severity::major : domain::Severity::minor;
  item.confidence = 1;
  item.node = node_name(cause);
  if (!evidence.empty()) item.evidence.push_back(evidence);
  if (cause.output) name_absent(product_.plan.nodes[cause.index], *cause.output, item);
  out_.items.push_back(std::move(item));
}

// params.field: the names after the instance's, as the checks that miss a value give them.
void Assembly::name_absent(const products::Node& node, std::size_t output, domain::Item& item) {
  const auto& declared = node.declaration.produces[output];
  if (domain::is_artifact(declared.type)) return;
  const std::string& name = node.output_names[output].str();
  if (std::find(item.traits.begin(), item.traits.end(), name) != item.traits.end()) return;
  item.traits.push_back(name);
  auto& fields = item.params["field"];
  if (fields.is_null()) fields.emplace_array();
  fields.as_array().emplace_back(declared.name);
}

void Assembly::add_check(std::size_t node) {
  const auto& n = product_.plan.nodes[node];
  const auto& s = run_.nodes_[node];
  domain::CheckResult check;
  check.name = n.name;
  check.component = n.component->id_and_version();
  check.items = std::move(items_of_[node]);
  check.duration_ms = Run::in_ms(s.ended_at - s.started_at);
  if (s.result) {
    check.verdict = s.result->verdict.value_or(domain::Verdict::undecided);
    check.confidence = s.result->confidence;
    // A pass that was reached without an input that failed, or that cannot be used, is not a pass.
    if (check.verdict == domain::Verdict::pass && !s.tainted.empty()) check.verdict = domain::Verdict::undecided;
    if (check.verdict == domain::Verdict::undecided) {
      block(check, s.tainted);
      block(check, s.absent);
    }
  } else {
    if (s.error) block(check, {Cause{Cause::At::node, node, true, {}}});
    block(check, s.blocked);
    block(check, s.tainted);
  }
  out_.checks.push_back(std::move(check));
}

void Assembly::name_lost_findings(std::size_t node) {
  const auto& n = product_.plan.nodes[node];
  if (n.declaration.codes.empty()) return;
  const auto& s = run_.nodes_[node];
  const auto name_in = [&](const Cause& cause) {
    if (!cause.error) return;
    const auto index = error_index_.at({cause.at, cause.index});
    auto& blocked = out_.errors[index].blocked;
    if (!error_blocks_check_[index] && std::find(blocked.begin(), blocked.end(), n.name.view()) == blocked.end())
      blocked.push_back(n.name.str());
  };
  if (s.error) name_in({Cause::At::node, node, true, {}});
  for (const auto* causes : {&s.blocked, &s.tainted}) std::for_each(causes->begin(), causes->end(), name_in);
}

}  // namespace cotejo::engine
