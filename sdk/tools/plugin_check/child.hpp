// A process of its own for one level: whatever the plugin does there, the tool goes on.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "finding.hpp"

namespace cotejo::plugin_check {

struct Limits {
  std::chrono::milliseconds hang_after{20'000};  // without a step's end
  std::uint64_t memory_bytes = std::uint64_t{2} << 30;
};

struct Component {
  std::string id, kind;
  bool available = true;
};

struct Outcome {
  std::vector<Finding> findings;
  std::vector<std::string> notes;
  std::vector<Component> components;  // level describe
  std::string skipped;                // why, when it was
  bool survived = true;               // neither crashed, nor hung, nor took too much memory
  bool started = true;
};

// Runs `arguments` (this program in its child form) and collects what it reports on descriptor 3.
Outcome run_child(const std::vector<std::string>& arguments, const std::string& level, const std::string& component,
                  const Limits& limits);

// In the child, before anything of the plugin is loaded: no core files, no file may be written.
void confine_child();

inline constexpr int kReportDescriptor = 3;

}  // namespace cotejo::plugin_check
