#include "places/whereabouts.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <mx/state.hpp>

namespace cotejo::places {
namespace {

struct Arc {
  std::string one, other;
  std::vector<std::pair<double, double>> points;
};

std::vector<Arc> arcs() {
  std::vector<Arc> all;
  const auto add = [&](const char* one, const char* other, double, std::vector<std::pair<double, double>> points) {
    all.push_back({one, other, std::move(points)});
  };
#define ARC(one, other, tolerance, ...) add(one, other, tolerance, {__VA_ARGS__});
#include "../data/state_borders.inc"
#undef ARC
  return all;
}

std::vector<std::string_view> codes_of(const Whereabouts& where) {
  std::vector<std::string_view> out;
  for (const auto& state : where.states) out.push_back(state.curp_code);
  return out;
}

// The rule that finds a state by crossing its borders needs them to close.
TEST(StateBorders, OfEachStateClose) {
  std::map<std::string, std::map<std::pair<double, double>, int>> ends;
  for (const Arc& arc : arcs())
    for (const auto& state : {arc.one, arc.other})
      for (const auto& end : {arc.points.front(), arc.points.back()}) ++ends[state][end];
  for (const mx::State& state : mx::states()) {
    ASSERT_TRUE(ends.contains(std::string(state.curp_code))) << state.name;
    for (const auto& [point, count] : ends[std::string(state.curp_code)])
      EXPECT_EQ(count % 2, 0) << state.name << " at " << point.first << ", " << point.second;
  }
}

TEST(StateBorders, LeaveNoPointToTwoStates) {
  int points = 0;
  for (double latitude = 14; latitude < 33; latitude += 0.173)
    for (double longitude = -118; longitude < -86; longitude += 0.191) {
      int inside = 0;
      for (const auto& state : locate({latitude, longitude}).states) inside += state.km == 0;
      EXPECT_LE(inside, 1) << latitude << ", " << longitude;
      points += inside;
    }
  // 1.96 million square kilometres of land at 19.2 x 19.4 km for each point of this grid, less what borders leave open.
  EXPECT_GT(points, 4000);
}

TEST(Whereabouts, OfACityFarFromBordersAreSure) {
  const auto where = locate({19.4326, -99.1332});
  EXPECT_EQ(where.country, InCountry::yes);
  EXPECT_EQ(codes_of(where), std::vector<std::string_view>{"DF"});
}

TEST(Whereabouts, NearABorderAreBothStates) {
  const auto where = locate({25.552, -103.477});  // the bridges between Torreón and Gómez Palacio
  EXPECT_EQ(where.country, InCountry::yes);
  EXPECT_EQ(where.states.size(), 2U);
}

TEST(Whereabouts, AnUncertainPositionMayBeInMoreStates) {
  EXPECT_EQ(locate({19.4326, -99.1332}, 20).states.size(), 2U);
}

TEST(Whereabouts, AcrossTheBorderAreAbroad) {
  EXPECT_EQ(locate({32.7157, -117.1611}).country, InCountry::no);  // San Diego
  EXPECT_EQ(locate({14.6349, -90.5069}).country, InCountry::no);   // Guatemala
  EXPECT_EQ(locate({40.4168, -3.7038}).country, InCountry::no);    // Madrid
  EXPECT_NEAR(locate({14.6349, -90.5069}).km_outside, 175, 25);
}

TEST(Whereabouts, BetweenTwinTownsAreUndecided) {
  EXPECT_EQ(locate({27.503, -99.507}).country, InCountry::undecided);  // a bridge between the two Laredos
}

TEST(Whereabouts, OffACoastAreThoseOfTheStateBehindIt) {
  const auto where = locate({19.20, -96.02});  // a ship in the roads of Veracruz
  EXPECT_EQ(where.country, InCountry::yes);
  EXPECT_EQ(codes_of(where), std::vector<std::string_view>{"VZ"});
  EXPECT_EQ(locate({32.58, -117.13}).country, InCountry::undecided);  // and one off Tijuana, or off San Diego
  EXPECT_EQ(locate({22.0, -95.0}).country, InCountry::no);            // the Gulf
}

TEST(Whereabouts, OfIslandsWherePeopleLiveAreInTheirState) {
  EXPECT_EQ(codes_of(locate({20.508, -86.945})), std::vector<std::string_view>{"QR"});  // Cozumel
  EXPECT_EQ(codes_of(locate({21.235, -86.732})), std::vector<std::string_view>{"QR"});  // Isla Mujeres
}

TEST(Whereabouts, DistancesToAStateAreToItsBorder) {
  EXPECT_EQ(km_to_state("DF", {19.4326, -99.1332}), 0);
  EXPECT_NEAR(km_to_state("NL", {19.4326, -99.1332}), 430, 40);
  EXPECT_TRUE(std::isinf(km_to_state("NE", {19.4326, -99.1332})));
}

}  // namespace
}  // namespace cotejo::places
