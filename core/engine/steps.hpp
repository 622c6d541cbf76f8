// The steps of one connector in one run: it places a request, the host answers, and it is called again with the answer.
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

  std::uint32_t taken() const { return taken_; }  // number of answers so far
  // The response for the next call; null before the first answer.
  const domain::Response* response() const { return taken_ > 0 ? &response_ : nullptr; }
  const std::vector<domain::Exchange>& exchanges() const { return exchanges_; }
  Clock::duration waited() const { return waited_; }

  // The error when it may not place another request; none when it may.
  std::optional<domain::Error> refusal() const;
  void asked(Clock::time_point now) { asked_at_ = now; }
  // Keeps the answer to `request` (as head_of() returns it); an error when there was no answer.
  domain::Result<domain::IndexPuts> answered(domain::Name node, const domain::Request& request,
                                             domain::Result<services::Answer> answer, Clock::time_point now);

 private:
  std::uint32_t taken_ = 0;
  domain::Response response_;
  std::vector<domain::Exchange> exchanges_;
  Clock::time_point asked_at_{};
  Clock::duration waited_{0};
};

// A request without the parts that only the service needs.
domain::Request head_of(const domain::Request& request);

}  // namespace cotejo::engine
