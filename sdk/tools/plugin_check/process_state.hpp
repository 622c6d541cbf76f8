// State that belongs to the whole process, and therefore to the host: a plugin that changes it changes the results of
// every other plugin.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace cotejo::plugin_check {

// By aspect (`locale`, `open files`, …), as text that can be compared and shown.
using ProcessState = std::map<std::string, std::string>;
ProcessState process_state();

// Memory of a process: `self`, or its id.
std::uint64_t resident_bytes(const std::string& process);

struct Change {
  std::string aspect, before, after, advice;
};
std::vector<Change> changes(const ProcessState& before, const ProcessState& after);

}  // namespace cotejo::plugin_check
