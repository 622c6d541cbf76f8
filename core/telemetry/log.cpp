#include "telemetry/log.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "domain/json_text.hpp"
#include "domain/verification.hpp"

namespace cotejo::telemetry {
namespace {

constexpr std::size_t kQueuedLines = 8192;  // some seconds of a busy host's log

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
    case Level::off:
      return spdlog::level::off;
  }
  return spdlog::level::off;
}

constexpr std::pair<Level, std::string_view> kLevels[] = {{Level::debug, "debug"},
                                                          {Level::info, "info"},
                                                          {Level::warning, "warning"},
                                                          {Level::error, "error"},
                                                          {Level::off, "off"}};

}  // namespace

std::string_view to_string(Level level) {
  for (const auto& [known, name] : kLevels)
    if (known == level) return name;
  return "off";
}

bool parse_level(std::string_view name, Level& level) {
  for (const auto& [known, text] : kLevels) {
    if (text != name) continue;
    level = known;
    return true;
  }
  return false;
}

struct Log::Queue {
  std::shared_ptr<spdlog::details::thread_pool> pool = std::make_shared<spdlog::details::thread_pool>(kQueuedLines, 1);
};

Log::Log(Level level) : level_(level), queue_(std::make_unique<Queue>()) {
  logger_ = std::make_shared<spdlog::async_logger>("cotejo", std::make_shared<spdlog::sinks::stderr_sink_mt>(),
                                                   queue_->pool, spdlog::async_overflow_policy::overrun_oldest);
  logger_->set_pattern("%v");
  logger_->set_level(to_spdlog(level));
}

Log::Log(Level level, std::shared_ptr<spdlog::sinks::sink> sink) : level_(level) {
  logger_ = std::make_shared<spdlog::logger>("cotejo", std::move(sink));
  logger_->set_pattern("%v");
  logger_->set_level(to_spdlog(level));
}

Log::~Log() {
  flush();
}

void Log::flush() {
  logger_->flush();
}

void Log::write(Level level, std::string_view event, Members members) {
  if (!enabled(level) || level_ == Level::off) return;
  domain::JsonWriter out;
  out.begin_object();
  out.member("time", domain::to_iso8601(
                         std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now())));
  out.member("level", to_string(level));
  out.member("event", event);
  for (const auto& member : members) {
    out.key(member.name);
    std::visit([&](const auto& value) { out.value(value); }, member.value);
  }
  out.end_object();
  const std::string line = out.take();
  logger_->log(to_spdlog(level), spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace cotejo::telemetry
