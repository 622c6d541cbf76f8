#include <gtest/gtest.h>

#include <cotejo/testing.hpp>

#include "../interview_record.hpp"
#include "interviews.hpp"

namespace cotejo::interview_record {
namespace {

using interviews::sound;
using interviews::with;

testing::Result run(const boost::json::value& document, std::string_view params = "{}") {
  testing::Fake<InterviewRecord> fake(params);
  fake.given("document", boost::json::serialize(document));
  auto result = fake.run();
  EXPECT_TRUE(result.breaches.empty());
  return result;
}

boost::json::value json_of(const testing::Result& result, std::string_view name) {
  return boost::json::parse(result.trait(name)->text());
}

TEST(InterviewRecordComponent, TellsWhatTheRecordSays) {
  const auto result = run(sound());
  EXPECT_EQ(result.status, Status::ok);
  EXPECT_EQ(result.trait("questionnaire")->text(), "credito-personal");
  EXPECT_EQ(result.trait("operator_id")->text(), "op-17");
  EXPECT_EQ(result.trait("started_at")->text(), "2026-11-21T05:30:00.000Z");
  EXPECT_EQ(result.trait("date")->text(), "2026-11-20");  // of the clock that wrote it
  EXPECT_EQ(result.trait("duration")->number(), 30);
  EXPECT_TRUE(result.trait("consent_given")->boolean());
  EXPECT_EQ(result.trait("asked")->integer(), 4);
  EXPECT_EQ(result.trait("answered")->integer(), 3);
  EXPECT_EQ(json_of(result, "answers").at("amount").as_int64(), 25000);
  EXPECT_EQ(json_of(result, "questions").at(0).at("answered").as_double(), 6.2);
  EXPECT_EQ(json_of(result, "anomalies"), boost::json::array{});
}

TEST(InterviewRecordComponent, MissesWhatProductAndRecordCallMandatory) {
  EXPECT_EQ(json_of(run(sound()), "missing"), (boost::json::array{"owns_home"}));
  const auto more = run(sound(), R"({"mandatory": ["full_name", "employer"]})");
  EXPECT_EQ(json_of(more, "missing"), (boost::json::array{"employer", "owns_home"}));
}

TEST(InterviewRecordComponent, SaysWhyAValueIsNotThere) {
  auto bare = sound().as_object();
  for (const auto* name : {"operator", "consent", "language"}) bare.erase(name);
  const auto result = run(bare);
  EXPECT_EQ(result.traits.at("operator_id").absent_reason, "interview.record.not_stated");
  EXPECT_EQ(result.traits.at("consent_at").absent_reason, "interview.record.not_stated");
  EXPECT_FALSE(result.trait("consent_given")->boolean());
  EXPECT_EQ(run(with("/consent/text_sha256", std::string(64, '0'))).traits.at("consent_sha256").absent_reason,
            "interview.record.contradictory");
}

TEST(InterviewRecordComponent, RefusesWhatIsNoRecordWithoutQuotingIt) {
  const auto result = run(with("/questions/0/answer", boost::json::object{{"Rosa", 1}}));
  EXPECT_EQ(result.status, Status::invalid_input);
  EXPECT_EQ(result.failure_code, "interview.record.invalid");
  EXPECT_NE(result.failure_message.find("questions[0].answer"), std::string::npos);
  EXPECT_EQ(result.failure_message.find("Rosa"), std::string::npos);
}

TEST(InterviewRecordComponent, TellsWhatItsTimesSay) {
  const auto result = run(with("/questions/0/answered_ms", 2000));
  EXPECT_EQ(json_of(result, "anomalies"),
            (boost::json::array{{{"kind", "answer_before_question"}, {"question", "full_name"}, {"seconds", 1.0}}}));
}

}  // namespace
}  // namespace cotejo::interview_record
