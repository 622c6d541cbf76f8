#include <gmock/gmock.h>

#include <cotejo/testing.hpp>

#include "../watchlist_match.hpp"

namespace watchlist_match {
namespace {

using cotejo::testing::Fake;
using ::testing::HasSubstr;

constexpr const char* kPep =
    R"({"format": "cotejo.watchlist/1", "title": "Exposed", "source": "Nobody", "date": "2026-10-01", "kind": "pep",
  "entries": [{"id": "P-1", "name": "Leopoldina Arrechavaleta Montúfar", "birth_date": "1969-12-30"}]})";
constexpr const char* kBlocked =
    R"({"format": "cotejo.watchlist/1", "title": "Blocked", "source": "Nobody", "date": "2026-10-02", "kind": "internal",
  "entries": [{"id": "B-1", "curp": "AEML691230MDFRNP08"}]})";

TEST(WatchlistMatch, SearchesEveryListThatTheProductNames) {
  Fake<WatchlistMatch> fake(R"({"lists": ["pep", "blocked"]})", {{"pep", kPep}, {"blocked", kBlocked}});
  fake.given("given_names", "Leopoldina").given("surname", "Arrechavaleta").given("second_surname", "Montufar");
  fake.given("curp", "aeml691230mdfrnp08").given("birth_date", "1969-12-30");
  const auto result = fake.run();
  EXPECT_TRUE(result.breaches.empty());
  const auto hits = boost::json::parse(result.trait("hits")->text()).as_array();
  ASSERT_EQ(hits.size(), 2u);
  EXPECT_EQ(hits[0].at("kind"), "pep");
  EXPECT_EQ(hits[0].at("birth_date"), "equal");
  EXPECT_EQ(hits[0].at("date"), "2026-10-01");
  EXPECT_EQ(hits[1].at("entry"), "B-1");
  EXPECT_EQ(hits[1].at("matched_on").as_array().at(0), "curp");
  EXPECT_EQ(boost::json::parse(result.trait("lists")->text()).as_array().size(), 2u);
  EXPECT_DOUBLE_EQ(result.trait("best_score")->number(), 1);
}

TEST(WatchlistMatch, TellsNobodysNameFromNoHit) {
  Fake<WatchlistMatch> fake(R"({"lists": ["pep"]})", {{"pep", kPep}});
  EXPECT_EQ(fake.run().traits.at("hits").absent_reason, "watchlist.match.nobody_named");
  fake.given("given_names", "Ana").given("surname", "Ruiz");
  const auto result = fake.run();
  EXPECT_EQ(result.trait("count")->integer(), 0);
  EXPECT_EQ(result.trait("hits")->text(), "[]");
}

TEST(WatchlistMatch, TakesAPersonAsOneObjectToo) {
  Fake<WatchlistMatch> fake(R"({"lists": ["pep"]})", {{"pep", kPep}});
  fake.given("person", R"({"name": "Leopoldina Arrechavaleta", "surname": 7, "birth_date": "1969-12-30"})");
  const auto result = fake.run();
  ASSERT_TRUE(result.trait("hits"));
  EXPECT_EQ(boost::json::parse(result.trait("hits")->text()).as_array().at(0).at("birth_date"), "equal");
}

TEST(WatchlistMatch, TellsWhatOfAPersonIsNoText) {
  Fake<WatchlistMatch> fake(R"({"lists": ["pep"]})", {{"pep", kPep}});
  fake.given("person", R"({"name": "Leopoldina Arrechavaleta", "surname": 7, "rfc": ["AEML691230AB1"], "curp": null})");
  const auto result = fake.run();
  EXPECT_EQ(result.trait("left_out")->text(), R"(["surname","rfc"])");
  EXPECT_EQ(result.trait("card_named")->boolean(), false);
}

// The one on the list applies with the names that few know them by.
TEST(WatchlistMatch, FindsTheNameOnTheCardOfWhomeverDeclaresLessOfIt) {
  Fake<WatchlistMatch> fake(R"({"lists": ["pep"], "min_score": 0.88})", {{"pep", kPep}});
  fake.given("given_names", "Ana").given("surname", "Montufar").given("birth_date", "1970-01-01");
  EXPECT_EQ(fake.run().trait("count")->integer(), 0);
  fake.given("card_given_names", "LEOPOLDINA", 1, "ine_front").given("card_surname", "ARRECHAVALETA", 1, "ine_front");
  fake.given("card_second_surname", "MONTUFAR", 1, "ine_front").given("card_birth_date", "1969-12-30", 1, "ine_front");
  const auto result = fake.run();
  EXPECT_EQ(result.trait("card_named")->boolean(), true);
  const auto hits = boost::json::parse(result.trait("hits")->text()).as_array();
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(hits[0].at("score").as_double(), 1);
  EXPECT_EQ(hits[0].at("birth_date"), "equal");
}

TEST(WatchlistMatch, FindsTheNameOfTheZoneAndTheCurpOfTheCard) {
  Fake<WatchlistMatch> fake(R"({"lists": ["pep", "blocked"]})", {{"pep", kPep}, {"blocked", kBlocked}});
  fake.given("given_names", "Ana").given("surname", "Ruiz").given("curp", "RUXA700101MDFZXN03");
  fake.given("zone_given_names", "LEOPOLDINA", 1, "ine_back");
  fake.given("zone_surnames", "ARRECHAVALETA MONTUFAR", 1, "ine_back");
  fake.given("card_curp", "AEML691230MDFRNP08", 1, "ine_front");
  const auto result = fake.run();
  EXPECT_EQ(result.trait("card_named")->boolean(), true);
  const auto hits = boost::json::parse(result.trait("hits")->text()).as_array();
  ASSERT_EQ(hits.size(), 2u);
  EXPECT_EQ(hits[0].at("entry"), "P-1");
  EXPECT_EQ(hits[1].at("curp"), "equal");
}

TEST(WatchlistMatch, DoesNotMixTheNamesOfTwoCards) {
  Fake<WatchlistMatch> fake(R"({"lists": ["pep"], "min_score": 0.88})", {{"pep", kPep}});
  fake.given("card_given_names", "LEOPOLDINA", 1, "own_front").given("card_surname", "RUIZ", 1, "own_front");
  fake.given("card_given_names", "ANA", 1, "guarantor_front");
  fake.given("card_surname", "ARRECHAVALETA", 1, "guarantor_front");
  EXPECT_EQ(fake.run().trait("count")->integer(), 0);
}

TEST(WatchlistMatch, DeclaresTheListsThatItsParamsName) {
  Fake<WatchlistMatch> fake(R"({"lists": ["pep"]})", {{"pep", kPep}});
  EXPECT_EQ(fake.declaration().at("models").as_array().at(0), "pep");
}

TEST(WatchlistMatch, RefusesAListThatItCannotRead) {
  try {
    Fake<WatchlistMatch> fake(R"({"lists": ["pep"]})", {{"pep", "not a list"}});
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("the list 'pep' is not JSON"));
  }
}

}  // namespace
}  // namespace watchlist_match
