#include "engine/finisher.hpp"

#include <pthread.h>

#include "engine/run.hpp"

namespace cotejo::engine {

Finisher::Finisher() : thread_([this] { work(); }) {}

Finisher::~Finisher() {
  ended_.close();
  thread_.join();
}

void Finisher::finish(std::shared_ptr<Run> run) {
  ended_.push(run, true);
}

void Finisher::work() {
  pthread_setname_np(pthread_self(), "cotejo-finisher");
  for (auto runs = ended_.take_all(); !runs.empty(); runs = ended_.take_all())
    for (auto& run : runs) {
      run->hand_over();
      run.reset();
    }
}

}  // namespace cotejo::engine
