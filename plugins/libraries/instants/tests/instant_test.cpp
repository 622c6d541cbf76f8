#include <gtest/gtest.h>

#include <instants/instant.hpp>

namespace cotejo::instants {
namespace {

std::string utc(std::string_view text) {
  const auto instant = parse_instant(text);
  return instant ? to_utc_text(instant->utc) : "nothing";
}

TEST(Instants, OfAnyOffsetAreTheSameInstant) {
  EXPECT_EQ(utc("2026-11-20T17:02:11-06:00"), "2026-11-20T23:02:11.000Z");
  EXPECT_EQ(utc("2026-11-20T23:02:11Z"), "2026-11-20T23:02:11.000Z");
  EXPECT_EQ(utc("2026-11-21T04:32:11.250+05:30"), "2026-11-20T23:02:11.250Z");
  EXPECT_EQ(utc("2026-11-20t23:02:11.2509z"), "2026-11-20T23:02:11.250Z");
  EXPECT_EQ(utc("2026-11-20 23:02:11.2Z"), "2026-11-20T23:02:11.200Z");
}

TEST(Instants, KeepTheDateOfTheirOwnClock) {
  const auto late = parse_instant("2026-11-20T23:30:00-06:00");
  ASSERT_TRUE(late);
  using namespace std::chrono;
  EXPECT_EQ(late->local_date(), 2026y / November / 20);
  EXPECT_EQ(to_utc_text(late->utc), "2026-11-21T05:30:00.000Z");
}

TEST(Instants, AreNothingElse) {
  for (const auto* text :
       {"", "2026-11-20", "2026-11-20T17:02", "2026-11-20T17:02:11", "2026-02-30T10:00:00Z", "2026-13-01T10:00:00Z",
        "2026-11-20T24:00:00Z", "2026-11-20T10:60:00Z", "2026-11-20T10:00:61Z", "2026-11-20T10:00:00.Z",
        "2026-11-20T10:00:00+0600", "2026-11-20T10:00:00+24:00", "2026-11-20T10:00:00Z ", "20261120T100000Z",
        "1969-12-31T23:59:59Z", "2026-11-20T10:00:00.0000000000000000000000Z", "-026-11-20T10:00:00Z"})
    EXPECT_EQ(utc(text), "nothing") << text;
}

TEST(Instants, HaveSecondsBetweenThem) {
  EXPECT_DOUBLE_EQ(
      seconds_between(parse_instant("2026-11-20T10:00:00Z")->utc, parse_instant("2026-11-20T11:00:01.500+01:00")->utc),
      1.5);
}

}  // namespace
}  // namespace cotejo::instants
