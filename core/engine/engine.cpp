#include "engine/engine.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <unordered_map>

#include "engine/deadlines.hpp"
#include "engine/finisher.hpp"
#include "engine/run.hpp"
#include "engine/worker_pool.hpp"

namespace cotejo::engine {
namespace {

using domain::make_retriable_error;
using domain::Scope;

// Share of its time that the work before a verification may take. The rest is for what varies: calls take different
// times, and the last ones of a queue must still end in time.
constexpr double kQueueShare = 0.5;
constexpr int kSmoothing = 8;                         // weight of the past in a product's usual work: 7 of 8
constexpr auto kLook = std::chrono::milliseconds{5};  // between two looks for calls that others wait behind

// A product whose runs usually take no more of a worker than this is not worth waking another worker for.
constexpr auto kBrief = std::chrono::microseconds{100};

}  // namespace

domain::Error draining() {
  return make_retriable_error(Scope::platform, "platform.draining", "the host is leaving and takes no new work");
}

class Engine::Impl final : public Run::Environment {
 public:
  Impl(Limits limits, services::Services* services)
      : limits_(limits), services_(services), memo_(limits.memo_bytes), pool_(limits.workers) {}
  ~Impl() { deadlines_.stop(); }  // its thread looks at the pool, which is destroyed before it

  domain::Result<void> run(Submission submission, Progress progress, Done done) {
    auto run = std::make_shared<Run>(*this, std::move(submission), std::move(progress), std::move(done));
    bool now = false;
    {
      const std::lock_guard lock(mutex_);
      if (draining_) return draining();
      auto& of_product = by_product_[run->submission().product->id];
      now = waiting_.empty() && running_ < limits_.max_running && has_place(of_product);
      if (!now && waiting_.size() >= limits_.max_waiting)
        return make_retriable_error(Scope::platform, "platform.overloaded",
                                    "as many verifications as this host takes are running and waiting");
      run->expected_work = of_product.usual_work.value_or(std::chrono::nanoseconds{0});
      if (too_late(*run))
        return make_retriable_error(Scope::platform, "platform.overloaded",
                                    "the work before this verification takes all of its time");
      // The only place that keeps it, so that stop() finds a run whether it runs or waits.
      run->timer = deadlines_.at(run->deadline(), [weak = std::weak_ptr(run)] {
        if (const auto expired = weak.lock())
          expired->expire_all(
              make_retriable_error(Scope::analysis, "analysis.deadline", "the time for the verification is over"));
      });
      const auto active = active_.emplace(run.get(), Active{run, &of_product}).first;
      backlog_ += run->expected_work;
      watch();
      if (now) {
        take_place(active->second);
      } else {
        waiting_.push_back(run);
      }
    }
    if (now) run->start();
    return {};
  }

  void stop(std::chrono::milliseconds grace) {
    std::vector<std::shared_ptr<Run>> left;
    {
      std::unique_lock lock(mutex_);
      draining_ = true;
      idle_.wait_for(lock, grace, [&] { return active_.empty(); });
      for (const auto& [_, active] : active_) left.push_back(active.run);
    }
    for (const auto& run : left)
      run->expire_all(make_retriable_error(Scope::platform, "platform.draining", "the host left before this ended"));
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [&] { return active_.empty(); });
  }

  Load load() const {
    const auto counts = memo_.counts();
    const std::lock_guard lock(mutex_);
    return {running_, waiting_.size(), pool_.threads(), pool_.stuck(), counts.hits, counts.misses};
  }

  // ---- for runs
  void help(std::shared_ptr<Run> run) override {
    const bool brief = run->expected_work > std::chrono::nanoseconds{0} && run->expected_work <= kBrief;
    pool_.post([run = std::move(run)] { run->work(); }, brief ? WorkerPool::Length::brief : WorkerPool::Length::any);
  }
  void node_deadline(std::shared_ptr<Run> run, std::size_t node, Run::Clock::time_point when) override {
    deadlines_.at(when, [weak = std::weak_ptr(run), node] {
      if (const auto expired = weak.lock()) expired->expire(node);
    });
  }
  void finish(std::shared_ptr<Run> run) override { finisher_.finish(std::move(run)); }
  void stuck() override { pool_.report_stuck(); }
  void back() override { pool_.report_back(); }
  Memo& memo() override { return memo_; }
  std::uint64_t call_memory() const override { return limits_.call_memory; }
  services::Services* services() override { return services_; }

