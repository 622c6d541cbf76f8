// The levels of the check, each run in a process of its own for one component.
#pragma once
#include <filesystem>
#include <string>

#include "finding.hpp"
#include "subject.hpp"

namespace cotejo::plugin_check {

struct Effort {
  int creations = 50, calls = 400, threads = 4;
  std::chrono::milliseconds time{3000};  // for the repeated part of one level; slow components do less
};
inline constexpr Effort kNormal{};
inline constexpr Effort kQuick{12, 60, 4, std::chrono::milliseconds{700}};

struct Options {
  std::filesystem::path file, golden, manifest, models;
  std::uint64_t seed = 1;
  Effort effort;
  std::chrono::milliseconds polling{50};  // abi.h, is_cancelled()
};

// Runs one level for one component (for `describe`: for the whole plugin) and reports. Never throws.
void run_level(const std::string& level, const std::string& component, const Options& options, Reporter& reporter);

}  // namespace cotejo::plugin_check
