#include "engine/run.hpp"

#include <algorithm>
#include <utility>

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

using domain::make_retriable_error;
using domain::Scope;

// The status of a node that has ended, for its trace.
const domain::Name kBlocked = "blocked", kMemoised = "memoised", kCompleted = "completed", kFailed = "failed",
                   kLate = "late", kLeftOut = "left_out";

// An error of the run, copied for one node.
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
      evidence_(submission_),
      nodes_(plan().nodes.size()),
      gathering_(submission_, evidence_, nodes_),
      left_(plan().nodes.size()) {
  ready_.reserve(left_);
  ended_unreported_.reserve(left_);
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
    if (evidence_.values[i])
      kinds[i] =
          specs[i].accepts(domain::media_class(submission_.evidence.find(specs[i].name)->second->media_type))->kind;
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
    // Listeners are told before the next long call, not after each of many quick ones.
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
  gathering_.gather(node, inputs);
  if (state.steps.taken() > 0) return call(node, now, inputs, lock);
  state.started_at = std::max(now, state.ready_at);  // which another worker may have looked up since
  state.tainted = inputs.tainted;
  state.absent = inputs.absent;
  if (inputs.blocked.empty() && n.declaration.kind != plugins::Kind::check && inputs.nothing_to_look_at()) {
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
  inputs.context.response = state.steps.response();
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
  // The host's answer belongs to this verification alone: results that depend on it are never memoised.
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
          nodes_[node].steps.taken() + 1,
          submission_.now,
          submission_.product->index_retention};
}

void Run::ask(std::size_t node, const domain::Request& request, Clock::time_point now,
              std::unique_lock<std::mutex>& lock) {
  auto& state = nodes_[node];
  if (auto refusal = state.steps.refusal()) return fail(node, std::move(*refusal), kFailed, now);
  auto* services = environment_.services();
  if (!services) return fail(node, services::unknown_service(request), kFailed, now);
  state.state = State::asking;
  state.steps.asked(now);
  const auto asker = asker_of(node);
  lock.unlock();
  services->ask(asker, request, [self = shared_from_this(), node, head = head_of(request)](auto answer) {
    self->answered(node, head, std::move(answer));
  });
  lock.lock();
}

void Run::answered(std::size_t node, const domain::Request& request, domain::Result<services::Answer> answer) {
  std::unique_lock lock(mutex_);
  auto& state = nodes_[node];
  if (finished_ || state.state != State::asking) return;  // it was answered for in the meantime
  const auto now = Clock::now();
  auto puts = state.steps.answered(plan().nodes[node].name, request, std::move(answer), now);
  if (!puts) {
    fail(node, puts.error(), kFailed, now);
  } else {
    put_later(std::move(*puts));
    state.state = State::ready;
    ready_.push_back(node);
  }
  if (progress_ && !ended_unreported_.empty()) report_progress(lock);
  if (finished_) return;
  if (left_ == 0) return finish_elsewhere(lock);
  if (!ready_.empty()) call_help(lock);
}

void Run::put_later(domain::IndexPuts puts) {
  if (puts.entries.empty()) return;
  if (!puts_)
    puts_ = std::make_shared<domain::IndexPuts>(domain::IndexPuts{puts.application, puts.at, puts.expires, {}});
  std::move(puts.entries.begin(), puts.entries.end(), std::back_inserter(puts_->entries));
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
  if (left_ == 0) return finish_elsewhere(lock);
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
    // Nodes come in topological order, so all sources have ended: a node that they do not block had no time.
    n.ready_at = n.started_at = now;
    gathering_.gather(i, inputs);
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
  finish_elsewhere(lock);
}

// ---- the end

double Run::in_ms(Clock::duration time) {
  const std::int64_t ns = std::chrono::nanoseconds(time).count();  // never negative
  return static_cast<double>((ns + 500) / 1000) / 1000;
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
    sum += node.ended_at - node.started_at - node.steps.waited();
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

void Run::close(std::unique_lock<std::mutex>& lock) {
  finished_ = true;
  if (progress_ && !ended_unreported_.empty()) report_progress(lock);
  lock.unlock();
}

void Run::finish(std::unique_lock<std::mutex>& lock) {
  close(lock);
  hand_over();
}

void Run::finish_elsewhere(std::unique_lock<std::mutex>& lock) {
  close(lock);
  environment_.finish(shared_from_this());
}

void Run::hand_over() {
  environment_.ended(*this);
  if (submission_.on_artifact) hand_out_artifacts();
  std::exchange(done_, nullptr)(Assembly(*this).verification());
  environment_.finished(*this);
}

}  // namespace cotejo::engine
