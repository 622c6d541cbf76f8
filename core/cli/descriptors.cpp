#include "cli/descriptors.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace cotejo::cli {
namespace {

constexpr rlim_t own = 128;         // database, log, listeners, polling, the admin listener's connections
constexpr rlim_t each_request = 4;  // files of evidence on their way: products ask for three or four
constexpr std::size_t fewest = 1;

// With `allowed` descriptors for connections and the requests on them; a connection has one request at a time.
std::size_t connections_within(rlim_t allowed, rlim_t requests) {
  const rlim_t all_busy = allowed / (1 + each_request);
  return static_cast<std::size_t>(all_busy <= requests ? all_busy : allowed - each_request * requests);
}

}  // namespace

bool fit_descriptors(http::Limits& limits) {
  rlimit allowed{};
  if (::getrlimit(RLIMIT_NOFILE, &allowed) != 0) return false;
  const rlim_t needed = own + limits.connections + each_request * std::min(limits.requests, limits.connections);
  if (allowed.rlim_cur < needed) {
    allowed.rlim_cur = std::min(needed, allowed.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &allowed);
  }
  if (allowed.rlim_cur >= needed) return false;
  const rlim_t left = allowed.rlim_cur > own ? allowed.rlim_cur - own : 0;
  limits.connections = std::max(fewest, connections_within(left, limits.requests));
  return true;
}

}  // namespace cotejo::cli
