#include "../record.hpp"

#include <gtest/gtest.h>

#include "interviews.hpp"

namespace cotejo::interview_record {
namespace {

using interviews::sound;
using interviews::with;

const RecordReader& reader() {
  static const RecordReader one;
  return one;
}

Record read(const boost::json::value& document) {
  auto result = reader().read(document);
  if (const auto* fault = std::get_if<Fault>(&result)) {
    ADD_FAILURE() << fault->where;
    return {};
  }
  return std::get<Record>(std::move(result));
}

std::string refused_at(const boost::json::value& document) {
  const auto result = reader().read(document);
  const auto* fault = std::get_if<Fault>(&result);
  return fault ? fault->where : "accepted";
}

TEST(InterviewRecord, KeepsTimesOfBothFormsAsSecondsSinceTheStart) {
  const Record record = read(sound());
  ASSERT_EQ(record.questions.size(), 4U);
  EXPECT_EQ(record.questions[0].asked, 3.0);
  EXPECT_EQ(record.questions[0].answered, 6.2);
  EXPECT_EQ(record.questions[1].asked, 7.0);
  EXPECT_EQ(record.questions[1].answered, 11.5);
  EXPECT_EQ(record.duration(), 30.0);
  EXPECT_EQ(record.consent->at, 1.5);
}

TEST(InterviewRecord, OffsetsGoBeforeInstants) {
  EXPECT_EQ(read(with("/questions/1/asked_ms", 8000)).questions[1].asked, 8.0);
}

TEST(InterviewRecord, DigestsTheStatementItself) {
  const Record record = read(sound());
  // printf %s 'Autorizo.' | sha256sum
  EXPECT_EQ(record.consent->sha256, "c79949a374705b208626de07a00861877c80d5aca7feb7fe62c080da024c41e3");
  EXPECT_FALSE(record.consent->contradictory);
  EXPECT_TRUE(read(with("/consent/text_sha256", std::string(64, 'a'))).consent->contradictory);
  std::string upper = "c79949a374705b208626de07a00861877c80d5aca7feb7fe62c080da024c41e3";
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  EXPECT_FALSE(read(with("/consent/text_sha256", upper)).consent->contradictory);
}

TEST(InterviewRecord, BlankAnswersAreNone) {
  EXPECT_FALSE(read(sound()).questions[3].answer);
  for (const boost::json::value& blank : {boost::json::value(""), boost::json::value(" \t\n"), boost::json::value()})
    EXPECT_FALSE(read(with("/questions/0/answer", blank)).questions[0].answer);
}

TEST(InterviewRecord, MembersOfALaterTimeAreIgnored) {
  EXPECT_EQ(read(with("/device", "tablet 4")).questions.size(), 4U);
}

TEST(InterviewRecord, IsRefusedWithThePlaceAndNothingOfTheDocument) {
  EXPECT_EQ(refused_at("text"), "the document");
  EXPECT_EQ(refused_at(with("/format", "cotejo.interview/2")), "format");
  EXPECT_EQ(refused_at(with("/started_at", "2026-02-30T23:30:00-06:00")), "started_at");
  EXPECT_EQ(refused_at(with("/ended_at", "2026-11-20T23:29:59-06:00")), "ended_at");
  EXPECT_EQ(refused_at(with("/questions/2/asked_ms", 1.5)), "questions[2].asked_ms");
  EXPECT_EQ(refused_at(with("/questions/2/asked_ms", 86400001)), "questions[2].asked_ms");
  EXPECT_EQ(refused_at(with("/questions/1/answered_at", "2026-11-20 yesterday!!")), "questions[1].answered_at");
  EXPECT_EQ(refused_at(with("/questions/2/id", "amount ")), "accepted");
  EXPECT_EQ(refused_at(with("/questions/2/id", "full_name")), "questions[2].id");
  EXPECT_EQ(refused_at(with("/questions/2/id", std::string(65, 'x'))), "questions[2].id");
  EXPECT_EQ(refused_at(with("/questions/0/answer", std::string(2001, 'x'))), "questions[0].answer");
  EXPECT_EQ(refused_at(with("/questions/0/answer", boost::json::array{})), "questions[0].answer");
  EXPECT_EQ(refused_at(with("/consent/text_sha256", std::string(64, 'g'))), "consent.text_sha256");
  EXPECT_EQ(refused_at(with("/questions", boost::json::array{})), "questions");
}

TEST(InterviewRecord, AnswersHaveTheTypeThatTheyAreSaidToHave) {
  struct Answer {
    const char* type;
    boost::json::value right, wrong;
  };
  const Answer all[] = {{"text", "x", 1},
                        {"integer", 1, 1.5},
                        {"number", 1.5, "1.5"},
                        {"boolean", true, "yes"},
                        {"date", "1988-03-11", "11/03/1988"},
                        {"choice", "a", 1}};
  for (const auto& each : all) {
    const auto typed = with("/questions/0/type", each.type);
    EXPECT_EQ(refused_at(with("/questions/0/answer", each.right, typed)), "accepted") << each.type;
    EXPECT_EQ(refused_at(with("/questions/0/answer", each.wrong, typed)), "questions[0].answer") << each.type;
  }
}

TEST(InterviewRecord, HasTwoHundredQuestionsAtTheMost) {
  boost::json::array many;
  for (int i = 0; i < 200; ++i) many.push_back(boost::json::object{{"id", "q" + std::to_string(i)}});
  EXPECT_EQ(refused_at(with("/questions", many)), "accepted");
  many.push_back(boost::json::object{{"id", "one more"}});
  EXPECT_EQ(refused_at(with("/questions", many)), "questions");
}

}  // namespace
}  // namespace cotejo::interview_record
