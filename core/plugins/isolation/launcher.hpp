// Starts workers. Linux ends them when the thread that started them ends (PR_SET_PDEATHSIG), so that is one thread,
// which lives as long as the process.
#pragma once
#include <sys/types.h>

#include <string>

#include "plugins/isolation/shared_memory.hpp"

namespace cotejo::plugins::isolation {

// The process has `socket` as its descriptor 3 and no other of the host's. Its number, which is the caller's to wait
// for, or -1 with errno set. [thread-safe]
pid_t launch(const std::string& program, const Descriptor& socket);

}  // namespace cotejo::plugins::isolation
