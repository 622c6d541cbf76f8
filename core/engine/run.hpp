// One verification while it runs: the state of each node of the plan, advanced by any worker that is free. There is no
// barrier between stages: a node is ready as soon as its own inputs are there.
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
    virtual void help(std::shared_ptr<Run> run) = 0;  // has another worker call run->work()
    virtual void node_deadline(std::shared_ptr<Run> run, std::size_t node, Clock::time_point when) = 0;
    virtual void finish(std::shared_ptr<Run> run) = 0;  // has another thread call run->hand_over()
    virtual void stuck() = 0;                           // a worker's call did not end at its deadline
    virtual void back() = 0;                            // the call of a stuck worker has ended after all
    virtual void ended(Run& run) = 0;                   // once, before `done` is called
    virtual void finished(Run& run) = 0;                // once, after `done` was called
    virtual Memo& memo() = 0;
    virtual std::uint64_t call_memory() const = 0;
    virtual services::Services* services() = 0;  // null: this host has none
  };

  Run(Environment& environment, Submission submission, Engine::Progress progress, Engine::Done done);

  const Submission& submission() const { return submission_; }
  Clock::time_point deadline() const { return deadline_; }

  // Makes those nodes ready that wait for nothing. Call it once.
  void start();
  // Runs ready nodes until there are none. [worker]
  void work();
  // Calls in another worker when a call takes long and other nodes wait for its worker: a component that is usually too
  // quick to be worth a second worker may hang as well. Called by the engine's timer at intervals.
  void look(Clock::time_point now);
  // The node's deadline has passed.
  void expire(std::size_t node);
  // The run's deadline has passed, or the host shuts down: all nodes that have not ended get this error.
  void expire_all(const domain::Error& error);

  // Packs the result and calls `done`. To be called once, when everything has ended.
  void hand_over();

  // The time that workers spent on this run, once it has finished; none when it was cut short or nothing had to run.
  std::optional<std::chrono::nanoseconds> work_done() const;

  // Used by the engine alone: what its admission counts for this run, and the handle of the run's deadline.
  std::chrono::nanoseconds expected_work{0};
  std::optional<Deadlines::Handle> timer;

 private:
  friend class Assembly;
  using State = NodeRun::State;

  const products::Plan& plan() const { return submission_.product->plan; }
  void leave_out_other_kinds();
  // The caller holds the lock in all of these:
  void make_ready(std::size_t node, Clock::time_point when);
  void node_ended(std::size_t node, Clock::time_point when);
  void fail(std::size_t node, domain::Error error, domain::Name status, Clock::time_point when);
  bool light(std::size_t node) const;
  // Passes on a connector's request; the answer makes the node ready again.
  void ask(std::size_t node, const domain::Request& request, Clock::time_point now, std::unique_lock<std::mutex>& lock);
  void answered(std::size_t node, const domain::Request& request, domain::Result<services::Answer> answer);
  services::Asker asker_of(std::size_t node) const;
  void put_later(domain::IndexPuts puts);

  // Runs a node. `now` is when this worker last read the clock; returns when it read it again.
  Clock::time_point execute(std::size_t node, Clock::time_point now, Inputs& inputs,
                            std::unique_lock<std::mutex>& lock);
  // Calls the component; times as for execute().
  Clock::time_point call(std::size_t node, Clock::time_point now, Inputs& inputs, std::unique_lock<std::mutex>& lock);
  void call_help(std::unique_lock<std::mutex>& lock);  // unlocks
  void report_progress(std::unique_lock<std::mutex>& lock);
  void hand_out_artifacts() const;  // results no longer change
  // Everything has ended. Both unlock; the second leaves the packing, which takes as long as the pictures are large, to
  // a thread that nobody waits for.
  void finish(std::unique_lock<std::mutex>& lock);
  void finish_elsewhere(std::unique_lock<std::mutex>& lock);
  void close(std::unique_lock<std::mutex>& lock);
  domain::NodeTrace trace(std::size_t node) const;
  static double in_ms(Clock::duration time);  // milliseconds, rounded to whole microseconds as in results

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
  std::vector<std::size_t> ready_;     // in the order in which they became ready
  bool help_called_ = false;           // and has not come yet
  Clock::time_point last_call_start_;  // of a component
  std::vector<std::size_t> ended_unreported_;
  std::shared_ptr<domain::IndexPuts> puts_;
  std::size_t left_ = 0;
  bool finished_ = false;
};

}  // namespace cotejo::engine
