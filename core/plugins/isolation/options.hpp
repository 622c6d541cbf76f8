// Which components run in worker processes, and within what bounds.
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace cotejo::plugins {

struct IsolationOptions {
  std::filesystem::path worker;                         // the program; empty: everything runs in this process
  std::map<std::string, bool, std::less<>> components;  // by id: isolated or not, whatever it declares
  std::uint64_t memory = 1u << 30;                      // bytes that a worker may allocate of its own
  std::uint64_t call_memory = 512u << 20;               // bytes that one of its calls may take from the host
  std::chrono::milliseconds grace{250};                 // after the deadline or a cancellation
  std::chrono::milliseconds start_timeout{20'000};      // until a worker is ready
  std::uint32_t calls_per_worker = 1000;                // then the worker is replaced; 0: never
  // Called from any thread when a worker had to be given up; `cause` is a word of isolation::to_string(Cause). May be
  // empty.
  std::function<void(std::string_view component, std::string_view cause)> ended;
};

}  // namespace cotejo::plugins
