// The host's end of the socket between host and worker.
#pragma once
#include <chrono>
#include <span>
#include <string>
#include <string_view>

#include "plugins/isolation/messages.hpp"
#include "plugins/isolation/shared_memory.hpp"

namespace cotejo::plugins::isolation {

class Channel {
 public:
  using Clock = std::chrono::steady_clock;

  Channel() = default;
  // Creates a socket pair and puts the other end into `worker`. An invalid channel, with errno set, on failure.
  static Channel open(Descriptor& worker);
  explicit operator bool() const { return static_cast<bool>(socket_); }

  // False when the worker is gone or does not read.
  bool send(const Order& order, std::span<const int> descriptors);

  enum class Wait { answer, nothing, closed, garbage };
  // Waits for one answer until `until`. `text` is valid until the next call of this function.
  Wait receive(Clock::time_point until, Tell& tell, std::string_view& text);

 private:
  bool complete(Tell& tell, std::string_view& text, bool& garbage);
  Descriptor socket_;
  std::string buffer_;
  std::size_t filled_ = 0, taken_ = 0;
};

}  // namespace cotejo::plugins::isolation
