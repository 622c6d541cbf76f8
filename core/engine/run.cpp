#include "engine/run.hpp"

#include <algorithm>

#include "domain/calendar.hpp"
#include "domain/digest.hpp"
#include "domain/media_type.hpp"
#include "engine/assembly.hpp"

namespace cotejo::engine {
namespace {

// A component that typically takes less than this is not worth waking another worker for: a hand-over between threads
// costs about as much.
constexpr auto kLight = std::chrono::microseconds{50};

// A call that takes longer than this was not light: what waits behind it goes to another worker.
constexpr auto kLong = std::chrono::milliseconds{1};

// A connector that asks more often than this in one run asks without end.
constexpr std::uint32_t kMaxSteps = 8;

using domain::make_retriable_error;
using domain::Scope;
using products::Source;

// What a node came to.
const domain::Name kBlocked = "blocked", kMemoised = "memoised", kCompleted = "completed", kFailed = "failed",
                   kLate = "late", kLeftOut = "left_out";

// An error of the run, as that of one node.
domain::Error of_node(domain::Error error, const products::Node& node) {
  if (error.code == "analysis.deadline" && node.declaration.kind == plugins::Kind::check) {
    error.scope = Scope::check;
    error.code = "check.deadline";
  }
  error.message = node.name.str() + ": " + error.message;
  return error;
}

domain::Error late_error(const products::Node& node) {
  return of_node(make_retriable_error(Scope::analysis, "analysis.deadline", "it did not end within its time"), node);
}

}  // namespace

Run::Run(Environment& environment, Submission submission, Engine::Progress progress, Engine::Done done)
    : environment_(environment),
      submission_(std::move(submission)),
      progress_(std::move(progress)),
      done_(std::move(done)),
      today_(domain::local_date(submission_.now, submission_.product->time_zone)),
      created_(Clock::now()),
      deadline_(std::min(submission_.deadline, created_ + submission_.product->deadline)),
      nodes_(plan().nodes.size()),
      left_(plan().nodes.size()) {
  ready_.reserve(left_);
  ended_unreported_.reserve(left_);
  check_evidence();
  leave_out_other_kinds();
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (!nodes_[i].left_out || i >= plan().first_check)
      for (const auto dependent : plan().nodes[i].dependents) ++nodes_[dependent].pending;
}

// Evidence of several kinds is of one kind at a time, and what is for the others has nothing to do. A check is never
// left out: without what it needs it is undecided.
void Run::leave_out_other_kinds() {
  const auto& specs = submission_.product->evidence;
  if (std::ranges::all_of(specs, [](const auto& spec) { return spec.kinds.size() < 2; })) return;
  std::vector<std::string_view> kinds(specs.size());
  for (std::size_t i = 0; i < specs.size(); ++i)
    if (evidence_values_[i])
      kinds[i] = domain::media_class(submission_.evidence.find(specs[i].name)->second->media_type);
  const std::vector<bool> applies = products::applicable(plan(), kinds);
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    auto& node = nodes_[i];
    node.left_out = !applies[i];
    if (!node.left_out || i >= plan().first_check) continue;
    node.state = State::ended;
    node.status = kLeftOut;
    node.ready_at = node.started_at = node.ended_at = created_;
    --left_;
    ended_unreported_.push_back(i);
  }
}

void Run::check_evidence() {
  const auto& specs = submission_.product->evidence;
  evidence_errors_.resize(specs.size());
  evidence_values_.resize(specs.size());
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const std::string& name = specs[i].name;
    if (const auto unusable = submission_.unusable.find(name); unusable != submission_.unusable.end()) {
      evidence_errors_[i] = unusable->second;
      evidence_errors_[i]->at = name;
    } else if (const auto sent = submission_.evidence.find(name); sent != submission_.evidence.end()) {
      evidence_errors_[i] = products::misfit(specs[i], sent->second->size, sent->second->media_type);
      if (!evidence_errors_[i]) evidence_values_[i] = domain::Value{domain::ValueType::bytes, sent->second};
    } else if (specs[i].required) {
      evidence_errors_[i] =
          make_retriable_error(Scope::evidence, "evidence.missing", "required evidence was not submitted", name);
    }
  }
}

