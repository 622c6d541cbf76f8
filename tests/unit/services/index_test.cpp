#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <future>

#include "services/index_fixture.hpp"

namespace cotejo::services {
namespace {

namespace json = boost::json;

class IndexTest : public testing::TestWithParam<Kind> {
 protected:
  // The verifications on the first list of `found` or `nearest`.
  static std::vector<std::string> named(const json::value& answer, const char* kind,
                                        const char* member = "verification") {
    std::vector<std::string> names;
    for (const auto& entry : answer.at(kind).as_array().at(0).at("entries").as_array())
      names.emplace_back(entry.at(member).as_string());
    return names;
  }
  IndexOver over{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Over, IndexTest, testing::Values(Kind::memory, Kind::sqlite),
                         [](const auto& over) { return name_of(over.param); });

constexpr const char* kPutPhone = R"({"owner": "PERSON-1", "put": [{"space": "phone", "key": "5550001111"}]})";
constexpr const char* kFindPhone = R"({"owner": "PERSON-2", "find": [{"space": "phone", "key": "5550001111"}]})";

TEST_P(IndexTest, FindsWhatAnEarlierVerificationPut) {
  over.past(asker("ver_1", "2026-11-20T09:00:00Z"), kPutPhone);
  const auto answer = over.answer(asker("ver_2"), kFindPhone);
  EXPECT_EQ(
      json::serialize(answer),
      R"({"owner":"o0","found":[{"entries":[{"owner":"o1","verification":"ver_1","at":"2026-11-20T09:00:00.000Z",)"
      R"("first_at":"2026-11-20T09:00:00.000Z","verifications":1}],"more":false}],"nearest":[]})");
}

TEST_P(IndexTest, AnswersInTheOrderOfTheQuestionsAndNothingForWhatIsNotThere) {
  over.past(asker("ver_1", "2026-11-20T09:00:00Z"), kPutPhone);
  const auto answer = over.answer(
      asker("ver_2"),
      R"({"find": [{"space": "phone", "key": "5559"}, {"space": "phone", "key": "5550001111"}, {"space": "device", "key": "5550001111"}]})");
  ASSERT_EQ(answer.at("found").as_array().size(), 3u);
  EXPECT_TRUE(answer.at("found").at(0).at("entries").as_array().empty());
  EXPECT_EQ(answer.at("found").at(1).at("entries").as_array().size(), 1u);
  EXPECT_TRUE(answer.at("found").at(2).at("entries").as_array().empty());
}

TEST_P(IndexTest, SaysThatAnEntryIsOfTheOwnerWhoAsks) {
  over.past(asker("ver_1", "2026-11-20T09:00:00Z"), kPutPhone);
  const auto answer =
      over.answer(asker("ver_2"), R"({"owner": "PERSON-1", "find": [{"space": "phone", "key": "5550001111"}]})");
  EXPECT_EQ(named(answer, "found", "owner"), std::vector<std::string>{"o0"});
}

// Applying often does not push the others off the list.
TEST_P(IndexTest, HasOneLineAnOwner) {
  over.past(asker("ver_1", "2026-11-20T09:00:00Z"), kPutPhone);
  for (int i = 2; i < 8; ++i)
    over.past(asker("ver_" + std::to_string(i), "2026-11-21T0" + std::to_string(i) + ":00:00Z"),
              R"({"owner": "PERSON-3", "put": [{"space": "phone", "key": "5550001111"}]})");
  const auto answer = over.answer(asker("ver_9"), R"({"find": [{"space": "phone", "key": "5550001111", "count": 2}]})");
  EXPECT_EQ(named(answer, "found"), (std::vector<std::string>{"ver_7", "ver_1"}));
  const auto& often = answer.at("found").at(0).at("entries").at(0);
  EXPECT_EQ(often.at("verifications").to_number<int>(), 6);
  EXPECT_EQ(often.at("first_at").as_string(), "2026-11-21T02:00:00.000Z");
  EXPECT_FALSE(answer.at("found").at(0).at("more").as_bool());
}

TEST_P(IndexTest, SaysThatThereAreMoreThanWereAskedFor) {
  for (int i = 1; i < 4; ++i)
    over.past(asker("ver_" + std::to_string(i), "2026-11-21T0" + std::to_string(i) + ":00:00Z"),
              R"({"owner": "PERSON-)" + std::to_string(i) + R"(", "put": [{"space": "phone", "key": "5550001111"}]})");
  const auto answer = over.answer(asker("ver_9"), R"({"find": [{"space": "phone", "key": "5550001111", "count": 2}]})");
  EXPECT_EQ(named(answer, "found"), (std::vector<std::string>{"ver_3", "ver_2"}));
  EXPECT_TRUE(answer.at("found").at(0).at("more").as_bool());
}

TEST_P(IndexTest, SeesOnlyWhatIsNotOlderThanItAsksFor) {
  over.past(asker("ver_1", "2026-11-20T09:00:00Z"), kPutPhone);
  over.past(asker("ver_2", "2026-11-22T09:00:00Z"), kPutPhone);
  const auto answer = over.answer(
      asker("ver_3"), R"({"find": [{"space": "phone", "key": "5550001111", "since": "2026-11-22T00:00:00Z"}]})");
  EXPECT_EQ(named(answer, "found"), std::vector<std::string>{"ver_2"});
  EXPECT_EQ(answer.at("found").at(0).at("entries").at(0).at("verifications").to_number<int>(), 1);
}

std::string face(const std::string& owner, double angle) {
  return R"({"owner": ")" + owner + R"(", "put": [{"space": "face", "vector": )" + vector_at(angle) + "}]}";
}
std::string like(double angle, double min_cosine, int count = 10) {
  return R"({"nearest": [{"space": "face", "vector": )" + vector_at(angle) + R"(, "min_cosine": )" +
         std::to_string(min_cosine) + R"(, "count": )" + std::to_string(count) + "}]}";
}

TEST_P(IndexTest, FindsTheNearestVectorsInOrder) {
  over.past(asker("ver_1", "2026-11-20T09:00:00Z"), face("PERSON-1", 0.5));
  over.past(asker("ver_2", "2026-11-20T09:00:00Z"), face("PERSON-2", 0.1));
  over.past(asker("ver_3", "2026-11-20T09:00:00Z"), face("PERSON-3", 3.0));
  const auto answer = over.answer(asker("ver_4"), like(0, 0.8));
  EXPECT_EQ(named(answer, "nearest"), (std::vector<std::string>{"ver_2", "ver_1"}));
  EXPECT_NEAR(answer.at("nearest").at(0).at("entries").at(0).at("cosine").to_number<double>(), std::cos(0.1), 1e-5);
  EXPECT_TRUE(answer.at("nearest").at(0).at("more").as_bool() == false);
}

TEST_P(IndexTest, TakesTheBestVectorOfEachOwner) {
  for (int i = 0; i < 5; ++i)
    over.past(asker("ver_" + std::to_string(i), "2026-11-20T09:00:00Z"), face("PERSON-1", 0.01 * i));
  over.past(asker("ver_5", "2026-11-20T09:00:00Z"), face("PERSON-2", 0.3));
  EXPECT_EQ(named(over.answer(asker("ver_9"), like(0.02, 0.5, 2)), "nearest"),
            (std::vector<std::string>{"ver_2", "ver_5"}));
}

TEST_P(IndexTest, DoesNotCompareVectorsOfOtherLengths) {
  over.past(asker("ver_1", "2026-11-20T09:00:00Z"), face("PERSON-1", 0));
  const auto answer =
      over.answer(asker("ver_2"), R"({"nearest": [{"space": "face", "vector": [1, 0, 0], "min_cosine": -1}]})");
  EXPECT_TRUE(answer.at("nearest").at(0).at("entries").as_array().empty());
}

constexpr const char* kPutBoth =
    R"({"owner": "PERSON-1", "put": [{"space": "phone", "key": "5550001111"}, {"space": "face", "vector": [1, 0]}]})";
constexpr const char* kFindBoth =
    R"({"owner": "PERSON-2", "find": [{"space": "phone", "key": "5550001111"}], "nearest": [{"space": "face", "vector": [1, 0]}]})";

TEST_P(IndexTest, PutsAreSeenFromTheMomentInWhichTheyAreAsked) {
  const auto first = asker("ver_1", "2026-11-20T09:00:00Z");
  const auto running = over.ask(first, kPutBoth).value();
  const auto during = over.answer(asker("ver_2"), kFindBoth);
  EXPECT_EQ(named(during, "found"), std::vector<std::string>{"ver_1"});
  EXPECT_EQ(named(during, "nearest"), std::vector<std::string>{"ver_1"});
  over.complete(first, running);
  EXPECT_EQ(json::serialize(over.answer(asker("ver_2"), kFindBoth)), json::serialize(during));  // once, and not twice
}

TEST_P(IndexTest, WhatIsUnderWayIsFoundLikeWhatIsStored) {
  over.past(asker("ver_1", "2026-11-20T09:00:00Z"), face("PERSON-1", 0.3));
  const auto running = over.ask(asker("ver_2", "2026-11-21T09:00:00Z"), face("PERSON-2", 0.1)).value();
  const auto far = over.ask(asker("ver_3", "2026-11-21T09:00:00Z"), face("PERSON-3", 3.0)).value();
  EXPECT_EQ(named(over.answer(asker("ver_9"), like(0, 0.5)), "nearest"), (std::vector<std::string>{"ver_2", "ver_1"}));
  const auto one = over.answer(asker("ver_9"), like(0, 0.5, 1));
  EXPECT_EQ(named(one, "nearest"), std::vector<std::string>{"ver_2"});
  EXPECT_TRUE(one.at("nearest").at(0).at("more").as_bool());
}

TEST_P(IndexTest, WhatIsGivenUpIsNotFoundAnyMore) {
  { const auto given_up = over.ask(asker("ver_1", "2026-11-20T09:00:00Z"), kPutBoth).value(); }
  const auto answer = over.answer(asker("ver_2"), kFindBoth);
  EXPECT_TRUE(named(answer, "found").empty());
  EXPECT_TRUE(named(answer, "nearest").empty());
}

TEST_P(IndexTest, OneThatAsksDoesNotFindItselfWhileItIsUnderWay) {
  const auto running = over.ask(asker("ver_1"), kPutBoth).value();
  const auto again = over.answer(asker("ver_1"), kFindBoth);
  EXPECT_TRUE(named(again, "found").empty());
  EXPECT_TRUE(named(again, "nearest").empty());
}

TEST_P(IndexTest, TenantsDoNotSeeWhatIsUnderWayAtAnother) {
  auto theirs = asker("ver_1");
  theirs.tenant = "other";
  const auto running = over.ask(theirs, face("PERSON-1", 0)).value();
  EXPECT_TRUE(named(over.answer(asker("ver_2"), like(0, 0)), "nearest").empty());
}

// One that waited is asked later than those that were accepted after it, and completed before: it is the one to see
// them.
TEST_P(IndexTest, SeesWhatWasCompletedSinceItWasAccepted) {
  over.past(asker("ver_1", "2026-11-22T12:00:00Z"), kPutBoth);  // complete one second later
  const auto answer = over.answer(asker("ver_2", "2026-11-22T11:59:00Z"), kFindBoth);
  EXPECT_EQ(named(answer, "found").size(), 1u);
  EXPECT_EQ(named(answer, "nearest").size(), 1u);
}

TEST_P(IndexTest, AnOwnerWhoIsErasedWhileARunIsUnderWayIsNeverStored) {
  const auto first = asker("ver_1", "2026-11-20T09:00:00Z");
  const auto running = over.ask(first, kPutBoth).value();
  EXPECT_TRUE(over.index().holds({1, 0}));
  const auto erased =
      wait_for<storage::Erased>([&](auto then) { over.index().erase_owner("default", "PERSON-1", then); }).value();
  EXPECT_EQ(erased.keys, 1u);
  EXPECT_EQ(erased.vectors, 1u);
  EXPECT_EQ(erased.verifications, std::vector<std::string>{"ver_1"});
  EXPECT_FALSE(over.index().holds({1, 0}));
  EXPECT_TRUE(named(over.answer(asker("ver_2"), kFindBoth), "found").empty());
  over.complete(first, running);
  const auto answer = over.answer(asker("ver_2"), kFindBoth);
  EXPECT_TRUE(named(answer, "found").empty());
  EXPECT_TRUE(named(answer, "nearest").empty());
  EXPECT_FALSE(over.index().holds({1, 0}));
}

TEST_P(IndexTest, OthersWhoAreUnderWayOutliveAnErasure) {
  const auto first = asker("ver_1", "2026-11-20T09:00:00Z");
  const auto running = over.ask(first, kPutBoth).value();
  wait_for<storage::Erased>([&](auto then) { over.index().erase_owner("default", "PERSON-2", then); }).value();
  over.complete(first, running);
  EXPECT_EQ(named(over.answer(asker("ver_2"), kFindBoth), "found").size(), 1u);
}

constexpr const char* kFindMine =
    R"({"owner": "PERSON-1", "find": [{"space": "phone", "key": "5550001111"}], "nearest": [{"space": "face", "vector": [1, 0]}]})";

TEST_P(IndexTest, AVerificationDoesNotFindItsEarlierAttempts) {
  over.past(asker("ver_1", "2026-11-20T09:00:00Z"), kPutBoth);
  const auto answer = over.answer(asker("ver_1"), kFindMine);
  EXPECT_TRUE(named(answer, "found").empty());
  EXPECT_TRUE(named(answer, "nearest").empty());
}

bool of_same_application(const json::value& answer, const char* list) {
  return answer.at(list).at(0).at("entries").at(0).as_object().contains("same_application");
}

TEST_P(IndexTest, AnEarlierAttemptUnderAnotherOwnerIsToldAndMarked) {
  over.past(asker("ver_1", "2026-11-20T09:00:00Z"), kPutBoth);
  const auto answer = over.answer(asker("ver_1"), kFindBoth);
  for (const char* list : {"found", "nearest"}) {
    EXPECT_EQ(named(answer, list, "owner"), std::vector<std::string>{"o1"}) << list;
    EXPECT_TRUE(of_same_application(answer, list)) << list;
  }
}

// Nobody can be told from the applicant.
TEST_P(IndexTest, WhoNamesNoOwnerIsNotToldOfTheSameApplication) {
  over.past(asker("ver_1", "2026-11-20T09:00:00Z"), kPutBoth);
  const auto answer = over.answer(
      asker("ver_1"),
      R"({"find": [{"space": "phone", "key": "5550001111"}], "nearest": [{"space": "face", "vector": [1, 0]}]})");
  EXPECT_TRUE(named(answer, "found").empty());
  EXPECT_TRUE(named(answer, "nearest").empty());
}

TEST_P(IndexTest, ALaterAttemptTakesThePlaceOfTheEarlierOne) {
  over.past(asker("ver_1", "2026-11-20T09:00:00Z"), kPutBoth);
  over.past(asker("ver_1", "2026-11-20T10:00:00Z"),
            R"({"owner": "PERSON-1", "put": [{"space": "phone", "key": "5552"}, {"space": "face", "vector": [0, 1]}]})",
            2);
  EXPECT_TRUE(named(over.answer(asker("ver_2"), kFindPhone), "found").empty());
  EXPECT_EQ(named(over.answer(asker("ver_2"), R"({"find": [{"space": "phone", "key": "5552"}]})"), "found").size(), 1u);
  EXPECT_TRUE(named(over.answer(asker("ver_2"), like(0, 0.5)), "nearest").empty());
  EXPECT_EQ(named(over.answer(asker("ver_2"), like(1.57, 0.5)), "nearest").size(), 1u);
}

// A corrected name is asked about in its application, and not held against the person ever after.
TEST_P(IndexTest, WhatALaterAttemptUnderAnotherOwnerSupersedesIsToldToItsApplicationAlone) {
  const auto both = [](const char* owner) {
    return std::string(R"({"owner": ")") + owner +
           R"(", "put": [{"space": "phone", "key": "5550001111"}, {"space": "face", "vector": [1, 0]}]})";
  };
  over.past(asker("ver_1", "2026-11-20T09:00:00Z"), both("MISSPELT"));
  over.past(asker("ver_1", "2026-11-20T10:00:00Z"), both("PERSON-2"), 2);
  const auto expect_told = [&] {
    const auto third = over.answer(asker("ver_1"), kFindBoth);
    EXPECT_EQ(named(third, "found"), std::vector<std::string>{"ver_1"});
    EXPECT_EQ(named(third, "nearest"), std::vector<std::string>{"ver_1"});
    const auto later = over.answer(asker("ver_2"), kFindBoth);
    EXPECT_EQ(named(later, "found", "owner"), std::vector<std::string>{"o0"});
    EXPECT_EQ(named(later, "nearest", "owner"), std::vector<std::string>{"o0"});
  };
  expect_told();
  if (GetParam() == Kind::sqlite) {
    over.reopen();
    expect_told();
  }
}

// Otherwise one would be forgotten by sending what makes a connector fail.
TEST_P(IndexTest, ALaterAttemptThatPutsNothingLeavesWhatIsThere) {
  const auto first = asker("ver_1", "2026-11-20T09:00:00Z");
  over.past(first, kPutPhone);
  ASSERT_TRUE(storage::accept(over.store(), storage::acceptance("ver_1", 2)));
  auto v = storage::result_of("ver_1", 2);
  ASSERT_TRUE(storage::complete(over.store(), v));
  over.index().completed(v);
  EXPECT_EQ(named(over.answer(asker("ver_2"), kFindPhone), "found").size(), 1u);
}

TEST_P(IndexTest, VerificationsOfTheSameApplicationAndOwnerDoNotFindEachOther) {
  auto first = asker("ver_1", "2026-11-20T09:00:00Z"), again = asker("ver_2"), other = asker("ver_3");
  first.application = again.application = "loan-7";
  other.application = "loan-8";
  over.past(first, kPutBoth);
  EXPECT_TRUE(named(over.answer(again, kFindMine), "found").empty());
  EXPECT_TRUE(named(over.answer(again, kFindMine), "nearest").empty());
  EXPECT_EQ(named(over.answer(other, kFindPhone), "found").size(), 1u);
  EXPECT_EQ(named(over.answer(other, like(0, 0)), "nearest").size(), 1u);
  EXPECT_EQ(named(over.answer(asker("ver_4"), kFindPhone), "found").size(), 1u);
}

// A caller that gives all its applications one reference would see no link otherwise.
TEST_P(IndexTest, SomebodyElseWithTheSameReferenceIsToldAndMarked) {
  auto first = asker("ver_1", "2026-11-20T09:00:00Z"), second = asker("ver_2"), running = asker("ver_3");
  first.application = second.application = running.application = "credito";
  over.past(first, kPutBoth);
  const auto under_way =
      over.ask(running, R"({"owner": "PERSON-3", "put": [{"space": "phone", "key": "5550001111"}]})").value();
  const auto answer = over.answer(second, kFindBoth);
  EXPECT_EQ(named(answer, "found"), (std::vector<std::string>{"ver_3", "ver_1"}));
  EXPECT_EQ(named(answer, "nearest"), std::vector<std::string>{"ver_1"});
  EXPECT_TRUE(of_same_application(answer, "found"));
  EXPECT_TRUE(of_same_application(answer, "nearest"));
}

TEST_P(IndexTest, WhoIsKnownFromAnotherApplicationAsWellIsNotMarked) {
  auto first = asker("ver_1", "2026-11-20T09:00:00Z"), second = asker("ver_3");
  first.application = second.application = "credito";
  over.past(first, kPutBoth);
  over.past(asker("ver_2", "2026-11-19T09:00:00Z"), kPutBoth);
  const auto answer = over.answer(second, kFindBoth);
  for (const char* list : {"found", "nearest"}) EXPECT_FALSE(of_same_application(answer, list)) << list;
}

TEST_P(IndexTest, TenantsDoNotSeeEachOther) {
  auto theirs = asker("ver_1", "2026-11-20T09:00:00Z");
  theirs.tenant = "other";
  over.past(
      theirs,
      R"({"owner": "PERSON-1", "put": [{"space": "phone", "key": "5550001111"}, {"space": "face", "vector": [1, 0]}]})");
  EXPECT_TRUE(named(over.answer(asker("ver_2"), kFindPhone), "found").empty());
  EXPECT_TRUE(named(over.answer(asker("ver_2"), like(0, 0)), "nearest").empty());
  const auto erased =
      wait_for<storage::Erased>([&](auto then) { over.index().erase_owner("default", "PERSON-1", then); });
  EXPECT_EQ(erased.value().keys + erased.value().vectors, 0u);
  auto same = asker("ver_3");
  same.tenant = "other";
  EXPECT_EQ(named(over.answer(same, kFindPhone), "found").size(), 1u);
  EXPECT_EQ(named(over.answer(same, like(0, 0)), "nearest").size(), 1u);
}

TEST_P(IndexTest, WhatIsOverIsNotFoundAndIsSweptAway) {
  auto brief = asker("ver_1", "2026-11-20T09:00:00Z");
  brief.retention = std::chrono::hours(48);
  over.past(
      brief,
      R"({"owner": "PERSON-1", "put": [{"space": "phone", "key": "5550001111"}, {"space": "face", "vector": [1, 0]}]})");
  EXPECT_EQ(named(over.answer(asker("ver_2", "2026-11-22T08:59:59Z"), kFindPhone), "found").size(), 1u);
  EXPECT_TRUE(named(over.answer(asker("ver_2", "2026-11-22T09:00:00Z"), kFindPhone), "found").empty());
  EXPECT_TRUE(named(over.answer(asker("ver_2", "2026-11-22T09:00:00Z"), like(0, 0)), "nearest").empty());
  EXPECT_TRUE(over.index().holds({1, 0}));
  over.index().sweep(at("2026-11-22T08:59:59Z"));
  over.index().sweep(at("2026-11-22T09:00:00Z"));  // too early for another one
  wait_for<storage::Erased>([&](auto then) { over.index().erase_owner("default", "nobody", then); }).value();
  EXPECT_TRUE(over.index().holds({1, 0}));
  over.index().sweep(at("2026-11-22T09:10:00Z"));
  wait_for<storage::Erased>([&](auto then) { over.index().erase_owner("default", "nobody", then); }).value();
  EXPECT_FALSE(over.index().holds({1, 0}));
  EXPECT_TRUE(named(over.answer(asker("ver_2", "2026-11-22T08:59:59Z"), kFindPhone), "found").empty());
}

TEST_P(IndexTest, WhatIsKeptOfAQuestionDoesNotHoldWhatWasAsked) {
  const auto given =
      over.ask(
              asker("ver_1"),
              R"({"owner": "PERSON-1", "put": [{"space": "phone", "key": "5550001111"}],)"
              R"("find": [{"space": "phone", "key": "5550001111"}], "nearest": [{"space": "face", "vector": [0.25, 0.125]}]})")
          .value();
  EXPECT_EQ(
      given.exchange.question,
      R"({"owner":true,"steps":[{"asks":"put","space":"phone","by":"key"},{"asks":"find","space":"phone","by":"key","count":20},)"
      R"({"asks":"nearest","space":"face","by":"vector","count":20,"min_cosine":0}]})");
  EXPECT_EQ(given.exchange.answer, given.response.body);
  EXPECT_EQ(given.exchange.digest.size(), 32u);
}

TEST_P(IndexTest, KnowsNoOtherServiceOrMethod) {
  auto http = request_of("{}");
  http.kind = domain::Service::http;
  auto method = request_of("{}");
  method.method = "drop";
  auto service = request_of("{}");
  service.service = "registry";
  for (const auto& request : {http, method, service}) {
    const auto given = wait_for<Answer>([&](auto then) { over.index().ask(asker("ver_1"), request, then); });
    ASSERT_FALSE(given);
    EXPECT_EQ(given.error().code, "service.unknown");
  }
}

// The connector is not told: its node ends with these, and may be tried again.
TEST(IndexOverSqlite, IsUnavailableWhenTheDatabaseRefuses) {
  IndexOver over(Kind::sqlite);
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open((over.path() / "cotejo.db").c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, "DROP TABLE index_keys", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
  const auto given = over.ask(asker("ver_1"), kFindPhone);
  ASSERT_FALSE(given);
  EXPECT_EQ(given.error().code, "service.unavailable");
  EXPECT_TRUE(given.error().retriable);
}

TEST(Index, IsOverloadedWhenMoreQuestionsWaitThanItTakes) {
  IndexOptions one;
  one.max_waiting = 1;
  IndexOver over(Kind::memory, one);
  const auto request = request_of(like(0, 0));
  std::promise<void> answered, go_on;
  over.index().ask(asker("ver_1"), request, [&](auto) {
    answered.set_value();
    go_on.get_future().wait();
  });
  answered.get_future().wait();  // its thread is in there now
  std::promise<domain::Result<Answer>> waiting, refused;
  over.index().ask(asker("ver_2"), request, [&](auto given) { waiting.set_value(std::move(given)); });
  over.index().ask(asker("ver_3"), request, [&](auto given) { refused.set_value(std::move(given)); });
  const auto error = refused.get_future().get().error();
  EXPECT_EQ(error.code, "service.overloaded");
  EXPECT_TRUE(error.retriable);
  go_on.set_value();
  EXPECT_TRUE(waiting.get_future().get());
}

TEST(IndexOverSqlite, RemembersAcrossProcesses) {
  IndexOver over(Kind::sqlite);
  over.past(
      asker("ver_1", "2026-11-20T09:00:00Z"),
      R"({"owner": "PERSON-1", "put": [{"space": "phone", "key": "5550001111"}, {"space": "face", "vector": [1, 0]}]})");
  over.reopen();
  const auto answer = over.answer(
      asker("ver_2"),
      R"({"find": [{"space": "phone", "key": "5550001111"}], "nearest": [{"space": "face", "vector": [1, 0]}]})");
  EXPECT_EQ(answer.at("found").at(0).at("entries").as_array().size(), 1u);
  EXPECT_EQ(answer.at("nearest").at(0).at("entries").as_array().size(), 1u);
}

// Nothing would be found, and nobody would notice.
TEST(IndexOverSqlite, DoesNotStartWithAnotherSecret) {
  IndexOver over(Kind::sqlite);
  try {
    Index(over.store(), Secret::random());
    FAIL() << "it started";
  } catch (const std::runtime_error& refused) {
    EXPECT_THAT(refused.what(), testing::HasSubstr("another secret"));
  }
}

}  // namespace
}  // namespace cotejo::services