  void ended(Run& run) override {
    const std::lock_guard lock(mutex_);
    backlog_ -= run.expected_work;
    learn(run);
  }
  void finished(Run& run) override {
    if (run.timer) deadlines_.cancel(*run.timer);
    std::vector<std::shared_ptr<Run>> next;
    {
      const std::lock_guard lock(mutex_);
      const auto active = active_.find(&run);
      if (active->second.started) {
        --running_;
        --active->second.of_product->running;
      } else {
        std::erase_if(waiting_, [&](const auto& w) { return w.get() == &run; });
      }
      active_.erase(active);  // its caller has it as well
      for (auto it = waiting_.begin(); it != waiting_.end() && running_ < limits_.max_running;) {
        auto& waiting = active_.at(it->get());
        if (has_place(*waiting.of_product)) {
          take_place(waiting);
          next.push_back(std::move(*it));
          it = waiting_.erase(it);
        } else {
          ++it;
        }
      }
      if (active_.empty()) idle_.notify_all();
    }
    for (const auto& waiting : next) waiting->start();
  }

 private:
  // Of all verifications of one product. Kept: the configuration bounds how many products there are.
  struct OfProduct {
    std::size_t running = 0;
    std::optional<std::chrono::nanoseconds> usual_work;  // of workers for one run, once one has ended
  };
  struct Active {
    std::shared_ptr<Run> run;
    OfProduct* of_product = nullptr;
    bool started = false;  // it has a place; before, it waits for one
  };

  bool has_place(const OfProduct& product) const {
    return limits_.max_running_per_product == 0 || product.running < limits_.max_running_per_product;
  }
  // A verification that would end too late only takes time from those that can end well: at the door it costs nothing.
  bool too_late(const Run& run) const {
    const std::chrono::duration<double> left = run.deadline() - Run::Clock::now();
    return backlog_ > kQueueShare * pool_.threads() * left;
  }
  // Looks at the runs from time to time, as long as there are any.
  void watch() {
    if (watching_ || active_.empty()) return;
    watching_ = true;
    deadlines_.at(Run::Clock::now() + kLook, [this] {
      std::vector<std::shared_ptr<Run>> runs;
      {
        const std::lock_guard lock(mutex_);
        runs.reserve(running_);
        for (const auto& [_, active] : active_)
          if (active.started) runs.push_back(active.run);
        watching_ = false;
        watch();
      }
      const auto now = Run::Clock::now();
      for (const auto& run : runs) run->look(now);
      pool_.look();
    });
  }
  void learn(Run& run) {
    const auto done = run.work_done();
    if (!done) return;
    auto& usual = active_.at(&run).of_product->usual_work;
    usual = usual ? *usual + (*done - *usual) / kSmoothing : *done;
  }
  void take_place(Active& active) {
    ++running_;
    active.started = true;
    ++active.of_product->running;
  }

  const Limits limits_;
  services::Services* const services_;
  Memo memo_;
  mutable std::mutex mutex_;
  std::condition_variable idle_;
  bool draining_ = false;
  std::size_t running_ = 0;
  std::deque<std::shared_ptr<Run>> waiting_;
  std::unordered_map<Run*, Active> active_;
  std::unordered_map<std::string, OfProduct> by_product_;  // by id
  std::chrono::nanoseconds backlog_{0};                    // expected work of all that is active
  bool watching_ = false;
  Finisher finisher_;
  Deadlines deadlines_;  // its thread uses the rest, until it is stopped
  WorkerPool pool_;      // last: its threads use the rest
};

Engine::Engine(Limits limits, services::Services* services) : impl_(std::make_unique<Impl>(limits, services)) {}

Engine::~Engine() {
  stop(std::chrono::milliseconds{0});
  if (impl_->load().abandoned > 0) {
    // A plugin that never returns still holds its run, which refers to the environment: leave it behind with the
    // process.
    static_cast<void>(impl_.release());
  }
}

domain::Result<void> Engine::run(Submission submission, Progress progress, Done done) {
  return impl_->run(std::move(submission), std::move(progress), std::move(done));
}
void Engine::stop(std::chrono::milliseconds grace) {
  impl_->stop(grace);
}
Engine::Load Engine::load() const {
  return impl_->load();
}

}  // namespace cotejo::engine
