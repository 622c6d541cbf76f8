#include "plugins/isolation/remote_component.hpp"

#include "plugins/crash.hpp"

namespace cotejo::plugins::isolation {
namespace {

// By Cause. Overdue is not among them: it is a deadline or a cancellation, as of a plugin in the host.
std::string_view ending_of(Cause cause) {
  switch (cause) {
    case Cause::memory:
      return "memory";
    case Cause::forbidden:
      return "forbidden";
    case Cause::garbage:
      return "contract";
    case Cause::refused:
      return "unavailable";
    case Cause::crashed:
    case Cause::overdue:
      break;
  }
  return "crashed";
}

class RemoteComponent {
 public:
  explicit RemoteComponent(std::shared_ptr<Workers> workers) : workers_(std::move(workers)) {}

  // Starts a worker. The component's first one must show that it can be created; later ones get ready beside what the
  // host does, and the call that needs one waits for it.
  domain::Result<void> prepare() {
    auto started = WorkerProcess::start(workers_->recipe);
    if (!started) return started.error();
    worker_ = std::move(*started);
    if (workers_->proven.load()) return {};
    if (const auto end = worker_->await_ready(WorkerProcess::Clock::time_point::max(), nullptr))
      return domain::make_error(domain::Scope::platform, "component.create", end->message);
    workers_->proven.store(true);
    return {};
  }

  cotejo_status run(HostCall& call) {
    cotejo_status status = COTEJO_CANCELLED;
    auto end = attempt(call, status);
    if (end && end->idle) {  // it ended between two calls, as when the kernel is short of memory
      if (workers_->ended) workers_->ended(end->cause);
      worker_.reset();
      end = attempt(call, status);
    }
    if (end) return failed(*end, call);
    if (!worker_) return COTEJO_UNAVAILABLE;
    if (!worker_->ready()) return COTEJO_CANCELLED;
    workers_->backoff.worked();
    const auto& recipe = workers_->recipe;
    if (recipe.calls_per_worker != 0 && worker_->calls() >= recipe.calls_per_worker) replace();
    return status;
  }

 private:
  std::optional<End> attempt(HostCall& call, cotejo_status& status) {
    if (!worker_ && !start(call)) return std::nullopt;
    auto end = worker_->await_ready(call.context().deadline, call.context().cancelled);
    if (!end && worker_->ready()) end = worker_->run(call, status);
    return end;
  }

  bool start(HostCall& call) {
    if (!workers_->backoff.may_start(Backoff::Clock::now())) {
      call.end({"unavailable", true, "its workers failed several times in a row, and the next one waits"});
      return false;
    }
    auto started = WorkerProcess::start(workers_->recipe);
    if (!started) {
      workers_->backoff.failed(Backoff::Clock::now());
      call.end({"unavailable", true, started.error().message});
      return false;
    }
    worker_ = std::move(*started);
    return true;
  }

  cotejo_status failed(const End& end, HostCall& call) {
    if (workers_->ended) workers_->ended(end.cause);
    workers_->backoff.failed(Backoff::Clock::now());
    if (end.cause != Cause::overdue) call.end({std::string(ending_of(end.cause)), false, end.message});
    replace();
    return end.cause == Cause::overdue ? COTEJO_CANCELLED : COTEJO_INTERNAL;
  }

  // At once, so that it is ready when it is asked; or when it is asked, after a pause.
  void replace() {
    worker_.reset();
    if (!workers_->backoff.may_start(Backoff::Clock::now())) return;
    if (auto started = WorkerProcess::start(workers_->recipe)) worker_ = std::move(*started);
  }

  const std::shared_ptr<Workers> workers_;
  std::unique_ptr<WorkerProcess> worker_;
};

}  // namespace

domain::Result<Instance> make_remote(std::shared_ptr<Workers> workers) {
  auto remote = std::make_unique<RemoteComponent>(std::move(workers));
  if (auto ready = remote->prepare(); !ready) return ready.error();
  return Instance(new cotejo_component{sizeof(cotejo_component), remote.release(),
                                       [](void* self, const cotejo_call* call) -> cotejo_status {
                                         const Inside elsewhere(Inside::Step::remote, "");
                                         auto& host_call = static_cast<HostCall&>(const_cast<cotejo_call&>(*call));
                                         return static_cast<RemoteComponent*>(self)->run(host_call);
                                       },
                                       [](void* self) { delete static_cast<RemoteComponent*>(self); }},
                  [](cotejo_component* component) {
                    component->destroy(component->self);
                    delete component;
                  });
}

}  // namespace cotejo::plugins::isolation
