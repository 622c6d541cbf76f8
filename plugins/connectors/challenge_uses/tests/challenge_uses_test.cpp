#include "../challenge_uses.hpp"

#include <gtest/gtest.h>

#include <cotejo/testing.hpp>

namespace challenge_uses {
namespace {

using cotejo::Status;
using cotejo::testing::Fake;
using cotejo::testing::Result;

constexpr const char* kChallenge = R"({"id": "b1946ac92492d2347c6235b4", "steps": ["blink"]})";

Result answered(std::string_view body) {
  Fake<ChallengeUses> fake;
  fake.given("challenge", kChallenge, 1, "challenge").given_response(200, body);
  Result result = fake.run();
  EXPECT_TRUE(result.breaches.empty());
  return result;
}

TEST(ChallengeUses, TheIdIsKeptAndAskedForUnderItself) {
  Fake<ChallengeUses> fake;
  const Result result = fake.given("challenge", kChallenge, 1, "challenge").run();
  ASSERT_EQ(result.status, Status::pending);
  ASSERT_TRUE(result.request);
  EXPECT_EQ(boost::json::parse(result.request->at("body")), boost::json::parse(R"({
    "owner": "b1946ac92492d2347c6235b4",
    "put": [{"space": "challenge", "key": "b1946ac92492d2347c6235b4"}],
    "find": [{"space": "challenge", "key": "b1946ac92492d2347c6235b4"}]})"));
}

TEST(ChallengeUses, NobodyBeforeIsNone) {
  EXPECT_EQ(answered(R"({"owner": "o0", "found": [{"entries": [], "more": false}], "nearest": []})")
                .trait("earlier")
                ->integer(),
            0);
}

TEST(ChallengeUses, EarlierVerificationsAreCounted) {
  EXPECT_EQ(answered(R"({"owner": "o0", "found": [{"entries": [{"owner": "o0", "verification": "ver_1",
                         "at": "2026-11-21T10:00:00.000Z", "verifications": 2}], "more": false}], "nearest": []})")
                .trait("earlier")
                ->integer(),
            2);
}

TEST(ChallengeUses, AnotherAnswerThanWasAskedForIsAFault) {
  for (const char* body : {"", "[]", R"({"found": []})", R"({"found": [1]})"}) {
    const Result result = answered(body);
    EXPECT_NE(result.status, Status::ok) << body;
    EXPECT_EQ(result.trait("earlier"), nullptr) << body;
  }
}

TEST(ChallengeUses, WithoutAnIdNothingIsAsked) {
  for (const char* document : {"{}", "[]", R"({"id": 3})"}) {
    Fake<ChallengeUses> fake;
    const Result result = fake.given("challenge", document, 1, "challenge").run();
    EXPECT_EQ(result.traits.at("earlier").absent_reason, "challenge.no_id");
  }
  EXPECT_EQ(Fake<ChallengeUses>().run().traits.at("earlier").absent_reason, "challenge.no_id");
}

}  // namespace
}  // namespace challenge_uses