void Run::start() {
  std::unique_lock lock(mutex_);
  if (finished_) return;
  const auto now = Clock::now();
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (nodes_[i].state == State::waiting && nodes_[i].pending == 0) make_ready(i, now);
  if (left_ == 0) return finish(lock);
  call_help(lock);
}

void Run::call_help(std::unique_lock<std::mutex>& lock) {
  help_called_ = true;
  lock.unlock();
  environment_.help(shared_from_this());
}

void Run::make_ready(std::size_t node, Clock::time_point when) {
  nodes_[node].state = State::ready;
  nodes_[node].ready_at = when;
  ready_.push_back(node);
}

void Run::node_ended(std::size_t node, Clock::time_point when) {
  auto& n = nodes_[node];
  n.state = State::ended;
  n.ended_at = when;
  --left_;
  ended_unreported_.push_back(node);
  for (const auto dependent : plan().nodes[node].dependents)
    if (--nodes_[dependent].pending == 0 && nodes_[dependent].state == State::waiting) make_ready(dependent, when);
}

void Run::fail(std::size_t node, domain::Error error, domain::Name status, Clock::time_point when) {
  auto& n = nodes_[node];
  if (error.at.empty()) error.at = plan().nodes[node].name;
  n.error = std::move(error);
  n.status = status;
  node_ended(node, when);
}

bool Run::light(std::size_t node) const {
  const auto typical = plan().nodes[node].component->typical();
  return typical.count() >= 0 && typical <= kLight;
}

// ---- inputs

void Run::gather_source(const plugins::Port& port, const Source& source, Inputs& inputs,
                        std::vector<plugins::InputValue>& values) const {
  const auto missing = [&](Cause cause) {
    if (port.required) {
      inputs.blocked.push_back(std::move(cause));
    } else if (cause.error) {
      inputs.tainted.push_back(std::move(cause));
    } else {
      inputs.absent.push_back(std::move(cause));
    }
  };
  if (source.from == Source::From::evidence) {
    const auto& spec = submission_.product->evidence[source.index];
    if (!evidence_values_[source.index]) {
      const bool error = evidence_errors_[source.index].has_value();
      return missing({Cause::At::evidence, source.index, error, error ? "" : "evidence.missing"});
    }
    values.push_back({&*evidence_values_[source.index], 1, spec.name, spec.name, {}, nullptr});
    if (inputs.memoised) inputs.key.append(submission_.evidence.find(spec.name)->second->digest) += '\n';
    return;
  }
  const auto& producer = plan().nodes[source.index];
  const auto& state = nodes_[source.index];
  if (state.left_out) return;
  if (!state.result) {  // it failed, or something did not deliver to it: name what did not in the first place
    if (state.error) return missing({Cause::At::node, source.index, true, {}});
    for (const auto& cause : state.blocked) missing(cause);
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
    missing({Cause::At::node, source.index, false, output.emitted ? output.absent_reason : "analysis.not_told"});
    if (!port.many)
      values.push_back({nullptr,
                        0,
                        {},
                        evidence,
                        output.emitted ? std::string_view{output.absent_reason} : "analysis.not_told",
                        nullptr});
    return;
  }
  values.push_back({&*output.value,
                    output.probability,
                    producer.output_names[source.output],
                    evidence,
                    {},
                    output.region ? &*output.region : nullptr});
}

