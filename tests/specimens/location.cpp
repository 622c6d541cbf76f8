#include "location.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <cmath>
#include <mx/state.hpp>
#include <places/clock.hpp>
#include <places/postal_area.hpp>
#include <places/whereabouts.hpp>
#include <stdexcept>

#include "specimen_files.hpp"

namespace cotejo::specimens {
namespace {

using cotejo::places::Position;

constexpr double kKmOfADegree = 111.2;

Position moved(const Position& from, double km_north, double km_east) {
  return {from.latitude + km_north / kKmOfADegree,
          from.longitude + km_east / kKmOfADegree / std::cos(from.latitude * std::numbers::pi / 180)};
}

bool is_surely_in(const Position& position, std::string_view state) {
  const auto where = cotejo::places::locate(position);
  return where.country == cotejo::places::InCountry::yes && where.states.size() == 1 &&
         where.states.front().curp_code == state;
}

// Near the middle of the area, on the side of borders that is the state's; where only the state is known, anywhere in
// it.
Position home_of(const Person& person, Random random) {
  const auto area = cotejo::places::area_of_postal_code(person.postal_code);
  if (!area) throw std::invalid_argument("nobody lives at " + person.postal_code);
  if (area->circle) {
    for (int tries = 0; tries < 200; ++tries) {
      const double reach = area->circle->km * 0.6;
      const Position somewhere =
          moved(area->circle->centre, random.uniform(-reach, reach), random.uniform(-reach, reach));
      if (is_surely_in(somewhere, area->state)) return somewhere;
    }
    return area->circle->centre;
  }
  for (;;) {
    const Position somewhere{random.uniform(14.5, 32.7), random.uniform(-117.2, -86.7)};
    if (is_surely_in(somewhere, area->state)) return somewhere;
  }
}

// Somewhere in Mexico that is so far from home.
Position away_from(const Position& home, double km, Random random) {
  for (;;) {
    const Position somewhere{random.uniform(15, 32), random.uniform(-116, -88)};
    if (cotejo::places::km_between(home, somewhere) < km) continue;
    if (cotejo::places::locate(somewhere).country == cotejo::places::InCountry::yes) return somewhere;
  }
}

std::string device_zone(const Position& position) {
  const auto where = cotejo::places::locate(position);
  return std::string(where.states.empty() ? "America/Bogota"
                                          : cotejo::places::zone_of_state(where.states.front().curp_code));
}

// What a receiver writes of one place: it finds it in a minute or two, a little different each time.
boost::json::array fixes_at(const Position& place, instants::Milliseconds end, double accuracy, Random random) {
  const int count = random.integer(3, 8);
  boost::json::array fixes;
  for (int i = 0; i < count; ++i) {
    const double off = accuracy * std::max(1.0, 3.0 - i);  // metres: the first are the worst
    const Position seen = moved(place, random.normal(0, off / 2500), random.normal(0, off / 2500));
    const auto at = end - std::chrono::milliseconds((count - i) * random.integer(8000, 15000));
    fixes.push_back({{"lat", std::round(seen.latitude * 1e6) / 1e6},
                     {"lon", std::round(seen.longitude * 1e6) / 1e6},
                     {"accuracy_m", std::round(off * 10) / 10},
                     {"at", instants::to_utc_text(at)},
                     {"provider", i == 0 ? "network" : "gps"},
                     {"mock", false},
                     {"speed", std::round(random.uniform(0, 1.4) * 10) / 10}});
  }
  std::sort(fixes.begin(), fixes.end(), [](const auto& a, const auto& b) {
    return std::string_view(a.at("at").as_string()) < std::string_view(b.at("at").as_string());
  });
  return fixes;
}

boost::json::object device_of(const Position& position, Random random) {
  static constexpr std::pair<const char*, const char*> kModels[]{{"moto g54", "Android 14"},
                                                                 {"SM-A155M", "Android 15"},
                                                                 {"Redmi Note 13", "Android 14"},
                                                                 {"iPhone14,5", "iOS 18.1"}};
  const auto& [model, os] = random.pick(kModels);
  return {{"id", fmt::format("{:016x}", random.next())},
          {"model", model},
          {"os", os},
          {"time_zone", device_zone(position)},
          {"locale", "es-MX"},
          {"rooted", false},
          {"emulator", false}};
}

}  // namespace

const std::vector<LocationVariant>& location_variants() {
  static const std::vector<LocationVariant> all{{"genuine", nullptr},
                                                {"mock", "geolocation.mock"},
                                                {"far", "geolocation.far_from_address"},
                                                {"abroad", "geolocation.abroad"},
                                                {"impossible_speed", "geolocation.impossible_speed"},
                                                {"stale", "geolocation.stale"},
                                                {"poor_accuracy", "geolocation.poor_accuracy"},
                                                {"other_time_zone", "geolocation.other_time_zone"},
                                                {"other_ip_country", "geolocation.other_ip_country"},
                                                {"emulator", "geolocation.emulator"},
                                                {"rooted", "geolocation.rooted"},
                                                {"no_fix", "geolocation.no_valid_position"}};
  return all;
}

boost::json::object make_location(const Specimen& specimen, const LocationOrder& order) {
  const std::string& variant = order.variant;
  const auto& known = location_variants();
  if (std::none_of(known.begin(), known.end(), [&](const auto& v) { return variant == v.name; }))
    throw std::invalid_argument("no location " + variant);
  const Random random = specimen.random.fork("location");
  const Position home = home_of(specimen.person, random.fork("home"));
  Position place = home;
  if (variant == "far") place = away_from(home, 700, random.fork("far"));  // areas are up to 400 km across
  if (variant == "abroad") place = {4.65, -74.08};
  auto end = order.at - std::chrono::seconds(random.fork("delay").integer(10, 240));
  if (variant == "stale") end -= std::chrono::hours(6);
  Random exactness = random.fork("accuracy");
  const double accuracy = variant == "poor_accuracy" ? exactness.uniform(1500, 4000) : exactness.uniform(4, 30);
  boost::json::array fixes = fixes_at(place, end, accuracy, random.fork("fixes"));
  if (variant == "mock") fixes.back().as_object()["mock"] = true;
  if (variant == "impossible_speed") {
    const Position elsewhere = away_from(home, 400, random.fork("elsewhere"));
    fixes.front().as_object()["lat"] = elsewhere.latitude;
    fixes.front().as_object()["lon"] = elsewhere.longitude;
  }
  if (variant == "no_fix")
    for (auto& fix : fixes) fix.as_object()["lat"] = fix.as_object()["lon"] = 0;
  boost::json::object device = device_of(place, random.fork("device"));
  if (variant == "other_time_zone") device["time_zone"] = "Europe/Bucharest";
  if (variant == "emulator") device["emulator"] = true, device["model"] = "sdk_gphone64_x86_64";
  if (variant == "rooted") device["rooted"] = true;
  const char* country = variant == "other_ip_country" ? "NL" : variant == "abroad" ? "CO" : "MX";
  return {{"format", "cotejo.location/1"}, {"fixes", fixes}, {"device", device}, {"ip", {{"country", country}}}};
}

void write_location(const Specimen& specimen, const LocationOrder& order, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  const auto record = make_location(specimen, order);
  save(folder / "location.json", record);
  boost::json::object declared = read_or(folder / "applicant.json", applicant(specimen));
  const auto* state = mx::state_of_postal_code(specimen.person.postal_code);
  if (!declared.contains("state")) declared["state"] = state->name;
  save(folder / "applicant.json", declared);
  boost::json::object known =
      read_or(folder / "truth.json", {{"traits", boost::json::object{}}, {"level", "location"}});
  const auto& variants = location_variants();
  const char* code =
      std::find_if(variants.begin(), variants.end(), [&](const auto& v) { return order.variant == v.name; })->code;
  known["location"] = {{"variant", order.variant},
                       {"code", code ? boost::json::value(code) : boost::json::value(nullptr)},
                       {"state", state->name}};
  save(folder / "truth.json", known);
}

}  // namespace cotejo::specimens
