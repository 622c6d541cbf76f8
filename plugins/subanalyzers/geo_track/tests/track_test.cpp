#include "../track.hpp"

#include <gtest/gtest.h>

#include "tracks.hpp"

namespace cotejo::geo_track {
namespace {

using tracks::sound;
using tracks::with;

const auto kNow = instants::parse_instant("2026-01-01T00:00:00Z") -> utc;

const TrackReader& reader() {
  static const TrackReader one;
  return one;
}

Track read(const boost::json::value& document) {
  auto result = reader().read(document, kNow);
  if (const auto* fault = std::get_if<Fault>(&result)) {
    ADD_FAILURE() << fault->where;
    return {};
  }
  return std::get<Track>(std::move(result));
}

std::string refused_at(const boost::json::value& document) {
  const auto result = reader().read(document, kNow);
  const auto* fault = std::get_if<Fault>(&result);
  return fault ? fault->where : "accepted";
}

std::string kind_of(const boost::json::value& latitude, const boost::json::value& longitude) {
  const Track track = read(with("/fixes/1/lon", longitude, with("/fixes/1/lat", latitude)));
  if (track.invalid.empty()) return "valid";
  EXPECT_EQ(track.invalid.size(), 1U);
  EXPECT_EQ(track.invalid[0].index, 1U);
  EXPECT_EQ(track.fixes.size(), 2U);
  return std::string(track.invalid[0].kind);
}

TEST(Track, FixesComeOldestFirst) {
  const Track track = read(with("/fixes/0/at", "2025-12-31T23:59:59Z"));
  ASSERT_EQ(track.fixes.size(), 3U);
  EXPECT_EQ(track.fixes.back().provider, "network");
}

TEST(Track, PositionsThatCannotBeAreTypedAndLeftOut) {
  EXPECT_EQ(kind_of(0, 0), "null_island");
  EXPECT_EQ(kind_of(0.0, -0.001), "null_island");
  EXPECT_EQ(kind_of(91, -99.1), "out_of_range");
  EXPECT_EQ(kind_of(19.4, -181.0), "out_of_range");
  EXPECT_EQ(kind_of(-99.13, 19.43), "swapped");
  EXPECT_EQ(kind_of(-86.85, 21.16), "swapped");  // also a place in the Antarctic
  EXPECT_EQ(kind_of(nullptr, -99.13), "missing");
  EXPECT_EQ(kind_of(40.4168, -3.7038), "valid");
}

TEST(Track, FixesOfTheFutureAreTypedAndLeftOut) {
  const Track track = read(with("/fixes/2/at", "2026-01-01T00:00:00.001Z"));
  ASSERT_EQ(track.invalid.size(), 1U);
  EXPECT_EQ(track.invalid[0].kind, "future");
}

TEST(Track, AnAccuracyOfNothingIsNone) {
  for (const double metres : {0.0, -5.0}) EXPECT_FALSE(read(with("/fixes/0/accuracy_m", metres)).fixes[0].accuracy);
  EXPECT_FALSE(read(with("/fixes/0/accuracy_m", nullptr)).fixes[0].accuracy);
  EXPECT_EQ(read(sound()).fixes[0].accuracy, 30);
}

TEST(Track, WhatIsNoRecordIsRefusedWithItsPlace) {
  EXPECT_EQ(refused_at(sound()), "accepted");
  EXPECT_EQ(refused_at(with("/fixes/1/lat", "19.4")), "fixes[1].lat");
  EXPECT_EQ(refused_at(with("/fixes/2/at", "2025-12-31T17:59:30")), "fixes[2].at");  // no offset
  EXPECT_EQ(refused_at(with("/fixes/2/at", "2025-02-30T17:59:30-06:00")), "fixes[2].at");
  EXPECT_EQ(refused_at(with("/fixes", nullptr)), "fixes");
  EXPECT_EQ(refused_at(with("/ip/country", "M1")), "ip.country");
  EXPECT_EQ(refused_at(with("/device/rooted", "no")), "device.rooted");
  EXPECT_EQ(refused_at(boost::json::array{}), "the document");
}

TEST(Track, DeviceAndConnectionMayBeLeftOut) {
  auto bare = sound().as_object();
  for (const auto* name : {"device", "ip", "format"}) bare.erase(name);
  const Track track = read(bare);
  EXPECT_EQ(track.device.id, "");
  EXPECT_FALSE(track.device.rooted);
  EXPECT_EQ(track.ip_country, "");
}

}  // namespace
}  // namespace cotejo::geo_track
