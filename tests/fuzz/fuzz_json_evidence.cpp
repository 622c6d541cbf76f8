// JSON evidence from hostile bytes: nothing crashes, the limits hold in what is accepted, and no key stands twice in
// it.
#include <boost/json.hpp>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "../../plugins/analyzers/json/json_document.hpp"
#include "../../plugins/analyzers/json/json_field.hpp"

namespace {

namespace json = boost::json;

constexpr json_analyzer::Limits kLimits{4096, 6, 64, 200};

void expect(bool holds) {
  if (!holds) std::abort();
}

void check(const json::value& value, std::size_t depth) {
  expect(depth <= kLimits.max_depth);
  if (const auto* text = value.if_string()) expect(text->size() <= kLimits.max_string);
  if (const auto* array = value.if_array()) {
    for (const auto& element : *array) check(element, depth + 1);
  }
  if (const auto* object = value.if_object()) {
    for (const auto& member : *object) {
      expect(member.key().size() <= kLimits.max_string);
      check(member.value(), depth + 1);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace json_analyzer;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto parsed = parse_document(text, kLimits);
  is_calendar_date(text);
  const auto* document = std::get_if<json::value>(&parsed);
  if (document == nullptr) return 0;
  check(*document, 0);
  const auto again = parse_document(json::serialize(*document), {});
  expect(std::holds_alternative<json::value>(again));
  const std::string pointer = text.substr(0, 1) == "/" && is_json_pointer(text) ? std::string(text) : "/a";
  for (const auto type :
       {FieldType::text, FieldType::integer, FieldType::number, FieldType::boolean, FieldType::date}) {
    read_field(*document, {"field", pointer, type, false});
  }
  return 0;
}
