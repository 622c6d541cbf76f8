// One thread that packs results where whoever ended the run has others waiting: the timer, whose deadlines would come
// late, and the index's thread.
#pragma once
#include <memory>
#include <thread>

#include "storage/queue.hpp"

namespace cotejo::engine {

class Run;

class Finisher {
 public:
  Finisher();
  ~Finisher();  // once everything is packed
  Finisher(const Finisher&) = delete;
  Finisher& operator=(const Finisher&) = delete;

  // Calls run->hand_over(). Admission bounds the number of runs. [thread-safe]
  void finish(std::shared_ptr<Run> run);

 private:
  void work();

  storage::Queue<std::shared_ptr<Run>> ended_{0};
  std::thread thread_;
};

}  // namespace cotejo::engine
