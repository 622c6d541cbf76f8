#include "../timing.hpp"

#include <gtest/gtest.h>

namespace cotejo::interview_record {
namespace {

using boost::json::value;

// Three questions of a calm interview of 40 s.
Record calm() {
  Record record;
  record.started = *instants::parse_instant("2026-11-20T10:00:00-06:00");
  record.ended = *instants::parse_instant("2026-11-20T10:00:40-06:00");
  record.questions = {{"name", "", true, 3.0, 6.5, value("Rosa María Zamora Quiroz")},
                      {"curp", "", true, 8.0, 16.0, value("ZAQR880311MDFMRS09")},
                      {"amount", "", true, 18.0, 21.0, value(25000)}};
  return record;
}

std::vector<std::string> told(const Record& record, TimingLimits limits = {}) {
  std::vector<std::string> all;
  for (const Anomaly& anomaly : timing_anomalies(record, limits))
    all.push_back(std::string(anomaly.kind) + " " + anomaly.question);
  return all;
}

using Told = std::vector<std::string>;

TEST(InterviewTimes, OfACalmInterviewSayNothing) {
  EXPECT_EQ(told(calm()), Told{});
}

TEST(InterviewTimes, NobodyAnswersBeforeBeingAsked) {
  Record record = calm();
  record.questions[1].answered = 7.9;
  EXPECT_EQ(told(record), Told{"answer_before_question curp"});
}

TEST(InterviewTimes, TheNextQuestionWaitsForTheAnswer) {
  Record record = calm();
  record.questions[2].asked = 14.9;
  EXPECT_EQ(told(record), Told{"overlap amount"});
  record.questions[2].asked = 15.1;  // within the rounding of systems that write whole seconds
  EXPECT_EQ(told(record), Told{});
}

TEST(InterviewTimes, NobodySpeaksFasterThanThat) {
  Record record = calm();
  record.questions[0].answered = 3.79;  // 24 letters, counted as letters and not as bytes, take 0.8 s at 30 a second
  EXPECT_EQ(told(record), Told{"too_fast name"});
  record.questions[0].answered = 3.81;
  EXPECT_EQ(told(record), Told{});
  EXPECT_EQ(told(record, {.max_characters_per_second = 20}), Told{"too_fast name"});
  record.questions[0].answer = value(true);  // a nod takes no time
  record.questions[0].answered = 3.0;
  EXPECT_EQ(told(record), Told{});
}

TEST(InterviewTimes, LieWithinTheInterview) {
  Record record = calm();
  record.questions[0].asked = -1.5;
  record.questions[2].answered = 41.5;
  EXPECT_EQ(told(record), (Told{"outside name", "outside amount"}));
}

TEST(InterviewTimes, AreNeverAllAlike) {
  Record record = calm();
  record.questions.clear();
  for (int i = 0; i < 5; ++i)
    record.questions.push_back({std::to_string(i), "", false, 3.0 + 6 * i, 5.5 + 6 * i, value("Sí")});
  EXPECT_EQ(told(record), Told{"alike "});
  record.questions[3].answered = *record.questions[3].answered + 0.06;
  EXPECT_EQ(told(record), Told{});
  record.questions.pop_back();
  record.questions[3].answered = *record.questions[3].asked + 2.5;
  EXPECT_EQ(told(record), Told{});  // four may be by chance
}

TEST(InterviewTimes, ALongSilenceIsTold) {
  Record record = calm();
  record.ended.utc += std::chrono::minutes(2);
  record.questions[2].asked = 76.5;
  record.questions[2].answered = 80;
  EXPECT_EQ(told(record), Told{"gap amount"});
  EXPECT_EQ(told(record, {.max_gap = 61}), Told{});
}

TEST(InterviewTimes, AnAnswerWithoutATimeIsTold) {
  Record record = calm();
  record.questions[1].answered.reset();
  record.questions.push_back({"phone", "", false, {}, {}, {}});  // not answered: nothing to time
  EXPECT_EQ(told(record), Told{"untimed curp"});
}

TEST(InterviewTimes, AreComparedInTheOrderOfAskingNotOfTheList) {
  Record record = calm();
  std::swap(record.questions[0], record.questions[2]);
  EXPECT_EQ(told(record), Told{});
}

}  // namespace
}  // namespace cotejo::interview_record
