// The table of routes: method, path and handler. A handler is a coroutine on the connection's I/O thread that returns
// the response.
#pragma once
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/verb.hpp>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "http/io_thread.hpp"
#include "http/response.hpp"
#include "http/server.hpp"
#include "http/target.hpp"
#include "telemetry/trace_context.hpp"

namespace cotejo::http {

class Connection;

// A request that is being answered.
struct Exchange {
  Connection& connection;
  Backend& backend;
  const boost::beast::http::request_header<>& header;
  const Target& target;
  std::vector<std::string_view> arguments;  // the parts of the path that stand for `{…}` in the route, in order
  const telemetry::TraceContext& trace;

  bool has(std::string_view name) const { return header.count({name.data(), name.size()}) > 0; }
  std::string_view field(std::string_view name) const {
    const auto found = header.find({name.data(), name.size()});
    return found == header.end() ? std::string_view() : std::string_view(found->value().data(), found->value().size());
  }
  Response problem(const domain::Error& error) const;
  Response problem(const std::vector<domain::Error>& errors) const;
};

using Handler = std::function<Task<Response>(Exchange&)>;

struct Route {
  boost::beast::http::verb method;
  std::string_view path;  // `/v1/verifications/{id}`: also its name in metrics and logs
  Handler handler;
  bool takes_body = false;
  std::vector<std::string_view> parameters{};  // of the query
};

class Router {
 public:
  explicit Router(std::vector<Route> routes);

  struct Match {
    const Route* route = nullptr;                   // null: see `allowed`
    std::vector<std::string_view> arguments;        // into the target
    std::vector<boost::beast::http::verb> allowed;  // methods that the path has; empty: there is no such path
  };
  Match find(boost::beast::http::verb method, const Target& target) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
  std::vector<std::vector<std::string>> patterns_;  // of routes_, split
};

}  // namespace cotejo::http
