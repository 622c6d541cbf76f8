// The steps of one connector in one run: it asks, the host answers, and it is entered again with the answer.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "domain/exchange.hpp"
#include "services/services.hpp"

namespace cotejo::engine {

class Steps {
 public:
  using Clock = std::chrono::steady_clock;

  std::uint32_t taken() const { return taken_; }  // answers that it has got
  // What its next call is given; null before the first answer.
  const domain::Response* response() const { return taken_ > 0 ? &response_ : nullptr; }
  const std::vector<domain::Exchange>& exchanges() const { return exchanges_; }
  Clock::duration waited() const { return waited_; }

  // Why it may not ask once more.
  std::optional<domain::Error> refusal() const;
  void asked(Clock::time_point now) { asked_at_ = now; }
  // Keeps what was answered to `request`, of which the head is enough; an error when there was no answer.
  domain::Result<domain::IndexPuts> answered(domain::Name node, const domain::Request& request,
                                             domain::Result<services::Answer> answer, Clock::time_point now);

 private:
  std::uint32_t taken_ = 0;
  domain::Response response_;
  std::vector<domain::Exchange> exchanges_;
  Clock::time_point asked_at_{};
  Clock::duration waited_{0};
};

// A request without what only the service needs.
domain::Request head_of(const domain::Request& request);

}  // namespace cotejo::engine
