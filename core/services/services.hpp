// What connectors may ask of the host. The engine hands a connector's request to one of these and enters the component
// again with the answer; README.md beside this file is the contract. [thread-safe]
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "domain/error.hpp"
#include "domain/exchange.hpp"

namespace cotejo::services {

// On whose behalf.
struct Asker {
  std::string tenant, verification;
  std::string application;  // the caller's reference; empty: it gave none
  domain::Name node;
  std::uint32_t step = 1;                              // of the response that it will see
  domain::TimePoint accepted_at{};                     // of the attempt
  std::optional<std::chrono::milliseconds> retention;  // of what it puts; none: the host's
};

struct Answer {
  domain::Response response;  // without step and state
  domain::Exchange exchange;  // what is kept of it; without node, step, service and method
  domain::IndexPuts puts;     // what becomes visible when the verification is completed
};

class Services {
 public:
  using Then = std::function<void(domain::Result<Answer>)>;
  virtual ~Services() = default;
  // `then` is called once, from any thread, also from within the call. It may come long after its asker has gone.
  virtual void ask(const Asker& asker, const domain::Request& request, Then then) = 0;
};

// service.unknown
domain::Error unknown_service(const domain::Request& request);
// analysis.contract: what the connector asked is not what the service takes.
domain::Error broken_contract(std::string what);

}  // namespace cotejo::services
