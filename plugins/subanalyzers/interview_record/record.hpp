// Reads the record of an interview, in the format of README.md and interview-record.schema.json. Pure functions. The
// document is untrusted; the `json` analyzer has limited its size.
#pragma once
#include <boost/json/value.hpp>
#include <instants/instant.hpp>
#include <json_records/record_schema.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cotejo::interview_record {

struct Question {
  std::string id, text;
  bool mandatory = false;                    // as the record says
  std::optional<double> asked, answered;     // seconds since the start of the interview
  std::optional<boost::json::value> answer;  // text, number or boolean; nothing when it was not answered
};

struct Consent {
  bool given = false;
  std::string version, channel;  // empty: not stated
  std::string sha256;            // of the statement, lower case; empty: not stated
  bool contradictory = false;    // the record states a digest that is not that of its own text
  std::optional<double> at;      // seconds since the start
};

struct Record {
  std::string questionnaire, version, language, operator_id, operator_name;  // the last three may be empty
  instants::Instant started, ended;
  double recording_offset = 0;  // seconds from the start of the interview to that of its recording
  std::optional<Consent> consent;
  std::vector<Question> questions;  // as they are listed

  double duration() const { return instants::seconds_between(started.utc, ended.utc); }
};

using json_records::Fault;

// Keeps the parsed schema. Thread-safe.
class RecordReader {
 public:
  RecordReader();
  std::variant<Record, Fault> read(const boost::json::value& document) const;

 private:
  json_records::RecordSchema schema_;
};

// interview-record.schema.json.
std::string_view shipped_schema();

}  // namespace cotejo::interview_record
