// Extracts one field of a JSON document with the type that the product declared.
#pragma once
#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

namespace json_analyzer {

enum class FieldType { text, integer, number, boolean, date };

struct Field {
  std::string name;     // of the trait
  std::string pointer;  // JSON Pointer (RFC 6901): "/address/postal_code"
  FieldType type = FieldType::text;
  bool required = false;
  std::size_t max_bytes = 512;  // of a text: longer ones are nobody's name or number
};

enum class FieldFault {
  missing,    // not there, null, or an empty text
  wrong_type  // there, with another type; or not a date, or longer than max_bytes
};

// A date is a text YYYY-MM-DD that exists in the calendar. Nothing is converted: "12" is not the integer 12.
using FieldValue = std::variant<std::string, std::int64_t, double, bool, FieldFault>;

FieldValue read_field(const boost::json::value& document, const Field& field);

bool is_calendar_date(std::string_view text);

// True for "" and for "/…" whose ~ escapes are valid.
bool is_json_pointer(std::string_view text);

}  // namespace json_analyzer
