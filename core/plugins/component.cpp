#include "plugins/component.hpp"

#include <cotejo/abi.h>

#include <algorithm>

#include "plugins/crash.hpp"
#include "plugins/host_call.hpp"

namespace cotejo::plugins {
namespace {

constexpr std::int64_t kSmoothing = 8;  // weight of the past in the typical duration: 7 of 8

domain::Error make_error(const Declaration& declaration, bool evidence, bool retriable, std::string_view ending,
                         std::string message) {
  const bool check = declaration.kind == Kind::check;
  const auto scope = evidence ? domain::Scope::evidence : check ? domain::Scope::check : domain::Scope::analysis;
  const std::string prefix = evidence ? "evidence." : check ? "check." : "analysis.";
  return {scope, retriable, prefix + std::string(ending), declaration.id + ": " + std::move(message), {}, {}};
}

std::string or_else(const std::string& text, std::string_view fallback) {
  return text.empty() ? std::string(fallback) : text;
}

// The error of a call that ended with another status than OK, or against the contract.
std::optional<domain::Error> error_of(const Declaration& declaration, const CallContext& context, const HostCall& call,
                                      cotejo_status status, const CallResult& result) {
  const auto error = [&](bool evidence, bool retriable, std::string_view ending, std::string message) {
    return make_error(declaration, evidence, retriable, ending, std::move(message));
  };
  if (const auto& ending = call.ending(); !ending.code.empty())
    return error(false, ending.retriable, ending.code, ending.message);
  if (!call.breach().empty()) return error(false, false, "contract", call.breach());
  if (result.request && status == COTEJO_OK) return error(false, false, "contract", "it asked and did not wait");
  switch (status) {
    case COTEJO_PENDING:
      if (!result.request) return error(false, false, "contract", "it waits and asked for nothing");
      if (call.emitted()) return error(false, false, "contract", "it emitted something and asked for more");
      return std::nullopt;
    case COTEJO_OK:
      if (declaration.kind == Kind::check && !result.verdict)
        return error(false, false, "contract", "it returned without a verdict");
      return std::nullopt;
    case COTEJO_CANCELLED:
      if (std::chrono::steady_clock::now() >= context.deadline)
        return error(false, true, "deadline", "it ran into its deadline");
      if (call.is_cancelled(&call)) return error(false, true, "cancelled", "it was cancelled");
      return error(false, false, "contract", "it says that it was cancelled, and was not");
    case COTEJO_INVALID_INPUT: {
      auto e = error(true, call.failure_retriable(), "unreadable",
                     or_else(call.failure_message(), "the evidence cannot be used"));
      const auto& codes = declaration.codes;
      if (std::find(codes.begin(), codes.end(), call.failure_code()) != codes.end()) e.code = call.failure_code();
      return e;
    }
    case COTEJO_UNAVAILABLE:
      return error(false, call.failure_retriable(), "unavailable",
                   or_else(call.failure_message(), "something that it needs is not here"));
    case COTEJO_UNSUPPORTED:
      return error(false, false, "unsupported", or_else(call.failure_message(), "it does not support this"));
    case COTEJO_INTERNAL:
      return error(false, false, "failed", or_else(call.failure_message(), "it failed without a message"));
    default:
      return error(false, false, "contract", "it returned a status that does not exist: " + std::to_string(status));
  }
}

}  // namespace

Component::Component(Declaration declaration, Make make, std::size_t max_instances)
    : declaration_(std::move(declaration)),
      id_and_version_(declaration_.id_and_version()),
      make_(std::move(make)),
      max_instances_(max_instances) {}

Component::~Component() = default;

domain::Result<void> Component::warm(std::size_t count) {
  std::unique_lock lock(mutex_);
  const std::size_t wanted = declaration_.parallel ? 1 : std::min(count, max_instances_);
  while (instances_.size() < wanted) {
    if (instances_.size() + making_ >= wanted) {
      made_.wait(lock);
      continue;
    }
    const auto made = make_another(lock);
    if (!made) return made.error();
    idle_.push_back(*made);
  }
  return {};
}

bool Component::has_place() const {
  return instances_.size() + making_ < max_instances_;
}

domain::Result<cotejo_component*> Component::make_another(std::unique_lock<std::mutex>& lock) {
  ++making_;
  lock.unlock();
  auto made = make_();
  lock.lock();
  --making_;
  made_.notify_all();
  if (!made) return made.error();
  return instances_.emplace_back(std::move(*made)).get();
}

domain::Result<cotejo_component*> Component::acquire() {
  std::unique_lock lock(mutex_);
  if (declaration_.parallel && !instances_.empty()) return instances_.front().get();
  if (!idle_.empty()) {
    auto* instance = idle_.back();
    idle_.pop_back();
    return instance;
  }
  if (!has_place())
    return make_error(declaration_, false, true, "overloaded",
                      "all " + std::to_string(max_instances_) + " instances are taken");
  return make_another(lock);
}

void Component::release(cotejo_component* instance) {
  if (declaration_.parallel) return;
  const std::lock_guard lock(mutex_);
  idle_.push_back(instance);
}

CallResult Component::run(const CallContext& context) {
  CallResult result;
  auto instance = acquire();
  if (!instance) {
    result.outputs.resize(declaration_.produces.size());
    result.error = instance.error();
    result.ended = std::chrono::steady_clock::now();
    return result;
  }
  using Clock = std::chrono::steady_clock;
  const auto start = context.started == Clock::time_point{} ? Clock::now() : context.started;
  {
    HostCall call(declaration_, context, result);
    const Inside inside(Inside::Step::call, declaration_.id.c_str());
    try {
      const cotejo_status status = (*instance)->run((*instance)->self, &call);
      result.error = error_of(declaration_, context, call, status, result);
    } catch (...) {  // from a plugin without the SDK's layer, which lets none out
      result.error = make_error(declaration_, false, false, "contract", "it let an exception out");
    }
  }
  release(*instance);
  if (result.error) {  // nothing of a failed call is used
    result.outputs.assign(declaration_.produces.size(), {});
    result.items.clear();
    result.verdict.reset();
    result.request.reset();
  }
  result.ended = Clock::now();
  const std::int64_t took = std::chrono::nanoseconds(result.ended - start).count();
  const std::int64_t before = typical_ns_.load(std::memory_order_relaxed);
  typical_ns_.store(before < 0 ? took : before + (took - before) / kSmoothing, std::memory_order_relaxed);
  return result;
}

}  // namespace cotejo::plugins
