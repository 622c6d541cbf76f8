#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "service.hpp"

namespace cotejo::integration {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Submission, AnswersWithTheResultAndWhereItStays) {
  Service service;
  auto client = service.client();
  const auto answer = client.ask("POST", "/v1/verifications", small_request, json_fields);
  ASSERT_EQ(answer.status, 201) << answer.body;
  const auto result = answer.json();
  EXPECT_EQ(text(result, "/decision/outcome"), "review");
  EXPECT_EQ(text(result, "/evidence/0/name"), "form");
  EXPECT_EQ(answer.field("Location"), "/v1/verifications/" + text(result, "/id"));
  const auto again = client.ask("GET", answer.field("Location"));
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, answer.body);
}

TEST(Submission, PicturesOfTheResultAreServed) {
  for (const bool durable : {false, true}) {
    integration::Setup setup;
    setup.durable = durable;
    setup.run = [](engine::Submission submission, engine::Engine::Progress, engine::Engine::Done done) {
      auto result = result_for(submission);
      auto content = submission.evidence.at("photo");
      result.artifacts = {
          {"photo:marks.map", "marks@1", "photo", "image/png", content->digest, content->size, 1, 1, {}, content}};
      done(std::move(result));
      return domain::Result<void>{};
    };
    Service service(std::move(setup));
    auto client = service.client();
    const auto posted = client.ask("POST", "/v1/verifications", small_request, json_fields);
    ASSERT_EQ(posted.status, 201) << posted.body;
    EXPECT_EQ(text(posted.json(), "/artifacts/0/name"), "photo:marks.map");
    const auto picture = client.ask("GET", posted.field("Location") + "/artifacts/photo:marks.map");
    EXPECT_EQ(picture.status, 200);
    EXPECT_EQ(picture.field("Content-Type"), "image/png");
    // Said once, and as of any other answer: nobody between keeps a person's picture.
    EXPECT_EQ(picture.message.count("Cache-Control"), 1u);
    EXPECT_EQ(picture.field("Cache-Control"), "no-store");
    EXPECT_EQ(picture.message.count("X-Content-Type-Options"), 1u);
    EXPECT_EQ(picture.message.count("ETag"), 0u);
    EXPECT_EQ(picture.body, "\xFF\xD8\xFF\xE0" + std::string("\0\x10", 2));
    const auto none = client.ask("GET", posted.field("Location") + "/artifacts/photo:other");
    EXPECT_EQ(none.status, 404);
    EXPECT_EQ(text(none.json(), "/code"), "artifact.not_found");
  }
}

TEST(Submission, TakesFormsWithFiles) {
  Service service;
  const std::string body =
      "--b\r\nContent-Disposition: form-data; name=\"product\"\r\n\r\nfiction\r\n"
      "--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\nContent-Type: "
      "image/jpeg\r\n\r\n\xFF\xD8\xFF\xE0\r\n--x\r\n"
      "--b\r\nContent-Disposition: form-data; name=\"form\"; filename=\"a.json\"\r\nContent-Type: "
      "application/json\r\n\r\n{\"a\":1}\r\n--b--\r\n";
  const auto answer =
      service.client().ask("POST", "/v1/verifications", body, {{"Content-Type", "multipart/form-data; boundary=b"}});
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.json().at_pointer("/evidence/1/size").to_number<int>(), 9);
  EXPECT_EQ(text(answer.json(), "/evidence/0/media_type"), "application/json");
}

TEST(Submission, IsTheSameByteByByte) {
  Service service;
  auto client = service.client();
  const std::string request =
      "POST /v1/verifications HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nContent-Length: " +
      std::to_string(small_request.size()) + "\r\n\r\n" + small_request;
  for (const char c : request) ASSERT_TRUE(client.send(std::string_view(&c, 1)));
  const auto answer = client.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 201) << answer->body;
}

TEST(Submission, TakesChunkedBodies) {
  Service service;
  auto client = service.client();
  std::string request =
      "POST /v1/verifications HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nTransfer-Encoding: "
      "chunked\r\n\r\n";
  for (const char c : small_request) request += std::string("1\r\n") + c + "\r\n";
  client.send(request + "0\r\n\r\n");
  const auto answer = client.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 201) << answer->body;
}

