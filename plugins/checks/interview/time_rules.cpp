#include <algorithm>
#include <cmath>

#include "rules.hpp"

namespace interview_check {
namespace {

using cotejo::Severity;

// What interview.record tells of times, and what it is called by people.
struct Strange {
  std::string_view kind, words;
};
constexpr Strange kImpossible[] = {{"answer_before_question", "respuesta antes de la pregunta"},
                                   {"overlap", "pregunta antes de terminar la respuesta anterior"},
                                   {"too_fast", "respuesta más rápida de lo que se puede decir"},
                                   {"outside", "fuera de la entrevista"},
                                   {"alike", "todas las respuestas duran lo mismo"}};

// How sure it is that times which cannot be were made up: a score, since clocks and software err, too.
constexpr double kMadeUp = 0.9;

void times_are_possible(const Context& c, Judgement& j) {
  const auto& anomalies = c.facts.anomalies;
  if (!anomalies) return j.miss(anomalies, kFieldMissing);
  bool any = false;
  for (const Strange& strange : kImpossible) {
    const auto of_this_kind = [&](const Anomaly& a) { return a.kind == strange.kind; };
    const auto first = std::find_if(anomalies->begin(), anomalies->end(), of_this_kind);
    if (first == anomalies->end()) continue;
    any = true;
    j.find("interview.times_impossible", Severity::major, kMadeUp * anomalies.probability, {anomalies},
           {{"what", strange.words},
            {"question", first->question},
            {"seconds", rounded(first->seconds)},
            {"count", std::count_if(anomalies->begin(), anomalies->end(), of_this_kind)}});
  }
  if (!any) j.hold({anomalies});
}

void answers_have_times(const Context& c, Judgement& j) {
  if (!c.facts.anomalies) return;
  const auto count = std::count_if(c.facts.anomalies->begin(), c.facts.anomalies->end(),
                                   [](const Anomaly& a) { return a.kind == "untimed"; });
  if (count > 0) j.doubt("interview.times_missing", {c.facts.anomalies}, {{"count", count}});
}

void there_is_no_long_silence(const Context& c, Judgement& j) {
  if (!c.facts.anomalies) return;
  for (const Anomaly& anomaly : *c.facts.anomalies) {
    if (anomaly.kind != "gap") continue;
    return j.find("interview.long_silence", Severity::minor, {c.facts.anomalies},
                  {{"question", anomaly.question}, {"seconds", rounded(anomaly.seconds)}});
  }
}

void video_is_long_enough(const Context& c, Judgement& j) {
  const auto& seconds = c.facts.video_seconds;
  if (!seconds) return j.leave_open();
  if (*seconds >= c.params.min_seconds) return j.hold({seconds});
  j.find("interview.too_short", Severity::major, {seconds},
         {{"seconds", rounded(*seconds)}, {"limit", c.params.min_seconds}});
}

void record_is_as_long_as_its_video(const Context& c, Judgement& j) {
  const auto &record = c.facts.record_seconds, &video = c.facts.video_seconds;
  if (!record || !video) return;
  if (std::abs(*record - *video) <= c.params.max_duration_difference) return j.hold({record, video});
  j.find("interview.duration_mismatch", Severity::major, {record, video},
         {{"found", rounded(*record)}, {"expected", rounded(*video)}});
}

}  // namespace

std::span<const Rule> time_rules() {
  static const std::vector<Rule> rules{
      {"times_are_possible", times_are_possible, {"interview.times_impossible"}},
      {"answers_have_times", answers_have_times, {"interview.times_missing"}},
      {"there_is_no_long_silence", there_is_no_long_silence, {"interview.long_silence"}},
      {"video_is_long_enough", video_is_long_enough, {"interview.too_short"}},
      {"record_is_as_long_as_its_video", record_is_as_long_as_its_video, {"interview.duration_mismatch"}}};
  return rules;
}

}  // namespace interview_check