void Run::gather(std::size_t node, Inputs& inputs) const {
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

void Run::block_for_other_kind(const products::Node& node, Inputs& inputs) const {
  for (const auto& port : node.inputs)
    for (const auto& source : port)
      if (source.from == Source::From::node && nodes_[source.index].left_out)
        inputs.blocked.push_back(
            {Cause::At::evidence, *plan().nodes[source.index].evidence, false, "evidence.other_kind"});
}

bool Run::nothing_to_look_at(const Inputs& inputs) {
  if (inputs.tainted.empty() && inputs.absent.empty()) return false;  // nothing is bound at all
  return std::all_of(inputs.context.inputs.begin(), inputs.context.inputs.end(), [](const auto& port) {
    return std::none_of(port.begin(), port.end(), [](const plugins::InputValue& in) { return in.value != nullptr; });
  });
}

// ---- running

void Run::work() {
  Inputs inputs;
  std::unique_lock lock(mutex_);
  help_called_ = false;
  auto now = Clock::now();
  while (!ready_.empty() && !finished_) {
    const std::size_t node = ready_.front();
    ready_.erase(ready_.begin());
    if (std::any_of(ready_.begin(), ready_.end(), [&](std::size_t i) { return !light(i); })) {
      call_help(lock);
      lock.lock();
      now = Clock::now();
      if (finished_ || nodes_[node].state != State::ready) continue;
    }
    now = execute(node, now, inputs, lock);
    // Who follows the run is told before the next thing that takes time, not at each of many quick ones.
    if (progress_ && !ended_unreported_.empty() && !ready_.empty() && !light(ready_.front())) {
      report_progress(lock);
      now = Clock::now();
    }
  }
  if (left_ == 0 && !finished_) return finish(lock);
  if (progress_ && !ended_unreported_.empty() && !finished_) report_progress(lock);
}

Run::Clock::time_point Run::execute(std::size_t node, Clock::time_point now, Inputs& inputs,
                                    std::unique_lock<std::mutex>& lock) {
  const auto& n = plan().nodes[node];
  auto& state = nodes_[node];
  gather(node, inputs);
  if (state.steps > 0) return call(node, now, inputs, lock);
  state.started_at = std::max(now, state.ready_at);  // which another worker may have looked up since
  state.tainted = inputs.tainted;
  state.absent = inputs.absent;
  if (inputs.blocked.empty() && n.declaration.kind != plugins::Kind::check && nothing_to_look_at(inputs)) {
    // All its ports are optional, as for one that takes pictures or videos, and nothing of what is bound has come.
    inputs.blocked = state.tainted;
    inputs.blocked.insert(inputs.blocked.end(), state.absent.begin(), state.absent.end());
  }
  if (!inputs.blocked.empty()) {
    state.blocked = inputs.blocked;
    state.status = kBlocked;
    node_ended(node, state.started_at);
    return now;
  }
  if (inputs.memoised) {
    state.memo_key = domain::digest_of(submission_.tenant + '\n' + n.digest + '\n' + today_ + '\n' + inputs.key);
    if (auto known = environment_.memo().find(state.memo_key)) {
      state.result = std::move(known);
      state.status = kMemoised;
      node_ended(node, now = Clock::now());
      return now;
    }
  }
  state.deadline = deadline_;
  if (n.timeout) {
    state.deadline = std::min(deadline_, state.started_at + *n.timeout);
    environment_.node_deadline(shared_from_this(), node, state.deadline);
  }
  return call(node, state.started_at, inputs, lock);
}

Run::Clock::time_point Run::call(std::size_t node, Clock::time_point now, Inputs& inputs,
                                 std::unique_lock<std::mutex>& lock) {
  const auto& n = plan().nodes[node];
  auto& state = nodes_[node];
  state.state = State::running;
  last_call_start_ = now;
  lock.unlock();

  inputs.context.now = submission_.now;
  inputs.context.today = today_;
  inputs.context.deadline = state.deadline;
  inputs.context.started = now;
  inputs.context.cancelled = &state.cancelled;
  inputs.context.memory_limit = environment_.call_memory();
  inputs.context.response = state.steps > 0 ? &state.response : nullptr;
  auto result = std::make_shared<const plugins::CallResult>(n.component->run(inputs.context));

  lock.lock();
  now = result->ended;
  if (state.state != State::running) {  // it was answered for in the meantime
    environment_.back();
    return now;
  }
  if (result->error) {
    fail(node, *result->error, result->error->code.ends_with(".deadline") ? kLate : kFailed, now);
    return now;
  }
  if (result->request) {
    ask(node, *result->request, now, lock);
    return Clock::now();
  }
  // What the host answered is of this verification alone: nothing that follows from it is another's.
  if (n.declaration.kind == plugins::Kind::connector)
    state.memo_key = submission_.id + '.' + std::to_string(submission_.attempt) + '.' + n.name.str();
  state.result = std::move(result);
  state.status = kCompleted;
  if (inputs.memoised) environment_.memo().put(state.memo_key, state.result);
  node_ended(node, now);
  return now;
}

// ---- connectors

services::Asker Run::asker_of(std::size_t node) const {
  return {submission_.tenant,
          submission_.id,
          submission_.application,
          plan().nodes[node].name,
          nodes_[node].steps + 1,
          submission_.now,
          submission_.product->index_retention};
}

void Run::ask(std::size_t node, const domain::Request& request, Clock::time_point now,
              std::unique_lock<std::mutex>& lock) {
  auto& state = nodes_[node];
  if (state.steps == kMaxSteps)
    return fail(node, services::broken_contract("it asked more than " + std::to_string(kMaxSteps) + " times"), kFailed,
                now);
  auto* services = environment_.services();
  if (!services) return fail(node, services::unknown_service(request), kFailed, now);
  state.state = State::asking;
  state.asked_at = now;
  const auto asker = asker_of(node);
  lock.unlock();
  services->ask(asker, request,
                [self = shared_from_this(), node,
                 head = domain::Request{request.kind, request.service, request.method, {}, {}, {}, request.state}](
                    auto answer) { self->answered(node, head, std::move(answer)); });
  lock.lock();
}

void Run::answered(std::size_t node, const domain::Request& request, domain::Result<services::Answer> answer) {
  std::unique_lock lock(mutex_);
  auto& state = nodes_[node];
  if (finished_ || state.state != State::asking) return;  // it was answered for in the meantime
  const auto now = Clock::now();
  state.waited += now - state.asked_at;
  domain::Exchange exchange;
  if (answer) exchange = std::move(answer->exchange);
  exchange.node = plan().nodes[node].name;
  exchange.step = state.steps + 1;
  exchange.service = request.service;
  exchange.method = request.method;
  if (!answer) exchange.error = answer.error().code;
  state.exchanges.push_back(std::move(exchange));
  if (!answer) {
    fail(node, answer.error(), kFailed, now);
  } else {
    if (!answer->puts.entries.empty()) {
      if (!puts_)
        puts_ = std::make_shared<domain::IndexPuts>(
            domain::IndexPuts{answer->puts.application, answer->puts.at, answer->puts.expires, {}});
      auto& entries = puts_->entries;
      std::move(answer->puts.entries.begin(), answer->puts.entries.end(), std::back_inserter(entries));
    }
    state.response = std::move(answer->response);
    state.response.step = ++state.steps;
    state.response.state = request.state;
    state.state = State::ready;
    ready_.push_back(node);
  }
  if (progress_ && !ended_unreported_.empty()) report_progress(lock);
  if (finished_) return;
  if (left_ == 0) return finish(lock);
  if (!ready_.empty()) call_help(lock);
}

void Run::report_progress(std::unique_lock<std::mutex>& lock) {
  std::vector<domain::NodeTrace> traces;
  traces.reserve(ended_unreported_.size());
  for (const auto node : ended_unreported_) traces.push_back(trace(node));
  ended_unreported_.clear();
  lock.unlock();
  for (auto& t : traces) progress_(std::move(t));
  lock.lock();
}

// ---- time

void Run::expire(std::size_t node) {
  std::unique_lock lock(mutex_);
  auto& state = nodes_[node];
  if (finished_ || (state.state != State::running && !state.between_steps())) return;
  state.cancelled.store(true);
  if (state.state == State::running) environment_.stuck();
  std::erase(ready_, node);
  fail(node, late_error(plan().nodes[node]), kLate, Clock::now());
  if (progress_) report_progress(lock);
  if (finished_) return;
  if (left_ == 0) return finish(lock);
  if (!ready_.empty()) call_help(lock);
}

void Run::look(Clock::time_point now) {
  std::unique_lock lock(mutex_, std::try_to_lock);  // whoever has it is at work
  if (!lock || finished_ || help_called_ || ready_.empty() || now - last_call_start_ < kLong) return;
  call_help(lock);
}

void Run::expire_all(const domain::Error& error) {
  std::unique_lock lock(mutex_);
  if (finished_) return;
  ready_.clear();
  Inputs inputs;
  const auto now = Clock::now();
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    auto& n = nodes_[i];
    if (n.state == State::ended) continue;
    const auto own = of_node(error, plan().nodes[i]);
    if (n.state == State::running || n.between_steps()) {
      n.cancelled.store(true);
      if (n.state == State::running) environment_.stuck();
      fail(i, own, kLate, now);
      continue;
    }
    // In topological order everything above has ended by now: what is not blocked by it had no time of its own.
    n.ready_at = n.started_at = now;
    gather(i, inputs);
    n.tainted = inputs.tainted;
    n.blocked = inputs.blocked;
    n.status = kBlocked;
    if (n.blocked.empty()) {
      fail(i, own, kLate, now);
    } else {
      node_ended(i, now);
    }
  }
  ready_.clear();
  finish(lock);
}

