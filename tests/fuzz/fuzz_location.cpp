// Records of positions from hostile bytes: nothing crashes, what is accepted keeps the schema's limits, and whatever
// is said of a place holds together.
#include <boost/json/parse.hpp>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <places/clock.hpp>
#include <places/postal_area.hpp>
#include <places/whereabouts.hpp>
#include <string_view>

#include "../../plugins/subanalyzers/geo_track/motion.hpp"

namespace {

namespace track = cotejo::geo_track;
namespace places = cotejo::places;

void expect(bool holds) {
  if (!holds) std::abort();
}

void look_at(const track::Fix& fix, std::string_view zone) {
  expect(std::abs(fix.position.latitude) <= 90 && std::abs(fix.position.longitude) <= 180);
  expect(!fix.accuracy || *fix.accuracy > 0);
  const auto where = places::locate(fix.position, fix.accuracy.value_or(0) / 1000);
  expect(where.km_outside >= 0 && std::isfinite(where.km_outside) && std::isfinite(where.km_to_usa));
  expect((where.country == places::InCountry::no) == where.states.empty());
  for (const auto& state : where.states) expect(places::km_to_state(state.curp_code, fix.position) <= state.km);
  expect(!where.states.empty() || places::clock_fit(zone, where) == places::ClockFit::unknown);
  expect(places::km_to(*places::area_of_postal_code("06000"), fix.position) >= 0);
}

void look_at(const track::Track& record) {
  expect(record.fixes.size() + record.invalid.size() <= 2000);
  for (std::size_t i = 1; i < record.fixes.size(); ++i) expect(record.fixes[i - 1].at.utc <= record.fixes[i].at.utc);
  expect((track::position_of(record, 120) == nullptr) == record.fixes.empty());
  if (const auto* fix = track::position_of(record, 120)) look_at(*fix, record.device.time_zone);
  if (const auto leg = track::fastest_leg(record, 100)) expect(leg->speed() >= 0 && std::isfinite(leg->speed()));
  expect(record.ip_country.empty() || record.ip_country.size() == 2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const track::TrackReader reader;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  boost::system::error_code error;
  const auto document = boost::json::parse(text, error);
  if (error) return 0;
  const auto read = reader.read(document, cotejo::instants::parse_instant("2026-11-22T18:00:00Z")->utc);
  if (const auto* record = std::get_if<track::Track>(&read)) look_at(*record);
  return 0;
}
