// A component instance whose calls run in a worker process. The registry uses it instead of the plugin's own instance.
#pragma once
#include <cotejo/abi.h>

#include <atomic>
#include <functional>
#include <memory>

#include "plugins/isolation/backoff.hpp"
#include "plugins/isolation/worker_process.hpp"

namespace cotejo::plugins::isolation {

struct Workers {
  Recipe recipe;
  Backoff backoff;
  std::function<void(Cause cause)> ended;  // counts; may be empty
  std::atomic<bool> proven{false};         // one of them was ready once
};

using Instance = std::unique_ptr<cotejo_component, void (*)(cotejo_component*)>;

// Starts a worker. Waits until it is ready if it is the component's first one.
domain::Result<Instance> make_remote(std::shared_ptr<Workers> workers);

}  // namespace cotejo::plugins::isolation
