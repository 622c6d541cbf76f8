// The services that connectors may use. The engine passes a connector's request to a service and calls the component
// again with the answer; README.md in this folder is the contract. [thread-safe]
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "domain/error.hpp"
#include "domain/exchange.hpp"

namespace cotejo::services {

// The verification on whose behalf a connector asks.
struct Asker {
  std::string tenant, verification;
  std::string application;  // the caller's reference; empty: it gave none
  domain::Name node;
  std::uint32_t step = 1;                              // number of the response that the connector will get
  domain::TimePoint accepted_at{};                     // of the attempt
  std::optional<std::chrono::milliseconds> retention;  // of the entries that it puts; none: as the host says
};

struct Answer {
  domain::Response response;  // the caller fills in step and state
  domain::Exchange exchange;  // the record that is stored; the caller fills in node, step, service and method
  domain::IndexPuts puts;     // what is stored when the verification is completed
};

class Services {
 public:
  using Then = std::function<void(domain::Result<Answer>)>;
  virtual ~Services() = default;
  // `then` is called once, from any thread, possibly before ask() returns, or long after the verification has ended.
  virtual void ask(const Asker& asker, const domain::Request& request, Then then) = 0;
};

// service.unknown
domain::Error unknown_service(const domain::Request& request);
// analysis.contract: what the connector asked is not what the service takes.
domain::Error broken_contract(std::string what);

}  // namespace cotejo::services
