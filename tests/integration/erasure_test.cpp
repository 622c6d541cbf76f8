// Forgetting over HTTP: the evidence of a verification, and a person.
#include <gtest/gtest.h>

#include "service.hpp"

namespace cotejo::integration {
namespace {

// Puts a phone under PERSON-1 in each verification, as a connector would.
engine::Submit run_that_puts(const Service*& service) {
  return [&service](engine::Submission submission, engine::Engine::Progress, engine::Engine::Done done) {
    services::Asker asker;
    asker.tenant = submission.tenant;
    asker.verification = submission.id;
    asker.application = submission.application;
    asker.accepted_at = submission.now;
    const domain::Request request{
        domain::Service::index,
        "index",
        "exchange",
        "",
        "",
        R"({"owner": "PERSON-1", "put": [{"space": "phone", "key": "5550001111"}, {"space": "face", "vector": [1, 0]}],)"
        R"("find": [{"space": "phone", "key": "5550001111"}]})",
        ""};
    service->index->ask(asker, request, [submission, done](domain::Result<services::Answer> answer) {
      auto v = result_for(submission);
      v.index = std::make_shared<domain::IndexPuts>(answer->puts);
      v.exchanges.push_back(std::move(answer->exchange));
      v.exchanges.back().node = "form:links";
      v.exchanges.back().step = 1;
      v.exchanges.back().service = "index";
      v.exchanges.back().method = "exchange";
      done(std::move(v));
    });
    return domain::Result<void>{};
  };
}

class ErasureOverHttp : public testing::TestWithParam<bool> {
 protected:
  ErasureOverHttp() : service(integration::Setup{.run = run_that_puts(self), .durable = GetParam(), .log = log}) {
    self = &service;
  }
  Answer submit(const std::string& application = {}) {
    return client.ask("POST", "/v1/verifications", small_request,
                      application.empty() ? json_fields : with(json_fields, "Cotejo-Application", application));
  }
  std::size_t found(const Answer& submitted) {
    const auto trace = client.ask("GET", submitted.field("Location") + "/trace").json();
    return trace.at("exchanges").at(0).at("answer").at("found").at(0).at("entries").as_array().size();
  }

