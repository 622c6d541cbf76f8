#include "facts.hpp"

#include <algorithm>
#include <judgement/json_members.hpp>

namespace interview_check {
namespace {

namespace json = boost::json;
using cotejo::judgement::Gathering;
using cotejo::judgement::list_of;
using cotejo::judgement::number_of;
using cotejo::judgement::text_of;

std::optional<std::vector<std::string>> texts_of(const cotejo::Json& text) {
  const json::value value = text.parse();
  if (!value.is_array()) return std::nullopt;
  std::vector<std::string> all;
  for (const auto& entry : value.as_array()) {
    if (!entry.is_string()) return std::nullopt;
    all.emplace_back(entry.as_string());
  }
  return all;
}

std::optional<json::object> object_of(const cotejo::Json& text) {
  json::value value = text.parse();
  if (!value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

std::optional<std::vector<Anomaly>> anomalies_of(const cotejo::Json& text) {
  return list_of<Anomaly>(text.parse(), [](const json::object& row) {
    return Anomaly{text_of(row, "kind"), text_of(row, "question"), number_of(row, "seconds").value_or(0)};
  });
}

struct Row {
  std::string question;
  std::optional<double> asked, answered;
  bool has_answer = false;
};

std::optional<std::vector<Row>> rows_of(const cotejo::Json& text) {
  return list_of<Row>(text.parse(), [](const json::object& row) {
    const auto* answer = row.if_contains("answer");
    return Row{text_of(row, "question"), number_of(row, "asked"), number_of(row, "answered"),
               answer && !answer->is_null()};
  });
}

// [{"from", "to"}…].
std::optional<std::vector<Speech>> speech_of(const cotejo::Json& text) {
  return list_of<Speech>(text.parse(), [](const json::object& row) {
    return Speech{number_of(row, "from").value_or(0), number_of(row, "to").value_or(0)};
  });
}

void gather_questions(const Gathering& from, const Ports& ports, Facts& facts) {
  const auto rows = from.take<std::vector<Row>>(ports.questions, rows_of);
  if (!rows) return;
  const auto number = [](double value) { return std::optional(value); };
  const double offset = from.take<double>(ports.recording_offset, number).value.value_or(0);
  std::vector<Timed> timed;
  for (const Row& row : *rows) {
    if (row.asked && (!facts.has_first || *row.asked < facts.first_asked)) {
      facts.first_asked = *row.asked;
      facts.has_first = true;
    }
    if (row.has_answer && row.asked && row.answered)
      timed.push_back({row.question, *row.asked - offset, *row.answered - offset});
  }
  facts.timed = {.value = std::move(timed), .probability = rows.probability, .port = rows.port, .field = rows.field};
}

}  // namespace

Facts gather(const cotejo::Call& call, const Ports& ports, const Expectations& expectations, double min_probability) {
  Facts facts;
  const Gathering from(call, min_probability);
  const auto number = [&](const Ports::In<double>& port) {
    return from.take<double>(port, [](double value) { return std::optional(value); });
  };
  facts.consent_given = from.flag(ports.consent_given);
  facts.has_record = facts.consent_given.value.has_value();
  facts.consent_version = from.text(ports.consent_version);
  facts.consent_sha256 = from.text(ports.consent_sha256);
  facts.consent_contradictory = call.get(ports.consent_sha256).absent_reason() == "interview.record.contradictory";
  facts.consent_at = number(ports.consent_at);
  facts.operator_id = from.text(ports.operator_id);
  facts.date = from.day(ports.date);
  facts.record_seconds = number(ports.record_seconds);
  facts.missing = from.take<std::vector<std::string>>(ports.missing, texts_of);
  facts.answers = from.take<json::object>(ports.answers, object_of);
  facts.anomalies = from.take<std::vector<Anomaly>>(ports.anomalies, anomalies_of);
  gather_questions(from, ports, facts);

  facts.video_seconds = number(ports.video_seconds);
  facts.persons = from.integer(ports.persons);
  facts.applicant_share = number(ports.applicant_share);
  facts.applicant_similarity = number(ports.applicant_similarity);
  facts.compared_quality = number(ports.compared_quality);
  facts.other_share = number(ports.other_share);
  facts.untold_share = number(ports.untold_share);
  facts.no_face_share = number(ports.no_face_share);
  facts.motion = from.text(ports.motion);
  facts.stirs = from.flag(ports.stirs);
  facts.no_applicant = call.get(ports.applicant_share).absent_reason();

  facts.speech_seconds = number(ports.speech_seconds);
  facts.speech = from.take<std::vector<Speech>>(ports.speech, speech_of);
  facts.expected = expectations.gather(call, min_probability);
  return facts;
}

}  // namespace interview_check
