// Starts workers, all from one thread that lives as long as the process: Linux ends them when the thread that started
// them ends (PR_SET_PDEATHSIG).
#pragma once
#include <sys/types.h>

#include <string>

#include "plugins/isolation/shared_memory.hpp"

namespace cotejo::plugins::isolation {

// Starts a process that has `socket` as its descriptor 3 and no other descriptor of the host. Returns its process id,
// which the caller must wait for, or -1 with errno set. [thread-safe]
pid_t launch(const std::string& program, const Descriptor& socket);

}  // namespace cotejo::plugins::isolation
