// Hands the verifications that an earlier process accepted but did not finish to the engine, in order, as fast as the
// engine has room. [thread-safe]
#pragma once
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "storage/store.hpp"

namespace cotejo::engine {

class Recovery {
 public:
  // Each function is called without holding a lock, from any thread.
  struct Steps {
    // Counts one more start of the verification in the store, and calls `counted` when that is durable.
    std::function<void(const storage::Work&, std::function<void()> counted)> count;
    // Starts it; false when the engine has no room. Otherwise Recovery::ended() is called when it ends.
    std::function<bool(const storage::Work&)> run;
    // Called instead of run for a verification whose process ended each time it ran.
    std::function<void(const storage::Work&)> give_up;
  };
  explicit Recovery(Steps steps) : steps_(std::move(steps)) {}

  void add(std::vector<storage::Work> unfinished);
  // Any verification has ended, so that the engine may have room.
  void ended(const std::string& id);

 private:
  struct Waiting {
    storage::Work work;
    bool counted = false;  // by this process
  };
  void look();
  std::optional<Waiting> next();
  void run(Waiting waiting);

  const Steps steps_;
  std::mutex mutex_;
  std::deque<Waiting> waiting_;
  bool looking_ = false;  // a thread is going through the waiting ones; only one does so at a time
  bool room_ = false;     // there may be room: something began or ended since the engine last refused
  std::string suspect_;   // the running verification that was also running when an earlier process ended
};

}  // namespace cotejo::engine
