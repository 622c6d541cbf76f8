// interview.record: the questions and answers of an interview, its consent, and anomalies in its times.
#pragma once
#include <cmath>
#include <cotejo/plugin.hpp>

#include "record.hpp"
#include "timing.hpp"

namespace cotejo::interview_record {

class InterviewRecord final : public SubAnalyzer {
 public:
  static constexpr About about{"interview.record", "1.0.0",
                               "Questions, answers, consent and operator of an interview, and what its times say"};
  static constexpr bool parallel = true;

  struct Params {
    std::vector<std::string> mandatory;
    double max_characters_per_second = 30;
    double max_gap_seconds = 60;
    static void describe(ParamSet<Params>& set) {
      set.add("mandatory", &Params::mandatory,
              "Ids of questions that must be answered, besides those that the record calls mandatory");
      set.add("max_characters_per_second", &Params::max_characters_per_second,
              "Answers that are longer for their time cannot have been spoken")
          .range(1, 1000);
      set.add("max_gap_seconds", &Params::max_gap_seconds, "Longer silences between answer and question are told")
          .range(1, 3600);
    }
  };

  explicit InterviewRecord(Params params) : params_(std::move(params)) {}

  Port<Json> document{this, "document", "json.document", "The record, as interview-record.schema.json describes it"};

  Trait<std::string> questionnaire{this, "questionnaire", "Its id"};
  Trait<std::string> version{this, "version", "Of the questionnaire"};
  Trait<std::string> language{this, "language", "BCP 47"};
  Trait<std::string> operator_id{this, "operator_id", "Who asked"};
  Trait<std::string> operator_name{this, "operator_name", "Who asked"};
  Trait<std::string> started_at{this, "started_at", "Instant in UTC"};
  Trait<Date> date{this, "date", "Of the start, by the clock that wrote the record"};
  Trait<double> duration{this, "duration", "Seconds from start to end"};
  Trait<double> recording_offset{this, "recording_offset", "Seconds from the start to that of the recording"};
  Trait<bool> consent_given{this, "consent_given", "Whether consent was given, as the record says"};
  Trait<std::string> consent_version{this, "consent_version", "Of the statement"};
  Trait<std::string> consent_sha256{this, "consent_sha256",
                                    "Of the statement's text, computed where the text is there"};
  Trait<std::string> consent_channel{this, "consent_channel", "How it was given"};
  Trait<double> consent_at{this, "consent_at", "Seconds since the start"};
  Trait<std::int64_t> asked{this, "asked", "Questions"};
  Trait<std::int64_t> answered{this, "answered", "Questions with an answer"};
  Trait<Json> missing{this, "missing", "Ids of mandatory questions without an answer"};
  Trait<Json> answers{this, "answers", "By question id; those that were answered"};
  Trait<Json> questions{this, "questions", "Each with its times (seconds since the start), text and answer"};
  Trait<Json> anomalies{this, "anomalies", "Of the times: kind, question, seconds; README.md lists the kinds"};

  Code invalid{this, "interview.record.invalid"};
  Code not_stated{this, "interview.record.not_stated"};
  Code contradictory{this, "interview.record.contradictory"};

  Status run(Call& call) override {
    const auto read = reader_.read(call.get(document)->parse());
    if (const auto* fault = std::get_if<Fault>(&read))
      return call.reject(invalid, "not what interview-record.schema.json asks for: " + fault->where);
    const Record& record = std::get<Record>(read);
    call.emit(questionnaire, std::string_view(record.questionnaire), 1);
    call.emit(version, std::string_view(record.version), 1);
    tell(call, language, record.language);
    tell(call, operator_id, record.operator_id);
    tell(call, operator_name, record.operator_name);
    call.emit(started_at, std::string_view(instants::to_utc_text(record.started.utc)), 1);
    call.emit(date, std::string_view(instants::to_utc_text(record.started.utc + record.started.offset).substr(0, 10)),
              1);
    call.emit(duration, record.duration(), 1);
    call.emit(recording_offset, record.recording_offset, 1);
    tell_consent(call, record.consent);
    tell_questions(call, record);
    boost::json::array strange;
    for (const Anomaly& anomaly :
         timing_anomalies(record, {params_.max_characters_per_second, params_.max_gap_seconds}))
      strange.push_back(boost::json::object{
          {"kind", anomaly.kind}, {"question", anomaly.question}, {"seconds", thousandths(anomaly.seconds)}});
    call.emit(anomalies, strange, 1);
    return Status::ok;
  }

 private:
  static double thousandths(double value) { return std::round(value * 1000) / 1000; }

  void tell(Call& call, const Trait<std::string>& trait, const std::string& value) const {
    if (value.empty()) return call.absent(trait, not_stated);
    call.emit(trait, std::string_view(value), 1);
  }

  void tell_consent(Call& call, const std::optional<Consent>& consent) const {
    const Consent stated = consent.value_or(Consent{});
    call.emit(consent_given, stated.given, 1);
    tell(call, consent_version, stated.version);
    tell(call, consent_channel, stated.channel);
    if (stated.contradictory) {
      call.absent(consent_sha256, contradictory);
    } else {
      tell(call, consent_sha256, stated.sha256);
    }
    if (stated.at) {
      call.emit(consent_at, *stated.at, 1);
    } else {
      call.absent(consent_at, not_stated);
    }
  }

  void tell_questions(Call& call, const Record& record) const {
    boost::json::array rows, unanswered;
    boost::json::object given;
    std::vector<std::string> required = params_.mandatory;
    for (const Question& q : record.questions) {
      boost::json::object row{{"question", q.id}};
      if (q.asked) row["asked"] = thousandths(*q.asked);
      if (q.answered) row["answered"] = thousandths(*q.answered);
      row["text"] = q.text;
      row["answer"] = q.answer.value_or(nullptr);
      rows.push_back(std::move(row));
      if (q.answer) given[q.id] = *q.answer;
      if (q.mandatory && std::find(required.begin(), required.end(), q.id) == required.end()) required.push_back(q.id);
    }
    for (const std::string& id : required)
      if (!given.contains(id)) unanswered.emplace_back(id);
    call.emit(asked, static_cast<std::int64_t>(record.questions.size()), 1);
    call.emit(answered, static_cast<std::int64_t>(given.size()), 1);
    call.emit(missing, unanswered, 1);
    call.emit(answers, given, 1);
    call.emit(questions, rows, 1);
  }

  const Params params_;
  const RecordReader reader_;
};

}  // namespace cotejo::interview_record