TEST(Submission, SaysContinueBeforeALargeBody) {
  Service service;
  auto client = service.client();
  client.send(
      "POST /v1/verifications HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nExpect: "
      "100-continue\r\nContent-Length: " +
      std::to_string(small_request.size()) + "\r\n\r\n");
  EXPECT_THAT(client.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 100 Continue"));
  client.send(small_request);
  EXPECT_EQ(client.read()->status, 201);
}

TEST(Submission, RespondAsyncAnswersAtOnceAndTheResultFollows) {
  AcceptedRun run;
  ASSERT_EQ(run.accepted.status, 202);
  EXPECT_EQ(text(run.accepted.json(), "/status"), "accepted");
  const auto before = run.client.ask("GET", run.where);
  EXPECT_EQ(text(before.json(), "/status"), "accepted");
  EXPECT_FALSE(before.json().as_object().contains("decision"));
  EXPECT_EQ(run.client.ask("GET", run.where + "/trace").status, 409);
  run.runs.next().finish();
  EXPECT_EQ(text(run.client.ask("GET", run.where).json(), "/status"), "completed");
}

TEST(Submission, WaitsAsLongAsTheCallerPrefers) {
  HeldRuns runs;
  Service service({.run = runs.run()});
  auto client = service.client();
  const auto late = client.ask("POST", "/v1/verifications", small_request, with(json_fields, "Prefer", "wait=0"));
  EXPECT_EQ(late.status, 202);
  EXPECT_EQ(late.field("Preference-Applied"), "wait=0");
  runs.next().finish();
  std::jthread finisher([&] { runs.next().finish(); });
  const auto in_time = client.ask("POST", "/v1/verifications", small_request, with(json_fields, "Prefer", "wait=15"));
  finisher.join();
  EXPECT_EQ(in_time.status, 201);
  EXPECT_EQ(in_time.field("Preference-Applied"), "wait=15");
}

TEST(Submission, GivesTheEngineTheTraceOfTheCallerAndItsBudget) {
  HeldRuns runs;
  Service service({.run = runs.run()});
  const auto answer =
      service.client().ask("POST", "/v1/verifications", small_request,
                           {{"Content-Type", "application/json"},
                            {"Prefer", "respond-async"},
                            {"Cotejo-Budget", "60000"},
                            {"traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}});
  EXPECT_THAT(answer.field("traceparent"), StartsWith("00-0af7651916cd43dd8448eb211c80319c-"));
  const auto held = runs.next();
  EXPECT_EQ(held.submission.trace_id, "0af7651916cd43dd8448eb211c80319c");
  EXPECT_LT(held.submission.deadline, std::chrono::steady_clock::now() + std::chrono::minutes(2));
}

TEST(Submission, WhatTheProductCannotTakeIsUnusableAndTheRestGoesOn) {
  HeldRuns runs;
  Service service({.run = runs.run()});
  service.client().ask(
      "POST", "/v1/verifications",
      R"({"product":"fiction","evidence":{"photo":{"media_type":"text/plain","content":"AAAA"}},"applicant":{}})",
      with(json_fields, "Prefer", "respond-async"));
  const auto held = runs.next();
  EXPECT_EQ(held.submission.unusable.at("photo").code, "evidence.media_type_mismatch");
  EXPECT_TRUE(held.submission.evidence.contains("form"));
}

TEST(Submission, ARefusalByTheEngineLeavesNothingBehind) {
  int calls = 0;
  auto at_once = run_at_once();
  Service service({.run = [&](auto submission, auto progress, auto done) -> domain::Result<void> {
    if (++calls == 1) return domain::make_retriable_error(domain::Scope::platform, "platform.overloaded", "full");
    return at_once(std::move(submission), progress, done);
  }});
  auto client = service.client();
  const auto fields = with(json_fields, "Idempotency-Key", "k");
  const auto refused = client.ask("POST", "/v1/verifications", small_request, fields);
  EXPECT_EQ(refused.status, 429);
  EXPECT_FALSE(refused.field("Retry-After").empty());
  EXPECT_EQ(client.ask("POST", "/v1/verifications", small_request, fields).status,
            201);  // the failure was not kept under the key
}

class Idempotency : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Stores, Idempotency, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Sqlite" : "Memory"; });

TEST_P(Idempotency, TheSameRequestUnderTheSameKeyIsAnsweredTheSame) {
  Service service({.durable = GetParam()});
  auto client = service.client();
  const auto fields = with(json_fields, "Idempotency-Key", "k-1");
  const auto first = client.ask("POST", "/v1/verifications", small_request, fields);
  const auto second = client.ask("POST", "/v1/verifications", small_request, fields);
  EXPECT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(second.field("Idempotency-Replayed"), "true");
  EXPECT_TRUE(first.field("Idempotency-Replayed").empty());
}

TEST_P(Idempotency, AnotherRequestUnderTheSameKeyIsAConflict) {
  Service service({.durable = GetParam()});
  auto client = service.client();
  const auto fields = with(json_fields, "Idempotency-Key", "k-1");
  EXPECT_EQ(client.ask("POST", "/v1/verifications", small_request, fields).status, 201);
  const auto other = client.ask("POST", "/v1/verifications", R"({"product":"fiction","applicant":{"age":35}})", fields);
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(text(other.json(), "/code"), "idempotency.conflict");
}

TEST_P(Idempotency, AKeyIsNewAgainADayLater) {
  std::atomic<std::int64_t> now = 1'767'225'600'000;  // ms
  Service service(
      {.durable = GetParam(), .clock = [&] { return domain::TimePoint(std::chrono::milliseconds(now.load())); }});
  auto client = service.client();
  const auto fields = with(json_fields, "Idempotency-Key", "k-1");
  const auto first = client.ask("POST", "/v1/verifications", small_request, fields);
  constexpr std::int64_t day = 24 * 3600 * 1000;
  now += day - 1;
  EXPECT_EQ(client.ask("POST", "/v1/verifications", small_request, fields).body, first.body);
  now += 1;
  const auto later = client.ask("POST", "/v1/verifications", small_request, fields);
  EXPECT_EQ(later.status, 201);
  EXPECT_TRUE(later.field("Idempotency-Replayed").empty());
  EXPECT_NE(later.body, first.body);
}

TEST(ClockJumps, ResultsAreNeverOlderThanTheirSubmission) {
  std::atomic<std::int64_t> now = 1'767'225'600'000;  // ms
  HeldRuns runs;
  Service service(
      {.run = runs.run(), .clock = [&] { return domain::TimePoint(std::chrono::milliseconds(now.load())); }});
  auto client = service.client();
  const auto accepted =
      client.ask("POST", "/v1/verifications", small_request, with(json_fields, "Prefer", "respond-async"));
  now -= 3'600'000;  // the clock of the machine is set back by an hour
  runs.next().finish();
  const auto done = client.ask("GET", accepted.field("Location")).json();
  EXPECT_EQ(text(done, "/status"), "completed");
  EXPECT_EQ(text(done, "/completed_at"), text(done, "/created_at"));
  const auto next =
      client.ask("POST", "/v1/verifications", small_request, with(json_fields, "Prefer", "respond-async"));
  EXPECT_EQ(next.status, 202);
  EXPECT_NE(next.field("Location"), accepted.field("Location"));
}

class References : public testing::TestWithParam<bool> {
 protected:
  // Submitted for the first product.
  static std::string first(Client& client) {
    return text(client.ask("POST", "/v1/verifications", small_request, json_fields).json(), "/id");
  }
  static std::string second(std::string_view verification, std::string_view evidence, std::string_view name = "front") {
    return R"({"product":"second","evidence":{")" + std::string(name) + R"(":{"from":{"verification":")" +
           std::string(verification) + R"(","evidence":")" + std::string(evidence) + R"("}}}})";
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, References, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Sqlite" : "Memory"; });

