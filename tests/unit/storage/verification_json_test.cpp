#include "storage/verification_json.hpp"

#include <gtest/gtest.h>

namespace cotejo::storage {
namespace {

domain::Verification full() {
  domain::Verification v;
  v.id = "ver_1";
  v.product = {"fiction", 7, "sha256:ab"};
  v.status = domain::Status::completed;
  v.evidence = {{"photo", "image/jpeg", "sha256:cd", 12345678901}};
  v.decision = domain::Decision{domain::Outcome::reject, true, 0.97999999999999998, {"a.b"}, {0}, {"c"}};
  v.checks = {{"c",
               "check.c@1.0.0",
               domain::Verdict::undecided,
               0.5,
               {0},
               {{"photo:x", 0, ""}, {"photo", std::nullopt, "blurred"}},
               0.25}};
  domain::Item item;
  item.code = "a.b";
  item.severity = domain::Severity::critical;
  item.confidence = 0.1 + 0.2;
  item.node = "c";
  item.from_check = true;
  item.evidence = {"photo"};
  item.traits = {"photo:x.y"};
  item.places = {{"photo", {0.1, 0.2, 0.3, 0.4, 2, 5'000'000'000}}};
  item.params = {{"expected", "Ñandú \"x\"\n"}, {"score", 0.98}, {"whole", 1.0}, {"count", 3}};
  item.reason_class = "fraud";
  v.items = {item};
  v.feedback = {{domain::Audience::applicant, "es-MX", 0, "Envíe otra foto", "resubmit", "photo", 2}};
  v.traits = {{"photo:x.y", domain::Value{domain::ValueType::text, std::string("Ñ")}, 0.9, "", "x@1", "photo",
               domain::Region{0, 0, 1, 1, 0, 0}},
              {"photo:x.n", domain::Value{domain::ValueType::number, 1.0}, 1, "", "x@1", "photo", std::nullopt},
              {"photo:x.i", domain::Value{domain::ValueType::integer, std::int64_t{1} << 60}, 1, "", "x@1", "photo",
               std::nullopt},
              {"photo:x.b", domain::Value{domain::ValueType::boolean, true}, 1, "", "x@1", "photo", std::nullopt},
              {"photo:x.v", domain::Value{domain::ValueType::vector, std::vector<float>{0.1f, -1e-7f}}, 1, "", "x@1",
               "photo", std::nullopt},
              {"photo:x.j", domain::Value{domain::ValueType::json, boost::json::value{1.0, nullptr, "s"}}, 1, "", "x@1",
               "photo", std::nullopt},
              {"photo:x.z", std::nullopt, 0, "not_readable", "x@1", "photo", std::nullopt}};
  v.artifacts = {{"photo:x.map",
                  "x@1",
                  "photo",
                  "image/png",
                  "sha256:ff",
                  70,
                  4,
                  3,
                  {{{0, 0}, {1, 0}, {1, 0.5}, {0, 0.5}}},
                  nullptr}};
  v.errors = {domain::make_retriable_error(domain::Scope::service, "service.timeout", "no answer", "svc")};
  v.errors[0].blocked = {"c"};
  v.trace = {{"photo:x", "x@1", "failed", 0.5, 0.25, 3, "service.timeout", {"m=sha256:ee"}}};
  v.trace_id = "00";
  v.attempt = 2;
  v.created_at = domain::TimePoint(std::chrono::milliseconds(1767225600123));
  v.completed_at = domain::TimePoint(std::chrono::milliseconds(1767225601456));
  return v;
}

TEST(VerificationJson, ComesBackWhole) {
  const std::string text = to_text(full());
  const auto again = from_text(text);
  ASSERT_TRUE(again);
  EXPECT_EQ(to_text(*again), text);
  EXPECT_EQ(again->items[0].confidence, 0.1 + 0.2);
  EXPECT_EQ(again->items[0].places[0].region.time_ns, 5'000'000'000);
  EXPECT_EQ(again->items[0].params, full().items[0].params);
  EXPECT_EQ(std::get<double>(again->traits[1].value->data), 1.0);
  EXPECT_EQ(std::get<std::int64_t>(again->traits[2].value->data), std::int64_t{1} << 60);
  EXPECT_EQ(std::get<std::vector<float>>(again->traits[4].value->data), (std::vector<float>{0.1f, -1e-7f}));
  EXPECT_FALSE(again->traits[6].value);
  EXPECT_EQ(*again->checks[0].blocked_by[0].error, 0u);
  EXPECT_FALSE(again->checks[0].blocked_by[1].error);
  EXPECT_EQ(again->checks[0].blocked_by[1].reason, "blurred");
  EXPECT_EQ(again->feedback[0].evidence, "photo");
  EXPECT_EQ(again->errors[0].at, "svc");
  EXPECT_EQ(again->trace[0].error_code, "service.timeout");
  EXPECT_EQ(again->trace[0].models, full().trace[0].models);
  EXPECT_EQ(again->completed_at, full().completed_at);
}

// Most of a text is skipped, brackets and quotes in it included.
TEST(VerificationJson, GivesWhatADecisionIsMadeOfAlone) {
  auto v = full();
  v.feedback[0].text = R"(a "quoted" } brace, a ] bracket and a \ before "traits":[)";
  v.traits[0].value->data = std::string(R"(\"},{"items":[)");
  const auto judged = from_text(to_text(v), Parts::judged);
  ASSERT_TRUE(judged);
  EXPECT_TRUE(judged->traits.empty());
  EXPECT_TRUE(judged->feedback.empty());
  v.traits.clear();
  v.feedback.clear();
  v.artifacts.clear();
  v.trace.clear();
  v.exchanges.clear();
  EXPECT_EQ(to_text(*judged), to_text(v));
  EXPECT_FALSE(from_text("{\"id\":\"ver_1\"", Parts::judged));
  EXPECT_FALSE(from_text("", Parts::judged));
}

TEST(VerificationJson, ReadsWhatTheFirstVersionsStored) {
  // Empty texts and lists were written, and a node's error was called `error_code`.
  const auto read = from_text(
      R"({"id":"ver_1","tenant":"default","product":{"id":"p","version":1,"digest":"d"},"status":"completed",
          "evidence":[],"checks":[{"name":"c","component":"check.c@1.0.0","verdict":"undecided","confidence":0,"items":[],
          "blocked_by":[{"node":"n","error":0,"reason":""}],"duration_ms":1}],"items":[],
          "feedback":[{"audience":"agent","locale":"en","text":"t","action":"none","evidence":""}],"traits":[],
          "errors":[{"scope":"service","retriable":true,"code":"service.timeout","message":"m","at":"","blocked":[]}],
          "trace":[{"node":"n","component":"n@1","status":"failed","started_ms":0,"queued_ms":0,"run_ms":1,
          "error_code":"service.timeout","models":[]},{"node":"o","component":"o@1","status":"completed","started_ms":0,
          "queued_ms":0,"run_ms":1,"error_code":"","models":["m=sha256:ee"]}],
          "trace_id":"00","attempt":1,"created_at":0,"completed_at":1})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->trace[0].error_code, "service.timeout");
  EXPECT_TRUE(read->trace[1].error_code.empty());
  EXPECT_EQ(read->trace[1].models.at(0), "m=sha256:ee");
  EXPECT_TRUE(read->checks[0].blocked_by[0].reason.empty());
  EXPECT_TRUE(read->feedback[0].evidence.empty());
  EXPECT_TRUE(read->errors[0].at.empty());
}

TEST(VerificationJson, RefusesAnythingElse) {
  EXPECT_FALSE(from_text("{}"));
  EXPECT_FALSE(from_text("[1]"));
  EXPECT_FALSE(from_text(""));
}

}  // namespace
}  // namespace cotejo::storage
