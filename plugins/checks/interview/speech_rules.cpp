#include <algorithm>

#include "rules.hpp"

namespace interview_check {
namespace {

using cotejo::Severity;

// The record's clock and the recording's are not quite one: an answer may be heard so much sooner or later.
constexpr double kClocksApart = 1.0;
// Seconds of speech that make an answer: a short "yes".
constexpr double kShortest = 0.2;

double heard(const std::vector<Speech>& speech, double from, double to) {
  double sum = 0;
  for (const Speech& part : speech) sum += std::max(0.0, std::min(part.to, to) - std::max(part.from, from));
  return sum;
}

void somebody_speaks(const Context& c, Judgement& j) {
  if (c.params.sound == "ignored") return;
  const auto& seconds = c.facts.speech_seconds;
  if (!seconds) return j.leave_open();
  if (*seconds >= c.params.min_speech_seconds) return j.hold({seconds});
  j.find("interview.no_speech", Severity::major, {seconds},
         {{"seconds", rounded(*seconds)}, {"limit", c.params.min_speech_seconds}});
}

// Whoever asks may be heard in the time of an answer, too, but not at its end: where nobody is heard there, the record
// has an answer that the recording has not. One may be a nod, or spoken too softly, and is left to a person; most of
// them without any sound is a record of another recording.
void answers_are_heard(const Context& c, Judgement& j) {
  if (c.params.sound == "ignored") return;
  const auto& speech = c.facts.speech;
  const auto& seconds = c.facts.speech_seconds;
  const auto& timed = c.facts.timed;
  if (!speech || !timed || timed->empty()) return;
  if (seconds && *seconds < c.params.min_speech_seconds) return;  // told already
  const auto answers = static_cast<std::int64_t>(timed->size());
  std::int64_t unheard = 0, silent = 0;
  std::string questions;
  for (const Timed& t : *timed) {
    const double from = t.asked - kClocksApart, to = t.answered + kClocksApart;
    unheard += heard(*speech, from, to) < kShortest;
    if (heard(*speech, std::max(from, t.answered - c.params.max_answer_lag), to) >= kShortest) continue;
    ++silent;
    questions += (questions.empty() ? "" : ", ") + t.question;
  }
  const double share = 1 - static_cast<double>(unheard) / static_cast<double>(answers);
  if (share < c.params.min_spoken_answers)
    return j.find("interview.answers_unspoken", Severity::major, {speech, timed},
                  {{"count", unheard}, {"answers", answers}});
  if (silent == 0) return j.hold({speech, timed});
  j.doubt("interview.answer_silent", {speech, timed},
          {{"count", silent}, {"answers", answers}, {"questions", questions}});
}

}  // namespace

std::span<const Rule> speech_rules() {
  static const std::vector<Rule> rules{
      {"somebody_speaks", somebody_speaks, {"interview.no_speech"}},
      {"answers_are_heard", answers_are_heard, {"interview.answers_unspoken", "interview.answer_silent"}}};
  return rules;
}

}  // namespace interview_check
