// One verification under way: a state for each node of the plan, advanced by whichever worker has something to do.
// There is no barrier: a node is ready when its own inputs are there.
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/deadlines.hpp"
#include "engine/engine.hpp"
#include "engine/inputs.hpp"
#include "engine/memo.hpp"
#include "engine/node_run.hpp"

namespace cotejo::engine {

class Run : public std::enable_shared_from_this<Run> {
 public:
  using Clock = std::chrono::steady_clock;

  // What a run needs of the engine. Outlives every run.
  struct Environment {
    virtual ~Environment() = default;
    virtual void help(std::shared_ptr<Run> run) = 0;  // another worker calls run->work()
    virtual void node_deadline(std::shared_ptr<Run> run, std::size_t node, Clock::time_point when) = 0;
    virtual void stuck() = 0;             // a worker outlived its call's deadline
    virtual void back() = 0;              // and came back
    virtual void ended(Run& run) = 0;     // once, before `done` is called
    virtual void finished(Run& run) = 0;  // once, after `done` was called
    virtual Memo& memo() = 0;
    virtual std::uint64_t call_memory() const = 0;
    virtual services::Services* services() = 0;  // null: this host has none
  };

  Run(Environment& environment, Submission submission, Engine::Progress progress, Engine::Done done);

  const Submission& submission() const { return submission_; }
  Clock::time_point deadline() const { return deadline_; }

  // Makes the nodes ready that wait for nothing. Once.
  void start();
  // Runs ready nodes until there are none. [worker]
  void work();
  // Has another worker come when a call takes long and other nodes wait behind it: a component that is usually too
  // quick to be worth a hand-over may hang as well. From the engine's timer, every now and then.
  void look(Clock::time_point now);
  // The node's own time is up.
  void expire(std::size_t node);
  // The run's time is up, or the host leaves: whatever has not ended is answered for with this error.
  void expire_all(const domain::Error& error);

  // Time that workers spent on it; nothing when it was cut short, or nothing had to run. Once it has finished.
  std::optional<std::chrono::nanoseconds> work_done() const;

  // The engine's own: what its admission counts for this run, and its handle of the run's deadline.
  std::chrono::nanoseconds expected_work{0};
  std::optional<Deadlines::Handle> timer;

 private:
  friend class Assembly;
  using State = NodeRun::State;

  const products::Plan& plan() const { return submission_.product->plan; }
  void leave_out_other_kinds();
  // With the lock held:
  void make_ready(std::size_t node, Clock::time_point when);
  void node_ended(std::size_t node, Clock::time_point when);
  void fail(std::size_t node, domain::Error error, domain::Name status, Clock::time_point when);
  bool light(std::size_t node) const;
  // What a connector asked; its answer makes it ready again.
  void ask(std::size_t node, const domain::Request& request, Clock::time_point now, std::unique_lock<std::mutex>& lock);
  void answered(std::size_t node, const domain::Request& request, domain::Result<services::Answer> answer);
  services::Asker asker_of(std::size_t node) const;
  void put_later(domain::IndexPuts puts);

  // `now` is when this worker last looked at the clock; returns when it did again.
  Clock::time_point execute(std::size_t node, Clock::time_point now, Inputs& inputs,
                            std::unique_lock<std::mutex>& lock);
  // Enters the component; as execute().
  Clock::time_point call(std::size_t node, Clock::time_point now, Inputs& inputs, std::unique_lock<std::mutex>& lock);
  void call_help(std::unique_lock<std::mutex>& lock);  // unlocks
  void report_progress(std::unique_lock<std::mutex>& lock);
  void hand_out_artifacts() const;  // results no longer change
  void finish(std::unique_lock<std::mutex>& lock);
  domain::NodeTrace trace(std::size_t node) const;
  static double in_ms(Clock::duration time);  // as results tell it: whole microseconds

  Environment& environment_;
  const Submission submission_;
  const Engine::Progress progress_;
  Engine::Done done_;
  const std::string today_;
  const Clock::time_point created_;
  Clock::time_point deadline_;

  const SubmittedEvidence evidence_;

  std::mutex mutex_;
  std::vector<NodeRun> nodes_;
  const Gathering gathering_;
  std::vector<std::size_t> ready_;     // in the order in which they became so
  bool help_called_ = false;           // and has not come yet
  Clock::time_point last_call_start_;  // of a component
  std::vector<std::size_t> ended_unreported_;
  std::shared_ptr<domain::IndexPuts> puts_;
  std::size_t left_ = 0;
  bool finished_ = false;
};

}  // namespace cotejo::engine
