// The log: one JSON object for each line, with time, level, event and the event's own members. Never evidence or
// personal data: members are ids, codes, names from the configuration, and numbers.
//   log.info("verification.completed", {{"verification_id", id}, {"outcome", "review"}});
#pragma once
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace spdlog {
class logger;
namespace sinks {
class sink;
}
}  // namespace spdlog

namespace cotejo::telemetry {

struct Member {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, double, bool> value;

  Member(std::string_view n, std::string_view v) : name(n), value(v) {}
  Member(std::string_view n, const std::string& v) : name(n), value(std::string_view(v)) {}
  Member(std::string_view n, const char* v) : name(n), value(std::string_view(v)) {}
  Member(std::string_view n, bool v) : name(n), value(v) {}
  Member(std::string_view n, double v) : name(n), value(v) {}
  template <class T>
  requires std::is_integral_v<T> Member(std::string_view n, T v) : name(n), value(static_cast<std::int64_t>(v)) {}
};
using Members = std::initializer_list<Member>;

enum class Level { debug, info, warning, error, off };
std::string_view to_string(Level level);
bool parse_level(std::string_view name, Level& level);

class Log {
 public:
  // Logs to standard error. A separate thread writes the lines from a bounded queue; when it is full the oldest lines
  // are dropped, so that a slow reader of the log never delays a request.
  explicit Log(Level level);
  // Logs to the given sink from the calling thread (for tests).
  Log(Level level, std::shared_ptr<spdlog::sinks::sink> sink);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  bool enabled(Level level) const { return level >= level_; }
  void write(Level level, std::string_view event, Members members = {});
  void debug(std::string_view event, Members members = {}) { write(Level::debug, event, members); }
  void info(std::string_view event, Members members = {}) { write(Level::info, event, members); }
  void warning(std::string_view event, Members members = {}) { write(Level::warning, event, members); }
  void error(std::string_view event, Members members = {}) { write(Level::error, event, members); }
  void flush();

 private:
  Level level_;
  struct Queue;
  std::unique_ptr<Queue> queue_;  // declared before logger_, so that it outlives it
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace cotejo::telemetry
