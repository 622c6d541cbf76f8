#include "contract.hpp"

#include <boost/json/parse.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "http/target.hpp"
#include "http/v1/routes.hpp"

namespace cotejo::integration {
namespace {

namespace json = boost::json;
using Adapter = valijson::adapters::BoostJsonAdapter;

const json::object& document() {
  static const json::value parsed = json::parse(http::v1::openapi_document());
  return parsed.get_object();
}

// The document is the root, so that references within it resolve.
const valijson::Schema& compiled(const std::string& reference) {
  static std::map<std::string, std::unique_ptr<valijson::Schema>> schemas;
  auto& schema = schemas[reference];
  if (!schema) {
    json::object root = document();
    root["$ref"] = reference;
    const json::value whole = root;
    schema = std::make_unique<valijson::Schema>();
    valijson::SchemaParser parser;
    parser.populateSchema(Adapter(whole), *schema);
  }
  return *schema;
}

const json::object* operation(std::string_view method, const http::Target& target) {
  std::string verb(method);
  for (char& c : verb) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const auto& path : document().at("paths").as_object()) {
    const auto pattern = http::parse_target({path.key().data(), path.key().size()})->segments;
    bool fits = pattern.size() == target.segments.size();
    for (std::size_t i = 0; fits && i < pattern.size(); ++i)
      fits = pattern[i].starts_with('{') || pattern[i] == target.segments[i];
    if (!fits) continue;
    if (const auto* found = path.value().as_object().if_contains(verb)) return &found->as_object();
  }
  return nullptr;
}

const json::object& resolved(const json::object& object) {
  const auto* reference = object.if_contains("$ref");
  if (!reference) return object;
  const auto name = std::string(reference->as_string()).substr(std::string_view("#/components/responses/").size());
  return document().at("components").at("responses").at(name).as_object();
}

}  // namespace

std::string violations(std::string_view method, std::string_view target, int status, std::string_view media_type,
                       std::string_view body) {
  const auto parsed = http::parse_target(target);
  const auto* found = parsed ? operation(method, *parsed) : nullptr;
  std::string reference = "#/components/schemas/Problem";
  if (found) {
    const auto& responses = found->at("responses").as_object();
    const auto* exact = responses.if_contains(std::to_string(status));
    const auto& response = resolved((exact ? *exact : responses.at("default")).as_object());
    const auto type = media_type.substr(0, media_type.find(';'));
    const auto* content = response.at("content").as_object().if_contains({type.data(), type.size()});
    if (!content) return "the media type " + std::string(media_type) + " is not documented";
    const auto* named = content->at("schema").as_object().if_contains("$ref");
    if (!named) return {};
    reference = std::string(named->as_string());
  } else if (status < 400) {
    return "answered, but not documented";
  }
  const json::value value = json::parse({body.data(), body.size()});
  // Tests have clients in many threads. valijson makes a std::regex of each pattern that it meets, and libstdc++'s
  // std::ctype<char> fills a table meanwhile that all threads share.
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  valijson::ValidationResults results;
  std::string wrong;
  if (!validator.validate(compiled(reference), Adapter(value), &results)) {
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
      for (const auto& step : error.context) wrong += step;
      wrong += ": " + error.description + "\n";
    }
  }
  if (status >= 400 && value.is_object() && value.as_object().contains("type") && value.at("type") == "about:blank")
    wrong += "the problem is explained nowhere";
  return wrong;
}

}  // namespace cotejo::integration