// ---- the end

double Run::in_ms(Clock::duration time) {
  return static_cast<double>(std::chrono::round<std::chrono::microseconds>(time).count()) / 1000;
}

domain::NodeTrace Run::trace(std::size_t node) const {
  const auto& n = plan().nodes[node];
  const auto& s = nodes_[node];
  domain::NodeTrace out;
  out.node = n.name;
  out.component = n.component->id_and_version();
  out.status = s.status;
  out.started_ms = in_ms(s.started_at - created_);
  out.queued_ms = in_ms(s.started_at - s.ready_at);
  out.run_ms = in_ms(s.ended_at - s.started_at);
  if (s.error) out.error_code = s.error->code;
  out.models = n.models;
  return out;
}

std::optional<std::chrono::nanoseconds> Run::work_done() const {
  std::chrono::nanoseconds sum{0};
  bool ran = false;
  for (const auto& node : nodes_) {
    if (node.status == kLate) return std::nullopt;
    if (node.status != kCompleted && node.status != kFailed) continue;
    ran = true;
    sum += node.ended_at - node.started_at - node.waited;
  }
  return ran ? std::optional(sum) : std::nullopt;
}

void Run::hand_out_artifacts() const {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const auto& node = plan().nodes[i];
    if (!nodes_[i].result || !node.evidence) continue;
    const auto& outputs = nodes_[i].result->outputs;
    for (std::size_t k = 0; k < outputs.size(); ++k)
      if (outputs[k].value && domain::is_artifact(outputs[k].value->type) && !node.declaration.produces[k].keep)
        submission_.on_artifact(submission_.product->evidence[*node.evidence].name, node.output_names[k],
                                *outputs[k].value);
  }
}

void Run::finish(std::unique_lock<std::mutex>& lock) {
  finished_ = true;
  if (progress_ && !ended_unreported_.empty()) report_progress(lock);
  auto done = std::move(done_);
  done_ = nullptr;
  lock.unlock();
  environment_.ended(*this);
  if (submission_.on_artifact) hand_out_artifacts();
  done(Assembly(*this).verification());
  environment_.finished(*this);
}

}  // namespace cotejo::engine
