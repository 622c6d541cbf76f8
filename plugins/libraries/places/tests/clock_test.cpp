#include "places/clock.hpp"

#include <gtest/gtest.h>

#include <mx/state.hpp>

namespace cotejo::places {
namespace {

ClockFit fit(std::string_view zone, double latitude, double longitude) {
  return clock_fit(zone, locate({latitude, longitude}));
}

TEST(Clock, OfTheStateFits) {
  EXPECT_EQ(fit("America/Mexico_City", 19.43, -99.13), ClockFit::fits);
  EXPECT_EQ(fit("America/Hermosillo", 29.08, -110.96), ClockFit::fits);
  EXPECT_EQ(fit("America/Cancun", 21.16, -86.85), ClockFit::fits);
  EXPECT_EQ(fit("America/Tijuana", 32.45, -117.0), ClockFit::fits);
}

TEST(Clock, ThatGoesAlikeFits) {
  EXPECT_EQ(fit("America/Monterrey", 20.97, -89.62), ClockFit::fits);
  EXPECT_EQ(fit("America/Mazatlan", 29.08, -110.96), ClockFit::fits);
}

TEST(Clock, OfAnotherPartOfTheCountryDoesNot) {
  EXPECT_EQ(fit("America/Mexico_City", 29.08, -110.96), ClockFit::other);
  EXPECT_EQ(fit("America/Mexico_City", 21.16, -86.85), ClockFit::other);
  EXPECT_EQ(fit("America/Tijuana", 19.43, -99.13), ClockFit::other);
}

TEST(Clock, OfTheBorderFitsNearItAlone) {
  EXPECT_EQ(fit("America/Ciudad_Juarez", 31.69, -106.42), ClockFit::fits);
  EXPECT_EQ(fit("America/Ciudad_Juarez", 28.64, -106.08), ClockFit::other);
  EXPECT_EQ(fit("America/Matamoros", 26.05, -98.30), ClockFit::fits);
  EXPECT_EQ(fit("America/Monterrey", 26.05, -98.30), ClockFit::fits);  // many keep it
}

TEST(Clock, OfAnotherCountryDoesNot) {
  EXPECT_EQ(fit("Europe/Madrid", 19.43, -99.13), ClockFit::other);
  EXPECT_EQ(fit("America/Bogota", 21.16, -86.85), ClockFit::other);
}

TEST(Clock, ThatNamesNoPlaceSaysNothing) {
  for (const auto* zone : {"", "UTC", "Etc/GMT+6", "GMT", "America/", "/Mexico_City", "America/Mexico City"})
    EXPECT_EQ(fit(zone, 19.43, -99.13), ClockFit::unknown) << zone;
  EXPECT_EQ(fit("Europe/Madrid", 40.4, -3.7), ClockFit::unknown);  // where Mexico's clocks say nothing
}

TEST(Clock, EveryStateHasAZone) {
  for (const mx::State& state : mx::states()) EXPECT_FALSE(zone_of_state(state.curp_code).empty());
  EXPECT_EQ(zone_of_state("QR"), "America/Cancun");
  EXPECT_EQ(zone_of_state("CH"), "America/Mexico_City");
}

}  // namespace
}  // namespace cotejo::places
