#include "record_schema.hpp"

#include <boost/json/parse.hpp>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#include <vector>

namespace cotejo::json_records {
namespace {

namespace json = boost::json;

// `<root>`, `[questions]`, `[3]`, `[asked_ms]` -> `questions[3].asked_ms`. Members that the schema does not name are
// not looked at, so that none of these texts is the document's.
std::string place_of(const std::vector<std::string>& context) {
  std::string out;
  for (const std::string& step : context) {
    if (step.size() < 3 || step.front() != '[') continue;
    const bool index = step[1] >= '0' && step[1] <= '9';
    out += index ? step : (out.empty() ? "" : ".") + step.substr(1, step.size() - 2);
  }
  return out.empty() ? "the document" : out;
}

}  // namespace

struct RecordSchema::Parsed {
  valijson::Schema schema;
};

RecordSchema::RecordSchema(std::string_view text) {
  auto parsed = std::make_unique<Parsed>();
  const json::value document = json::parse(text);
  valijson::SchemaParser(valijson::SchemaParser::kDraft7)
      .populateSchema(valijson::adapters::BoostJsonAdapter(document), parsed->schema);
  parsed_ = std::move(parsed);
}

RecordSchema::~RecordSchema() = default;

std::optional<Fault> RecordSchema::fault_in(const json::value& document) const {
  valijson::ValidationResults results;
  if (valijson::Validator().validate(parsed_->schema, valijson::adapters::BoostJsonAdapter(document), &results))
    return std::nullopt;
  valijson::ValidationResults::Error error;
  results.popError(error);
  return Fault{place_of(error.context)};
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value ? std::string(value->as_string()) : std::string();
}

instants::Instant instant_of(const json::object& object, std::string_view name, const std::string& where,
                             Refusal& refused) {
  const auto instant = instants::parse_instant(object.at(name).as_string());
  if (!instant) refused.at(where + std::string(name));
  return instant.value_or(instants::Instant{});
}

}  // namespace cotejo::json_records
