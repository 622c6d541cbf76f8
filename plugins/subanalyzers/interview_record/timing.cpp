#include "timing.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cmath>

namespace cotejo::interview_record {
namespace {

// Systems write times down to the second, some round them: what is within it is no contradiction.
constexpr double kRounding = 1.0;

// People take from one answer to the next as many different times; what a program makes up is often even. Spread of the
// durations of at least so many answers, in seconds.
constexpr std::size_t kEnoughAnswers = 5;
constexpr double kEven = 0.05;

double characters_of(const boost::json::value& answer) {
  if (answer.is_bool()) return 0;  // a nod
  if (!answer.is_string()) return static_cast<double>(boost::json::serialize(answer).size());
  const std::string_view text = answer.as_string();
  return static_cast<double>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

class Search {
 public:
  Search(const Record& record, const TimingLimits& limits) : record_(record), limits_(limits) {
    for (const Question& question : record.questions)
      if (question.asked) by_time_.push_back(&question);
    std::stable_sort(by_time_.begin(), by_time_.end(),
                     [](const auto* a, const auto* b) { return *a->asked < *b->asked; });
  }

  std::vector<Anomaly> all() {
    each([](const Question& q) { return q.asked && q.answered ? *q.asked - *q.answered : 0; }, 0,
         "answer_before_question");
    overlaps();
    each([&](const Question& q) { return too_fast(q); }, 0, "too_fast");
    each([&](const Question& q) { return outside(q); }, kRounding, "outside");
    alike();
    gaps();
    each([](const Question& q) { return q.answer && (!q.asked || !q.answered) ? 1 : 0; }, 0, "untimed");
    return std::move(found_);
  }

 private:
  template <class Amount>
  void each(Amount amount, double above, std::string_view kind) {
    for (const Question& question : record_.questions)
      if (const double seconds = amount(question); seconds > above) found_.push_back({kind, question.id, seconds});
  }

  // The next question, before this one was answered.
  void overlaps() {
    for (std::size_t i = 0; i + 1 < by_time_.size(); ++i) {
      const Question &one = *by_time_[i], &next = *by_time_[i + 1];
      if (one.answered && *one.answered - *next.asked > kRounding)
        found_.push_back({"overlap", next.id, *one.answered - *next.asked});
    }
  }

  // By how much the answer is shorter than it takes to say it. An answer before its question is told as that.
  double too_fast(const Question& q) const {
    if (!q.answer || !q.asked || !q.answered || *q.answered < *q.asked) return 0;
    return characters_of(*q.answer) / limits_.max_characters_per_second - (*q.answered - *q.asked);
  }

  double outside(const Question& q) const {
    double worst = 0;
    for (const auto& time : {q.asked, q.answered})
      if (time) worst = std::max({worst, -*time, *time - record_.duration()});
    return worst;
  }

  void alike() {
    std::vector<double> durations;
    for (const Question& q : record_.questions)
      if (q.answer && q.asked && q.answered) durations.push_back(*q.answered - *q.asked);
    if (durations.size() < kEnoughAnswers) return;
    const auto [low, high] = std::minmax_element(durations.begin(), durations.end());
    if (*high - *low < kEven) found_.push_back({"alike", "", *high});
  }

  // From an answer to the next question.
  void gaps() {
    for (std::size_t i = 0; i + 1 < by_time_.size(); ++i) {
      const double from = by_time_[i]->answered.value_or(*by_time_[i]->asked);
      if (*by_time_[i + 1]->asked - from > limits_.max_gap)
        found_.push_back({"gap", by_time_[i + 1]->id, *by_time_[i + 1]->asked - from});
    }
  }

  const Record& record_;
  const TimingLimits& limits_;
  std::vector<const Question*> by_time_;  // those that say when they were asked
  std::vector<Anomaly> found_;
};

}  // namespace

std::vector<Anomaly> timing_anomalies(const Record& record, const TimingLimits& limits) {
  return Search(record, limits).all();
}

}  // namespace cotejo::interview_record
