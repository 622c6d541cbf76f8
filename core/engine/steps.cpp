#include "engine/steps.hpp"

namespace cotejo::engine {
namespace {

// A connector that asks more often than this in one run asks without end.
constexpr std::uint32_t kMaxSteps = 8;

}  // namespace

std::optional<domain::Error> Steps::refusal() const {
  if (taken_ < kMaxSteps) return std::nullopt;
  return services::broken_contract("it asked more than " + std::to_string(kMaxSteps) + " times");
}

domain::Result<domain::IndexPuts> Steps::answered(domain::Name node, const domain::Request& request,
                                                  domain::Result<services::Answer> answer, Clock::time_point now) {
  waited_ += now - asked_at_;
  domain::Exchange exchange;
  if (answer) exchange = std::move(answer->exchange);
  exchange.node = node;
  exchange.step = taken_ + 1;
  exchange.service = request.service;
  exchange.method = request.method;
  if (!answer) exchange.error = answer.error().code;
  exchanges_.push_back(std::move(exchange));
  if (!answer) return answer.error();
  response_ = std::move(answer->response);
  response_.step = ++taken_;
  response_.state = request.state;
  return std::move(answer->puts);
}

domain::Request head_of(const domain::Request& request) {
  return {request.kind, request.service, request.method, {}, {}, {}, request.state};
}

}  // namespace cotejo::engine
