// What an earlier process accepted and did not finish, on its way into the engine: in order, as there is room.
// [thread-safe]
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
  // Each is called without a lock held, from whatever thread goes on.
  struct Steps {
    // Counts a start, and calls back when that is durable.
    std::function<void(const storage::Work&, std::function<void()> counted)> count;
    // False: no room. Otherwise ended() is called at its end.
    std::function<bool(const storage::Work&)> run;
    // It ended its process each time that it ran.
    std::function<void(const storage::Work&)> give_up;
  };
  explicit Recovery(Steps steps) : steps_(std::move(steps)) {}

  void add(std::vector<storage::Work> unfinished);
  // Any verification has ended, so that there may be room.
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
  bool looking_ = false;  // somebody goes through what waits, and nobody else does
  bool room_ = false;     // perhaps: something began or ended since the last refusal
  std::string suspect_;   // runs, and was running when an earlier process ended
};

}  // namespace cotejo::engine
