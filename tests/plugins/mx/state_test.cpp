#include "mx/state.hpp"

#include <gtest/gtest.h>

#include <string>

#include "vectors.hpp"

namespace cotejo::mx {
namespace {

TEST(State, TableIsThePublishedOne) {
  std::size_t count = 0;
  for (const auto& vector : testing::read_vectors("states_curp_inegi_cp")) {
    if (vector.input == kBornAbroad) continue;
    ++count;
    const State* state = state_of_curp(vector.input);
    ASSERT_TRUE(state) << vector.input;
    char inegi[16];
    std::snprintf(inegi, sizeof inegi, "inegi=%02d;", state->inegi);
    EXPECT_TRUE(vector.expected.starts_with(inegi)) << vector.input;
    EXPECT_EQ(state_of_inegi(state->inegi), state);
    EXPECT_EQ(state_of_name(state->name), state);
  }
  EXPECT_EQ(states().size(), count);
}

TEST(State, EveryPostalPrefixHasAtMostOneState) {
  for (int prefix = 0; prefix < 100; ++prefix) {
    int owners = 0;
    for (const State& state : states()) owners += prefix >= state.first_prefix && prefix <= state.last_prefix ? 1 : 0;
    EXPECT_LE(owners, 1) << prefix;
  }
}

TEST(State, AbbreviationsOfAddressesAreKnown) {
  EXPECT_EQ(state_of_name("cdmx")->curp_code, "DF");
  EXPECT_EQ(state_of_name("N.L.")->curp_code, "NL");
  EXPECT_EQ(state_of_name("COL.")->curp_code, "CM");
  EXPECT_EQ(state_of_name("Méx.")->curp_code, "MC");
  EXPECT_EQ(state_of_name("Q. Roo")->curp_code, "QR");
  EXPECT_EQ(state_of_name("S.L.P.")->curp_code, "SP");
  EXPECT_EQ(state_of_name("Atlantis"), nullptr);
  EXPECT_EQ(state_of_curp("NE"), nullptr);
  EXPECT_EQ(state_of_inegi(33), nullptr);
}

}  // namespace
}  // namespace cotejo::mx