  std::shared_ptr<LogLines> log = std::make_shared<LogLines>();
  const Service* self = nullptr;
  Service service;
  Client client = service.client();
};
INSTANTIATE_TEST_SUITE_P(Stores, ErasureOverHttp, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Sqlite" : "Memory"; });

TEST_P(ErasureOverHttp, TheTraceShowsWhatWasAskedAndNotWhatAbout) {
  submit();
  const auto second = submit();
  ASSERT_EQ(second.status, 201);
  EXPECT_EQ(found(second), 1u);
  const auto trace = client.ask("GET", second.field("Location") + "/trace").body;
  EXPECT_NE(trace.find(R"("space":"phone")"), std::string::npos);
  EXPECT_EQ(trace.find("5550001111"), std::string::npos);
  EXPECT_EQ(trace.find("PERSON"), std::string::npos);
}

TEST_P(ErasureOverHttp, VerificationsOfOneApplicationDoNotFindEachOther) {
  submit("loan-7");
  EXPECT_EQ(found(submit("loan-7")), 0u);
  EXPECT_EQ(found(submit("loan-8")), 1u);
}

TEST_P(ErasureOverHttp, AnApplicationIsAWordInVisibleAscii) {
  for (const auto& application : {std::string("loan 7"), std::string(129, 'x')}) {
    auto alone = service.client();  // what is refused before its body is read ends the connection
    const auto fields = with(json_fields, "Cotejo-Application", application);
    const auto refused = alone.ask("POST", "/v1/verifications", small_request, fields);
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.json().at("code").as_string(), "request.malformed_application");
  }
}

TEST_P(ErasureOverHttp, APersonIsForgotten) {
  const auto first = submit(), second = submit();
  const auto erased = client.ask("POST", "/v1/erasures", R"({"owner": "PERSON-1"})", json_fields);
  EXPECT_EQ(erased.status, 200);
  EXPECT_EQ(erased.json().at("keys").to_number<int>(), 2);
  EXPECT_EQ(erased.json().at("vectors").to_number<int>(), 2);
  EXPECT_EQ(erased.json().at("verifications").as_array().size(), 2u);
  EXPECT_FALSE(service.index->holds({1, 0}));
  EXPECT_EQ(found(submit()), 0u);
  EXPECT_EQ(client.ask("GET", first.field("Location")).status, 200);
}

TEST_P(ErasureOverHttp, AnErasureNamesOneOwner) {
  for (const char* body : {"", "[]", "{}", R"({"owner": ""})", R"({"owner": 7})", R"({"owner": "P", "tenant": "x"})"})
    EXPECT_EQ(client.ask("POST", "/v1/erasures", body, json_fields).status, 400) << body;
  EXPECT_EQ(client.ask("POST", "/v1/erasures", "{\"owner\": \"" + std::string(5000, 'x') + "\"}", json_fields).status,
            413);
}

TEST_P(ErasureOverHttp, EvidenceIsErasedAndTheDecisionStays) {
  const auto submitted = submit();
  const std::string where = submitted.field("Location");
  const auto erased = client.ask("DELETE", where + "/evidence");
  EXPECT_EQ(erased.status, 200);
  EXPECT_EQ(erased.json().at("keys").to_number<int>(), 1);
  const auto left = client.ask("GET", where).json();
  EXPECT_EQ(left.at("decision").at("outcome").as_string(), "review");
  EXPECT_EQ(left.at("items").at(0).at("code").as_string(), "fiction.blurred");
  EXPECT_TRUE(left.at("items").at(0).at("params").as_object().empty());
  EXPECT_TRUE(left.at("evidence").as_array().empty());
  EXPECT_TRUE(left.at("feedback").as_array().empty());
  for (const auto& trait : left.at("traits").as_array())
    EXPECT_EQ(trait.at("absent_reason").as_string(), "evidence.erased");
  EXPECT_TRUE(client.ask("GET", where + "/trace").json().at("exchanges").as_array().empty());
  EXPECT_EQ(found(submit()), 0u);
  EXPECT_EQ(client.ask("DELETE", where + "/evidence").status, 200);  // again
  const auto more =
      client.ask("PUT", where + "/evidence/photo", "\xff\xd8\xff\xe0 more", {{"Content-Type", "image/jpeg"}});
  EXPECT_EQ(more.status, 410);
  EXPECT_EQ(more.json().at("code").as_string(), "verification.erased");
}

TEST_P(ErasureOverHttp, IsLoggedAsAFactWithoutThePerson) {
  const auto first = submit();
  submit();
  client.ask("POST", "/v1/erasures", R"({"owner": "PERSON-1"})", json_fields);
  client.ask("DELETE", first.field("Location") + "/evidence");
  const std::string lines = log->text();
  EXPECT_NE(lines.find(R"("event":"erasure.done","tenant":"default","of":"owner","verification_id":"","keys":2,)"
                       R"("vectors":2,"verifications":2)"),
            std::string::npos)
      << lines;
  EXPECT_NE(lines.find(R"("of":"verification","verification_id":")" + std::string(first.json().at("id").as_string())),
            std::string::npos)
      << lines;
  EXPECT_EQ(lines.find("PERSON"), std::string::npos);
}

TEST_P(ErasureOverHttp, WhatIsNotThereCannotBeErased) {
  EXPECT_EQ(client.ask("DELETE", "/v1/verifications/ver_none/evidence").status, 404);
}

TEST(ErasureOverHttp, WaitsForTheEndOfWhatRuns) {
  HeldRuns runs;
  Service service({.run = runs.run()});
  auto client = service.client();
  const auto submitted = client.ask("POST", "/v1/verifications", small_request, with(json_fields, "Prefer", "wait=0"));
  const auto held = runs.next();
  EXPECT_EQ(client.ask("DELETE", submitted.field("Location") + "/evidence").status, 409);
  held.done(result_for(held.submission));
  EXPECT_EQ(client.ask("DELETE", submitted.field("Location") + "/evidence").status, 200);
}

}  // namespace
}  // namespace cotejo::integration
