#include "http/router.hpp"

#include "http/connection.hpp"

namespace cotejo::http {
namespace beast_http = boost::beast::http;

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  for (const Route& route : routes_) patterns_.push_back(parse_target(route.path).value().segments);
}

Router::Match Router::find(beast_http::verb method, const Target& target) const {
  Match match;
  if (method == beast_http::verb::head) method = beast_http::verb::get;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    const auto& pattern = patterns_[i];
    if (pattern.size() != target.segments.size()) continue;
    std::vector<std::string_view> arguments;
    bool fits = true;
    for (std::size_t s = 0; fits && s < pattern.size(); ++s) {
      if (pattern[s].starts_with('{')) {
        arguments.push_back(target.segments[s]);
      } else {
        fits = pattern[s] == target.segments[s];
      }
    }
    if (!fits) continue;
    if (routes_[i].method == method) return {&routes_[i], std::move(arguments), {}};
    match.allowed.push_back(routes_[i].method);
    if (routes_[i].method == beast_http::verb::get) match.allowed.push_back(beast_http::verb::head);
  }
  return match;
}

Response Exchange::problem(const domain::Error& error) const {
  return http::problem(error, trace.trace_id, connection.limits().retry_after);
}
Response Exchange::problem(const std::vector<domain::Error>& errors) const {
  return http::problem(errors, trace.trace_id, connection.limits().retry_after);
}

}  // namespace cotejo::http
