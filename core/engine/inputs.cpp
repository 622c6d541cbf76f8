#include "engine/inputs.hpp"

#include <algorithm>

#include "products/reason_catalogue.hpp"

namespace cotejo::engine {

using products::Source;

SubmittedEvidence::SubmittedEvidence(const Submission& submission) {
  const auto& specs = submission.product->evidence;
  errors.resize(specs.size());
  values.resize(specs.size());
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const std::string& name = specs[i].name;
    if (const auto unusable = submission.unusable.find(name); unusable != submission.unusable.end()) {
      errors[i] = unusable->second;
      errors[i]->at = name;
    } else if (const auto sent = submission.evidence.find(name); sent != submission.evidence.end()) {
      errors[i] = products::misfit(specs[i], sent->second->size, sent->second->media_type);
      if (!errors[i]) values[i] = domain::Value{domain::ValueType::bytes, sent->second};
    } else if (specs[i].required) {
      errors[i] = domain::make_retriable_error(domain::Scope::evidence, "evidence.missing",
                                               "required evidence was not submitted", name);
    }
  }
}

bool Inputs::nothing_to_look_at() const {
  if (tainted.empty() && absent.empty()) return false;  // nothing is bound at all
  return std::all_of(context.inputs.begin(), context.inputs.end(), [](const auto& port) {
    return std::none_of(port.begin(), port.end(), [](const plugins::InputValue& in) { return in.value != nullptr; });
  });
}

void Gathering::missing(const plugins::Port& port, Cause cause, Inputs& inputs) const {
  const auto& reasons = submission_.product->reasons;
  const auto* reason = reasons ? reasons->find(cause.reason) : nullptr;
  const bool open = cause.error || (reason && reason->leaves_open);
  auto& causes = port.required ? inputs.blocked : open ? inputs.tainted : inputs.absent;
  causes.push_back(std::move(cause));
}

void Gathering::gather_evidence(const plugins::Port& port, std::size_t evidence, Inputs& inputs,
                                std::vector<plugins::InputValue>& values) const {
  const auto& spec = submission_.product->evidence[evidence];
  const auto& value = evidence_.values[evidence];
  if (!value) {
    const bool error = evidence_.errors[evidence].has_value();
    return missing(port, {Cause::At::evidence, evidence, error, error ? "" : "evidence.missing"}, inputs);
  }
  values.push_back({&*value, 1, spec.name, spec.name, {}, nullptr});
  if (!inputs.memoised) return;
  const auto& sent = *submission_.evidence.find(spec.name)->second;
  inputs.key.append(sent.digest) += ' ';
  inputs.key.append(std::to_string(sent.media_type.size())) += ' ';  // the sender's words, whatever they hold
  inputs.key.append(sent.media_type) += '\n';
}

void Gathering::gather_output(const plugins::Port& port, const Source& source, Inputs& inputs,
                              std::vector<plugins::InputValue>& values) const {
  const auto& producer = plan().nodes[source.index];
  const auto& state = nodes_[source.index];
  if (state.left_out) return;
  if (!state.result) {  // it failed, or something did not deliver to it: name what did not in the first place
    if (state.error) return missing(port, {Cause::At::node, source.index, true, {}}, inputs);
    for (const auto& cause : state.blocked) missing(port, cause, inputs);
    return;
  }
  inputs.tainted.insert(inputs.tainted.end(), state.tainted.begin(), state.tainted.end());
  const auto& output = state.result->outputs[source.output];
  if (inputs.memoised) {
    inputs.key.append(state.memo_key) += '.';
    inputs.key.append(std::to_string(source.output)) += '\n';
  }
  const std::string_view evidence =
      producer.evidence ? std::string_view{submission_.product->evidence[*producer.evidence].name} : std::string_view{};
  if (!output.value) {
    const std::string_view reason = output.emitted ? std::string_view{output.absent_reason} : "analysis.not_told";
    missing(port, {Cause::At::node, source.index, false, std::string(reason), source.output}, inputs);
    if (!port.many) values.push_back({nullptr, 0, {}, evidence, reason, nullptr});
    return;
  }
  values.push_back({&*output.value,
                    output.probability,
                    producer.output_names[source.output],
                    evidence,
                    {},
                    output.region ? &*output.region : nullptr});
}

void Gathering::gather_source(const plugins::Port& port, const Source& source, Inputs& inputs,
                              std::vector<plugins::InputValue>& values) const {
  if (source.from == Source::From::evidence)
    gather_evidence(port, source.index, inputs, values);
  else
    gather_output(port, source, inputs, values);
}

void Gathering::gather(std::size_t node, Inputs& inputs) const {
  const auto& n = plan().nodes[node];
  inputs.key.clear();
  for (auto* causes : {&inputs.blocked, &inputs.tainted, &inputs.absent}) causes->clear();
  inputs.memoised = n.declaration.kind == plugins::Kind::analyzer || n.declaration.kind == plugins::Kind::sub_analyzer;
  inputs.context.inputs.resize(n.inputs.size());
  for (std::size_t port = 0; port < n.inputs.size(); ++port) {
    if (inputs.memoised) inputs.key += '|';
    inputs.context.inputs[port].clear();
    inputs.context.inputs[port].reserve(n.inputs[port].size());
    for (const auto& source : n.inputs[port])
      gather_source(n.declaration.consumes[port], source, inputs, inputs.context.inputs[port]);
  }
  if (nodes_[node].left_out) block_for_other_kind(n, inputs);
  for (auto* causes : {&inputs.blocked, &inputs.tainted, &inputs.absent}) {
    std::sort(causes->begin(), causes->end());
    causes->erase(std::unique(causes->begin(), causes->end()), causes->end());
  }
}

void Gathering::block_for_other_kind(const products::Node& node, Inputs& inputs) const {
  for (const auto& port : node.inputs)
    for (const auto& source : port)
      if (source.from == Source::From::node && nodes_[source.index].left_out)
        inputs.blocked.push_back(
            {Cause::At::evidence, *plan().nodes[source.index].evidence, false, "evidence.other_kind"});
}

}  // namespace cotejo::engine
