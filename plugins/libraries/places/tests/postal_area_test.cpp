#include "places/postal_area.hpp"

#include <gtest/gtest.h>

#include <mx/state.hpp>
#include <string>

#include "places/whereabouts.hpp"

namespace cotejo::places {
namespace {

struct Known {
  std::string first, last;
  Position centre;
  double km;
  std::string name;
};

std::vector<Known> known() {
  return {
#define AREA(first, last, latitude, longitude, km, name) Known{first, last, {latitude, longitude}, km, name},
#include "../data/postal_areas.inc"
#undef AREA
  };
}

TEST(PostalArea, OfABoroughAndOfACityIsACircle) {
  EXPECT_EQ(area_of_postal_code("06000")->name, "Cuauhtémoc");
  EXPECT_EQ(area_of_postal_code("44100")->name, "Guadalajara");
  EXPECT_EQ(area_of_postal_code("44100")->state, "JC");
}

TEST(PostalArea, OfOtherCodesIsTheState) {
  const auto area = area_of_postal_code("73400");
  EXPECT_EQ(area->state, "PL");
  EXPECT_FALSE(area->circle);
}

TEST(PostalArea, OfWhatIsNoCodeIsNothing) {
  for (const auto* text : {"", "0600", "060000", "00100", "ABCDE"}) EXPECT_FALSE(area_of_postal_code(text)) << text;
}

TEST(PostalArea, DistanceIsToItsEdge) {
  const Position zocalo{19.4326, -99.1332};
  EXPECT_EQ(km_to(*area_of_postal_code("06000"), zocalo), 0);
  EXPECT_NEAR(km_to(*area_of_postal_code("44100"), zocalo), 446, 8);
  EXPECT_EQ(km_to(*area_of_postal_code("73400"), {20.02, -97.52}), 0);
  EXPECT_GT(km_to(*area_of_postal_code("73400"), {25.67, -100.31}), 400);
}

// A circle that lies in another state than its codes would be a slip of the hand.
TEST(PostalArea, CirclesLieInTheStateOfTheirCodes) {
  for (const Known& area : known()) {
    const auto* state = mx::state_of_postal_code(area.first + std::string(5 - area.first.size(), '0'));
    ASSERT_NE(state, nullptr) << area.name;
    EXPECT_EQ(km_to_state(state->curp_code, area.centre), 0) << area.name;
    EXPECT_LE(area.first, area.last) << area.name;
    EXPECT_LE(area.km, 90) << area.name;
  }
}

}  // namespace
}  // namespace cotejo::places
