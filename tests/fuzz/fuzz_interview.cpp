// Records of interviews from hostile bytes: nothing crashes, and what is accepted keeps the schema's limits and has
// times that are numbers.
#include <boost/json/parse.hpp>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "../../plugins/subanalyzers/interview_record/timing.hpp"

namespace {

namespace record = cotejo::interview_record;

void expect(bool holds) {
  if (!holds) std::abort();
}

bool is_time(const std::optional<double>& seconds) {
  return !seconds || std::isfinite(*seconds);
}

void look_at(const record::Record& interview) {
  expect(!interview.questions.empty() && interview.questions.size() <= 200);
  expect(interview.duration() >= 0 && std::isfinite(interview.recording_offset));
  for (const auto& question : interview.questions) {
    expect(!question.id.empty() && is_time(question.asked) && is_time(question.answered));
    if (question.answer)
      expect(question.answer->is_string() || question.answer->is_number() || question.answer->is_bool());
  }
  if (interview.consent) expect(interview.consent->sha256.empty() || interview.consent->sha256.size() == 64);
  for (const auto& anomaly : record::timing_anomalies(interview, {})) expect(std::isfinite(anomaly.seconds));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const record::RecordReader reader;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto instant = cotejo::instants::parse_instant(text)) {
    const auto again = cotejo::instants::parse_instant(cotejo::instants::to_utc_text(instant->utc));
    expect(!again || again->utc == instant->utc);  // nothing: the offset led beyond the years that are read
  }
  boost::system::error_code error;
  const auto document = boost::json::parse(text, error);
  if (error) return 0;
  const auto read = reader.read(document);
  if (const auto* interview = std::get_if<record::Record>(&read)) look_at(*interview);
  return 0;
}
