// Further attempts: when they run, what they are refused for, and how each can be read afterwards.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service.hpp"

namespace cotejo::integration {
namespace {

TEST(Resubmission, RunsAgainWithTheNewEvidenceAndTheOldOnes) {
  AcceptedRun run;
  run.runs.next().finish();
  const auto put = run.put_photo(std::string(50'000, 'x'));
  ASSERT_EQ(put.status, 202) << put.body;
  const auto held = run.runs.next();
  EXPECT_EQ(held.submission.attempt, 2);
  EXPECT_EQ(held.submission.evidence.at("photo")->size, 50'000u);
  EXPECT_EQ(held.submission.evidence.at("form")->media_type, "application/json");
}

TEST(Resubmission, IsRefusedWhileItRunsAndWhenTheAttemptsAreUsed) {
  AcceptedRun run;
  auto first = run.runs.next();
  EXPECT_EQ(text(run.put_photo("too early").json(), "/code"), "verification.in_progress");
  first.finish();
  EXPECT_EQ(run.put_photo("x").status, 202);
  auto second = run.runs.next();
  EXPECT_EQ(second.submission.evidence.at("photo")->size, 1u);  // what was refused does not run
  second.finish();
  const auto spent = run.put_photo("y");
  EXPECT_EQ(spent.status, 409);
  EXPECT_EQ(text(spent.json(), "/code"), "verification.attempts_exhausted");
}

TEST(Resubmission, APutThatIsRepeatedIsNoOtherAttempt) {
  AcceptedRun run;
  run.runs.next().finish();
  EXPECT_EQ(run.put_photo("x").status, 202);
  const auto while_it_runs = run.put_photo("x");
  EXPECT_EQ(while_it_runs.status, 202);
  EXPECT_EQ(while_it_runs.field("Idempotency-Replayed"), "true");
  EXPECT_EQ(while_it_runs.json().at("attempt").as_int64(), 2);
  run.runs.next().finish();
  const auto afterwards = run.put_photo("x");
  EXPECT_EQ(afterwards.status, 200) << afterwards.body;
  EXPECT_EQ(afterwards.field("Idempotency-Replayed"), "true");
  EXPECT_EQ(afterwards.json().at("attempt").as_int64(), 2);
}

TEST(Resubmission, TheSameEvidenceRunsAgainAfterAnErrorThatMayBeOver) {
  AcceptedRun run;
  auto first = run.runs.next();
  auto late = result_for(first.submission);
  late.errors.push_back(
      domain::make_retriable_error(domain::Scope::analysis, "analysis.deadline", "photo:image: late", "photo:image"));
  const auto photo = first.submission.evidence.at("photo");
  first.done(std::move(late));
  const auto put = run.put_photo({reinterpret_cast<const char*>(photo->data), photo->size}, photo->media_type);
  EXPECT_EQ(put.status, 202);
  EXPECT_EQ(put.field("Idempotency-Replayed"), "");
  EXPECT_EQ(run.runs.next().submission.attempt, 2);
}

domain::Verification forged(const engine::Submission& submission) {
  auto v = result_for(submission);
  v.items[0].reason_class = "fraud";
  v.items[0].severity = domain::Severity::critical;
  v.decision->outcome = domain::Outcome::reject;
  return v;
}

domain::Verification fine(const engine::Submission& submission) {
  auto v = result_for(submission);
  v.items.clear();
  v.decision = domain::Decision{.outcome = domain::Outcome::approve,
                                .automated = true,
                                .confidence = 1,
                                .reasons = {},
                                .items = {},
                                .blocked_by = {}};
  return v;
}

void expect_held(const boost::json::value& decision) {
  EXPECT_EQ(decision.at("outcome").as_string(), "review");
  EXPECT_EQ(decision.at("would_be").as_string(), "approve");
  EXPECT_EQ(decision.at("reasons").at(0).as_string(), "decision.earlier_finding");
}

TEST(Resubmission, IsNotApprovedByItselfOverAFindingOfFraud) {
  AcceptedRun run;
  auto first = run.runs.next();
  first.done(forged(first.submission));
  ASSERT_EQ(run.put_photo("x").status, 202);
  auto second = run.runs.next();
  second.done(fine(second.submission));
  expect_held(run.client.ask("GET", run.where).json().at("decision"));
}

// Whoever reloads the page begins a new verification instead of another attempt.
TEST(Resubmission, AnotherVerificationOfTheApplicationIsNotApprovedOverAFindingOfFraud) {
  for (const bool durable : {false, true}) {
    HeldRuns runs;
    Service service({.run = runs.run(), .durable = durable});
    auto client = service.client();
    const auto decided = [&](const std::string& application, auto result) {
      const auto where = client
                             .ask("POST", "/v1/verifications", small_request,
                                  with(with(json_fields, "Prefer", "respond-async"), "Cotejo-Application", application))
                             .field("Location");
      auto run = runs.next();
      run.done(result(run.submission));
      service.client().ask("GET", where + "/events");  // ends with the result
      return client.ask("GET", where).json().at("decision");
    };
    EXPECT_EQ(decided("loan-1", forged).at("outcome").as_string(), "reject");
    EXPECT_EQ(decided("loan-2", fine).at("outcome").as_string(), "approve");
    expect_held(decided("loan-1", fine));
  }
}

TEST(Resubmission, NamesWhatItCannotTake) {
  Service service;
  auto client = service.client();
  const auto done = client.ask("POST", "/v1/verifications", small_request, json_fields);
  const std::string base = done.field("Location") + "/evidence/";
  EXPECT_EQ(service.client().ask("PUT", base + "other", "x", {{"Content-Type", "image/png"}}).status, 422);
  EXPECT_EQ(text(service.client().ask("PUT", base + "photo", "x", {{"Content-Type", "text/plain"}}).json(), "/code"),
            "evidence.media_type_mismatch");
  EXPECT_EQ(service.client()
                .ask("PUT", "/v1/verifications/ver_none/evidence/photo", "x", {{"Content-Type", "image/png"}})
                .status,
            404);
}

// Attempts of one verification, of which each says what it was decided by.
class Attempts : public testing::TestWithParam<bool> {
 protected:
  std::string submit_twice() {
    const auto first = client.ask("POST", "/v1/verifications", small_request, json_fields);
    EXPECT_EQ(first.status, 201) << first.body;
    const auto second = client.ask("PUT", first.field("Location") + "/evidence/photo", "another photo",
                                   {{"Content-Type", "image/png"}});
    EXPECT_EQ(second.status, 200) << second.body;
    return first.field("Location");
  }
  static std::string digest(const Answer& answer) { return text(answer.json(), "/evidence/1/digest"); }

  Service service{integration::Setup{.durable = GetParam()}};
  Client client = service.client();
};
INSTANTIATE_TEST_SUITE_P(Stores, Attempts, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Sqlite" : "Memory"; });

TEST_P(Attempts, EarlierOnesStayReadable) {
  const std::string where = submit_twice();
  const auto latest = client.ask("GET", where), first = client.ask("GET", where + "?attempt=1"),
             second = client.ask("GET", where + "?attempt=2");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(first.json().at("attempt").as_int64(), 1);
  EXPECT_EQ(first.json().at("attempts").as_int64(), 2);
  EXPECT_EQ(second.body, latest.body);
  EXPECT_EQ(latest.json().at("attempt").as_int64(), 2);
  EXPECT_EQ(latest.json().at("attempts").as_int64(), 2);
  EXPECT_NE(digest(first), digest(second));
  for (const char* part : {"/explanation", "/trace"})
    EXPECT_EQ(client.ask("GET", where + part + "?attempt=1").json().at("attempt").as_int64(), 1) << part;
}

TEST_P(Attempts, OneThatIsNotThereIsAProblemThatSaysHowManyThereAre) {
  const std::string where = submit_twice();
  const auto none = client.ask("GET", where + "?attempt=3");
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(text(none.json(), "/code"), "attempt.not_found");
  EXPECT_EQ(text(none.json(), "/detail"), "this verification has 2 attempts");
  for (const char* wrong : {"0", "-1", "x", "", "1x", "99999999999"}) {
    const auto answer = client.ask("GET", where + "?attempt=" + wrong);
    EXPECT_EQ(answer.status, 400) << wrong;
    EXPECT_EQ(text(answer.json(), "/code"), "request.malformed_parameter") << wrong;
  }
}

TEST_P(Attempts, WhatIsErasedIsErasedOfEach) {
  const std::string where = submit_twice();
  ASSERT_EQ(client.ask("DELETE", where + "/evidence").status, 200);
  const auto first = client.ask("GET", where + "?attempt=1");
  if (first.status == 404) return;  // a store that keeps the latest alone
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_TRUE(first.json().at("evidence").as_array().empty());
}

}  // namespace
}  // namespace cotejo::integration
