#include "domain/calendar.hpp"

#include <unicode/timezone.h>

#include <map>
#include <memory>
#include <mutex>

namespace cotejo::domain {
namespace {

// Zones are made once: icu parses a zone's rules at each construction. Null for an unknown name.
const icu::TimeZone* zone_of(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<icu::TimeZone>, std::less<>> zones;
  const std::lock_guard lock(mutex);
  if (const auto it = zones.find(name); it != zones.end()) return it->second.get();
  auto id = icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
  std::unique_ptr<icu::TimeZone> zone{icu::TimeZone::createTimeZone(id)};
  if (!zone || *zone == icu::TimeZone::getUnknown()) zone.reset();
  return zones.emplace(std::string(name), std::move(zone)).first->second.get();
}

}  // namespace

bool known_time_zone(std::string_view name) {
  return zone_of(name) != nullptr;
}

std::string local_date(TimePoint time, std::string_view zone) {
  std::int32_t raw = 0, daylight = 0;
  if (const auto* z = zone_of(zone)) {
    UErrorCode status = U_ZERO_ERROR;
    z->getOffset(static_cast<double>(time.time_since_epoch().count()), false, raw, daylight, status);
    if (U_FAILURE(status)) raw = daylight = 0;
  }
  return to_iso8601(time + std::chrono::milliseconds{raw + daylight}).substr(0, 10);
}

}  // namespace cotejo::domain
