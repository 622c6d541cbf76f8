// The routes of the admin listener: for operators and orchestrators, never for clients.
#pragma once
#include <atomic>
#include <vector>

#include "http/router.hpp"

namespace cotejo::http {

struct State {
  std::atomic<bool> ready{false};
  std::atomic<bool> draining{false};
};

// `state` outlives the routes.
std::vector<Route> admin_routes(const State& state);

}  // namespace cotejo::http
