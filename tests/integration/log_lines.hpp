// What a service in this process logs, for tests that read it. [thread-safe]
#pragma once
#include <spdlog/sinks/base_sink.h>

#include <mutex>
#include <string>

namespace cotejo::integration {

class LogLines final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  std::string text() {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  void sink_it_(const spdlog::details::log_msg& line) override {
    text_.append(line.payload.data(), line.payload.size()).push_back('\n');
  }
  void flush_() override {}

  std::string text_;
};

}  // namespace cotejo::integration
