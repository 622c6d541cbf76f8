#include "record.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <mx/person.hpp>
#include <set>

namespace cotejo::interview_record {
namespace {

namespace json = boost::json;
using instants::Instant;
using json_records::instant_of;
using json_records::Refusal;
using json_records::text_of;

constexpr std::string_view kSchema =
#include "schema.inc"
    ;

// `asked` of asked_ms or asked_at, in seconds since `start`.
std::optional<double> time_of(const json::object& object, const std::string& name, const std::string& where,
                              const Instant& start, Refusal& refused) {
  if (const auto* offset = object.if_contains(name + "_ms")) return static_cast<double>(offset->as_int64()) / 1000;
  if (!object.contains(name + "_at")) return std::nullopt;
  return instants::seconds_between(start.utc, instant_of(object, name + "_at", where, refused).utc);
}

std::string sha256_of(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) return {};
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    out += kDigits[digest[i] >> 4];
    out += kDigits[digest[i] & 15];
  }
  return out;
}

Consent consent_of(const json::object& object, const Instant& start, Refusal& refused) {
  Consent out;
  out.given = object.at("given").as_bool();
  out.version = text_of(object, "version");
  out.channel = text_of(object, "channel");
  out.sha256 = text_of(object, "text_sha256");
  for (char& c : out.sha256) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) refused.at("consent.text_sha256");
  }
  if (object.contains("text")) {
    const std::string own = sha256_of(object.at("text").as_string());
    out.contradictory = !out.sha256.empty() && out.sha256 != own;
    out.sha256 = own;
  }
  if (const auto* offset = object.if_contains("at_ms")) {
    out.at = static_cast<double>(offset->as_int64()) / 1000;
  } else if (object.contains("at")) {
    out.at = instants::seconds_between(start.utc, instant_of(object, "at", "consent.", refused).utc);
  }
  return out;
}

bool has_type(const json::value& answer, std::string_view type) {
  if (type == "integer") return answer.is_int64();
  if (type == "number") return answer.is_number();
  if (type == "boolean") return answer.is_bool();
  if (type == "date") return answer.is_string() && mx::parse_iso_date(answer.as_string()).has_value();
  return answer.is_string();
}

bool is_blank(const json::value& answer) {
  return answer.is_null() ||
         (answer.is_string() && std::all_of(answer.as_string().begin(), answer.as_string().end(),
                                            [](char c) { return c == ' ' || c == '\t' || c == '\n'; }));
}

Question question_of(const json::object& object, const std::string& where, const Instant& start, Refusal& refused) {
  Question out;
  out.id = text_of(object, "id");
  out.text = text_of(object, "text");
  if (const auto* mandatory = object.if_contains("mandatory")) out.mandatory = mandatory->as_bool();
  out.asked = time_of(object, "asked", where, start, refused);
  out.answered = time_of(object, "answered", where, start, refused);
  const auto* answer = object.if_contains("answer");
  if (!answer || is_blank(*answer)) return out;
  if (const auto* type = object.if_contains("type"); type && !has_type(*answer, type->as_string()))
    refused.at(where + "answer");
  out.answer = *answer;
  return out;
}

Record record_of(const json::object& document, Refusal& refused) {
  Record out;
  const auto& questionnaire = document.at("questionnaire").as_object();
  out.questionnaire = text_of(questionnaire, "id");
  out.version = text_of(questionnaire, "version");
  out.language = text_of(document, "language");
  if (const auto* asker = document.if_contains("operator")) {
    out.operator_id = text_of(asker->as_object(), "id");
    out.operator_name = text_of(asker->as_object(), "name");
  }
  out.started = instant_of(document, "started_at", "", refused);
  out.ended = instant_of(document, "ended_at", "", refused);
  if (out.ended.utc < out.started.utc) refused.at("ended_at");
  if (document.contains("recording_started_at"))
    out.recording_offset =
        instants::seconds_between(out.started.utc, instant_of(document, "recording_started_at", "", refused).utc);
  if (const auto* consent = document.if_contains("consent"))
    out.consent = consent_of(consent->as_object(), out.started, refused);
  std::set<std::string> ids;
  for (const auto& entry : document.at("questions").as_array()) {
    const std::string where = "questions[" + std::to_string(out.questions.size()) + "].";
    out.questions.push_back(question_of(entry.as_object(), where, out.started, refused));
    if (!ids.insert(out.questions.back().id).second) refused.at(where + "id");
  }
  return out;
}

}  // namespace

RecordReader::RecordReader() : schema_(kSchema) {}

std::variant<Record, Fault> RecordReader::read(const json::value& document) const {
  if (auto fault = schema_.fault_in(document)) return *std::move(fault);
  Refusal refused;
  Record record = record_of(document.as_object(), refused);
  if (refused.where()) return Fault{*refused.where()};
  return record;
}

std::string_view shipped_schema() {
  return kSchema;
}

}  // namespace cotejo::interview_record
