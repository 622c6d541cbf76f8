#include <gtest/gtest.h>

#include <cotejo/testing.hpp>

#include "../geo_track.hpp"
#include "tracks.hpp"

namespace cotejo::geo_track {
namespace {

using tracks::sound;
using tracks::with;

testing::Result run(const boost::json::value& document, const char* postal_code = "06000", const char* state = "CDMX") {
  testing::Fake<GeoTrack> fake;
  fake.given("document", boost::json::serialize(document));
  if (postal_code) fake.given("postal_code", postal_code, 0.9);
  if (state) fake.given("declared_state", state);
  auto result = fake.run();
  EXPECT_TRUE(result.breaches.empty()) << result.breaches.front();
  return result;
}

boost::json::value at(double latitude, double longitude) {
  auto record = sound();
  for (auto& fix : record.at("fixes").as_array()) {
    fix.as_object()["lat"] = latitude;
    fix.as_object()["lon"] = longitude;
  }
  return record;
}

std::string why(const testing::Result& result, std::string_view trait) {
  return result.traits.find(trait)->second.absent_reason;
}

TEST(GeoTrackComponent, TellsWhereTheDeviceIs) {
  const auto result = run(sound());
  EXPECT_EQ(result.status, Status::ok);
  EXPECT_EQ(result.trait("latitude")->number(), 19.4328);  // the most accurate of the last two minutes
  EXPECT_EQ(result.trait("accuracy")->number(), 8);
  EXPECT_EQ(result.trait("fixed_at")->text(), "2025-12-31T23:58:50.000Z");
  EXPECT_EQ(result.trait("provider")->text(), "gps");
  EXPECT_EQ(result.trait("fixes")->integer(), 3);
  EXPECT_EQ(result.trait("invalid_fixes")->text(), "[]");
  EXPECT_FALSE(result.trait("mock")->boolean());
  EXPECT_EQ(result.trait("span")->number(), 90);
  EXPECT_EQ(result.trait("max_speed")->number(), 0);
  EXPECT_TRUE(result.trait("in_country")->boolean());
  EXPECT_EQ(result.trait("state")->text(), "Ciudad de México");
  EXPECT_TRUE(result.trait("clock_fits")->boolean());
  EXPECT_EQ(result.trait("device_id")->text(), "d-4711");
  EXPECT_EQ(result.trait("ip_country")->text(), "MX");
}

TEST(GeoTrackComponent, MeasuresTheDistanceToTheDeclaredAddress) {
  const auto home = run(sound());
  EXPECT_EQ(home.trait("declared_area")->text(), "Cuauhtémoc");
  EXPECT_EQ(home.trait("declared_km")->number(), 0);
  EXPECT_EQ(home.trait("declared_km")->probability, 0.9);
  EXPECT_NEAR(run(at(25.67, -100.31)).trait("declared_km")->number(), 699, 5);
  EXPECT_EQ(run(at(25.67, -100.31), "73400").trait("declared_area")->text(), "Puebla");  // a code known by its state
}

TEST(GeoTrackComponent, TakesTheStateWhereThereIsNoPostalCode) {
  const auto result = run(at(25.67, -100.31), nullptr, "N.L.");
  EXPECT_EQ(result.trait("declared_area")->text(), "Nuevo León");
  EXPECT_EQ(result.trait("declared_km")->number(), 0);
  EXPECT_EQ(run(sound(), "00000", "CDMX").trait("declared_area")->text(), "Ciudad de México");
}

TEST(GeoTrackComponent, AnAddressThatLiesNowhereIsNotOneThatWasNotDeclared) {
  EXPECT_EQ(why(run(sound(), "00000", nullptr), "declared_km"), "geo.track.unknown_area");
  EXPECT_EQ(why(run(sound(), "00000", "Narnia"), "declared_km"), "geo.track.unknown_area");
  EXPECT_EQ(why(run(sound(), nullptr, nullptr), "declared_km"), "geo.track.not_stated");
}

TEST(GeoTrackComponent, NearABorderTellsBothStates) {
  const auto result = run(at(25.552, -103.477));
  EXPECT_TRUE(result.trait("in_country")->boolean());
  EXPECT_EQ(why(result, "state"), "geo.track.near_border");
  EXPECT_EQ(boost::json::parse(result.trait("states")->text()).as_array().size(), 2U);
}

TEST(GeoTrackComponent, DoesNotSayOnWhichSideOfTheBridgeSomebodyIs) {
  const auto result = run(at(27.503, -99.507));
  EXPECT_EQ(why(result, "in_country"), "geo.track.near_border");
}

TEST(GeoTrackComponent, TellsHowFarAbroad) {
  const auto result = run(at(4.711, -74.072));
  EXPECT_FALSE(result.trait("in_country")->boolean());
  EXPECT_GT(result.trait("km_outside")->number(), 2000);
  EXPECT_EQ(why(result, "state"), "geo.track.abroad");
  EXPECT_EQ(why(result, "clock_fits"), "geo.track.abroad");
}

// The host keeps what sub-analyzers say for the rest of the day.
TEST(GeoTrackComponent, LeavesOutFixesOfTheDayAfterTomorrowAlone) {
  EXPECT_EQ(run(with("/fixes/2/at", "2026-01-02T11:00:00Z")).trait("fixes")->integer(), 3);
  EXPECT_EQ(run(with("/fixes/2/at", "2026-01-04T11:00:00Z")).trait("fixes")->integer(), 2);
}

TEST(GeoTrackComponent, AnyMadeUpFixCounts) {
  EXPECT_TRUE(run(with("/fixes/0/mock", true)).trait("mock")->boolean());
  auto turned_round = with("/fixes/0/mock", true);
  auto& fix = turned_round.at("fixes").at(0).as_object();
  std::swap(fix["lat"], fix["lon"]);
  const auto result = run(turned_round);
  EXPECT_EQ(result.trait("fixes")->integer(), 2);
  EXPECT_TRUE(result.trait("mock")->boolean());
}

TEST(GeoTrackComponent, WhatNoFixSaysIsNotToldAsGenuine) {
  auto record = sound();
  for (auto& fix : record.at("fixes").as_array()) fix.as_object().erase("mock");
  EXPECT_EQ(why(run(record), "mock"), "geo.track.not_stated");
}

TEST(GeoTrackComponent, WhatIsSaidOfAnotherFixIsNotSaidOfThePosition) {
  auto record = sound();
  auto& fixes = record.at("fixes").as_array();
  for (auto& fix : fixes)  // the position
    if (fix.at("accuracy_m").to_number<double>() == 8) fix.as_object().erase("mock");
  EXPECT_EQ(why(run(record), "mock"), "geo.track.not_stated");
}

TEST(GeoTrackComponent, WithoutAValidFixThereIsNoPosition) {
  const auto result = run(at(0, 0));
  EXPECT_EQ(result.status, Status::ok);
  EXPECT_EQ(result.trait("fixes")->integer(), 0);
  for (const auto* trait : {"latitude", "fixed_at", "in_country", "state", "declared_km", "clock_fits", "states"})
    EXPECT_EQ(why(result, trait), "geo.track.no_valid_fix") << trait;
  EXPECT_EQ(boost::json::parse(result.trait("invalid_fixes")->text()).at(2).at("kind"), "null_island");
  EXPECT_EQ(result.trait("device_id")->text(), "d-4711");
}

TEST(GeoTrackComponent, ADeviceThatMayNotTellWhereItIsIsStillKnown) {
  auto record = sound().as_object();
  record["fixes"] = boost::json::array{};
  const auto result = run(record);
  EXPECT_EQ(result.status, Status::ok);
  for (const auto* trait : {"latitude", "fixed_at", "in_country", "state", "declared_km", "clock_fits"})
    EXPECT_EQ(why(result, trait), "geo.track.no_fix") << trait;
  EXPECT_EQ(result.trait("device_id")->text(), "d-4711");
}

TEST(GeoTrackComponent, SaysWhyAValueIsNotThere) {
  auto bare = sound().as_object();
  for (const auto* name : {"device", "ip"}) bare.erase(name);
  const auto result = run(bare);
  for (const auto* trait : {"device_id", "time_zone", "clock_fits", "rooted", "emulator", "ip_country"})
    EXPECT_EQ(why(result, trait), "geo.track.not_stated") << trait;
}

TEST(GeoTrackComponent, RefusesWhatIsNoRecordWithoutQuotingIt) {
  const auto result = run(with("/fixes/0/lat", "19.4326 secret"));
  EXPECT_EQ(result.status, Status::invalid_input);
  EXPECT_EQ(result.failure_code, "geo.track.invalid");
  EXPECT_NE(result.failure_message.find("fixes[0].lat"), std::string::npos);
  EXPECT_EQ(result.failure_message.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace cotejo::geo_track
