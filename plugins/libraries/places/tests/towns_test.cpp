// Every Mexican town of 15,000 inhabitants or more, and those abroad within 60 km of a border (towns.tsv: GeoNames, CC
// BY 4.0, in the release of Debian's libgeonames0; eleven states that it has wrong are corrected and marked). The
// borders were written before any of the towns was looked at; the first half was then looked at, the second was not.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "places/whereabouts.hpp"

namespace cotejo::places {
namespace {

struct Town {
  std::string half, name, state;
  Position position;
};

std::vector<Town> towns(std::string_view half) {
  std::ifstream in(TOWNS);
  std::vector<Town> all;
  std::string line;
  while (std::getline(in, line)) {
    std::stringstream cells(line);
    std::string cell[5];
    for (auto& text : cell) std::getline(cells, text, '\t');
    if (cell[0] == half) all.push_back({cell[0], cell[1], cell[2], {std::stod(cell[3]), std::stod(cell[4])}});
  }
  return all;
}

struct Score {
  int sure = 0, undecided = 0, wrong = 0;
};

Score score(std::string_view half) {
  Score out;
  for (const Town& town : towns(half)) {
    const auto where = locate(town.position);
    const bool among = std::any_of(where.states.begin(), where.states.end(),
                                   [&](const NearState& state) { return state.curp_code == town.state; });
    if (!among) {
      ++out.wrong;
      ADD_FAILURE() << town.name << " is in " << town.state;
    } else if (where.states.size() == 1) {
      ++out.sure;
    } else {
      ++out.undecided;
    }
  }
  std::cout << half << ": " << out.sure << " sure, " << out.undecided << " near a border, " << out.wrong << " wrong\n";
  return out;
}

TEST(Towns, OfTheFirstHalfAreInTheirState) {
  const Score first = score("first");
  EXPECT_GE(first.sure, 9 * (first.sure + first.undecided) / 10 - 10);
}

TEST(Towns, OfTheHeldOutHalfAreInTheirState) {
  const Score second = score("second");
  EXPECT_GE(second.sure, 8 * (second.sure + second.undecided) / 10);
}

TEST(Towns, AreInTheCountryOrCloseToItsBorder) {
  int undecided = 0;
  for (const auto half : {"first", "second"})
    for (const Town& town : towns(half)) {
      const auto country = locate(town.position).country;
      EXPECT_NE(country, InCountry::no) << town.name;
      undecided += country == InCountry::undecided;
    }
  std::cout << undecided << " undecided\n";
  EXPECT_LE(undecided, 20);
}

TEST(Towns, AbroadAreNotInTheCountry) {
  int undecided = 0;
  const auto all = towns("abroad");
  EXPECT_GE(all.size(), 60U);
  for (const Town& town : all) {
    const auto country = locate(town.position).country;
    EXPECT_NE(country, InCountry::yes) << town.name;
    undecided += country == InCountry::undecided;
  }
  std::cout << undecided << " undecided\n";
  EXPECT_LE(undecided, 12);
}

}  // namespace
}  // namespace cotejo::places
