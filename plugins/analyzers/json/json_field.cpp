#include "json_field.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cmath>
#include <limits>

namespace json_analyzer {
namespace {

namespace json = boost::json;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

FieldValue read_text(const json::value& value, std::size_t max_bytes) {
  if (!value.is_string()) return FieldFault::wrong_type;
  const std::string_view text(value.get_string().data(), value.get_string().size());
  if (is_blank(text)) return FieldFault::missing;
  if (text.size() > max_bytes) return FieldFault::wrong_type;
  return std::string(text);
}

FieldValue read_date(const json::value& value, std::size_t max_bytes) {
  FieldValue text = read_text(value, max_bytes);
  if (const auto* date = std::get_if<std::string>(&text); date != nullptr && !is_calendar_date(*date)) {
    return FieldFault::wrong_type;
  }
  return text;
}

FieldValue read_integer(const json::value& value) {
  if (value.is_int64()) return value.get_int64();
  return FieldFault::wrong_type;  // also for what exceeds 64 bits
}

FieldValue read_number(const json::value& value) {
  if (value.is_double()) return value.get_double();
  if (value.is_int64()) return static_cast<double>(value.get_int64());
  if (value.is_uint64()) return static_cast<double>(value.get_uint64());
  return FieldFault::wrong_type;
}

}  // namespace

bool is_calendar_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto number = [&](size_t from, size_t count) {
    int result = 0;
    for (const char c : text.substr(from, count)) {
      if (c < '0' || c > '9') return -1;
      result = result * 10 + (c - '0');
    }
    return result;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 1 || month < 1 || day < 1) return false;
  return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

bool is_json_pointer(std::string_view text) {
  if (text.empty()) return true;
  if (text.front() != '/') return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '~' && (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1'))) return false;
  }
  return true;
}

FieldValue read_field(const json::value& document, const Field& field) {
  json::error_code ec;
  const json::value* value = document.find_pointer(field.pointer, ec);
  if (ec || value == nullptr || value->is_null()) return FieldFault::missing;
  switch (field.type) {
    case FieldType::text:
      return read_text(*value, field.max_bytes);
    case FieldType::date:
      return read_date(*value, field.max_bytes);
    case FieldType::integer:
      return read_integer(*value);
    case FieldType::number:
      return read_number(*value);
    case FieldType::boolean:
      if (value->is_bool()) return value->get_bool();
      return FieldFault::wrong_type;
  }
  return FieldFault::wrong_type;
}

}  // namespace json_analyzer