TEST_P(References, AnotherProductUsesWhatWasSentBefore) {
  Service service({.durable = GetParam()});
  auto client = service.client();
  const auto id = first(client);
  const auto before = client.ask("GET", "/v1/verifications/" + id).json();
  const auto answer = client.ask("POST", "/v1/verifications", second(id, "photo"), json_fields);
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(text(answer.json(), "/evidence/0/name"), "front");
  EXPECT_EQ(text(answer.json(), "/evidence/0/digest"), text(before, "/evidence/1/digest"));
  EXPECT_EQ(text(answer.json(), "/evidence/0/media_type"), "image/jpeg");
  // And so on: what refers can be referred to.
  const auto third = client.ask("POST", "/v1/verifications", second(text(answer.json(), "/id"), "front"), json_fields);
  EXPECT_EQ(third.status, 201) << third.body;
}

TEST_P(References, WhatIsNotThereIsAProblemThatNamesTheEvidence) {
  Service service({.durable = GetParam()});
  auto client = service.client();
  const auto id = first(client);
  for (const auto& body : {second("ver_none", "photo"), second(id, "video")}) {
    const auto answer = client.ask("POST", "/v1/verifications", body, json_fields);
    EXPECT_EQ(answer.status, 422) << answer.body;
    EXPECT_EQ(text(answer.json(), "/code"), "evidence.reference_unknown");
    EXPECT_EQ(text(answer.json(), "/errors/0/at"), "front");
  }
}

TEST_P(References, WhatTheProductCannotTakeIsUnusable) {
  HeldRuns runs;
  Service service({.run = runs.run(), .durable = GetParam()});
  auto client = service.client();
  const auto fields = with(json_fields, "Prefer", "respond-async");
  const auto id = text(client.ask("POST", "/v1/verifications", small_request, fields).json(), "/id");
  runs.next().finish();
  client.ask("POST", "/v1/verifications", second(id, "form"), fields);  // JSON where a photo belongs
  const auto held = runs.next();
  EXPECT_EQ(held.submission.unusable.at("front").code, "evidence.media_type_mismatch");
}

TEST(Unavailable, AProductThatCannotRunIsListedAndRefusedWithItsReason) {
  Service service;
  auto client = service.client();
  const auto answer = client.ask("POST", "/v1/verifications", R"({"product":"broken"})", json_fields);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(text(answer.json(), "/code"), "product.unavailable");
  EXPECT_THAT(text(answer.json(), "/detail"), HasSubstr("model 'm' is missing"));
  EXPECT_FALSE(answer.field("Retry-After").empty());
  EXPECT_EQ(client.ask("GET", "/v1/products/broken/graph").status, 503);
  const auto one = client.ask("GET", "/v1/products/broken").json();
  EXPECT_EQ(text(one, "/state"), "unavailable");
  EXPECT_THAT(text(one, "/reasons/0"), HasSubstr("model 'm' is missing"));
  const auto all = client.ask("GET", "/v1/products").json().at("products").as_array();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(text(all[0], "/state"), "available");
  EXPECT_EQ(text(all[2], "/id"), "broken");
}

}  // namespace
}  // namespace cotejo::integration
