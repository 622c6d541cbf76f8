#include "cli/descriptors.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace cotejo::cli {
namespace {

constexpr rlim_t own = 128;            // database, log, listeners, polling, the admin listener's connections
constexpr rlim_t each_connection = 2;  // its socket, and a file for evidence that is on its way
constexpr std::size_t fewest = 1;

}  // namespace

bool fit_descriptors(http::Limits& limits) {
  rlimit allowed{};
  if (::getrlimit(RLIMIT_NOFILE, &allowed) != 0) return false;
  const rlim_t needed = own + each_connection * limits.connections;
  if (allowed.rlim_cur < needed) {
    allowed.rlim_cur = std::min(needed, allowed.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &allowed);
  }
  if (allowed.rlim_cur >= needed) return false;
  limits.connections = allowed.rlim_cur > own + each_connection * fewest
                           ? static_cast<std::size_t>((allowed.rlim_cur - own) / each_connection)
                           : fewest;
  return true;
}

}  // namespace cotejo::cli
