#include "domain/json_text.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>
#include <cmath>
#include <vector>

#include "domain/distinct_keys.hpp"
#include "domain/json_quotes.hpp"

namespace cotejo::domain {
namespace json = boost::json;
namespace {

// A number between a thousandth and ten thousand that is a whole number of millionths, as nearly all of ours are
// (confidences, times in milliseconds): its digits are those of an integer, at a tenth of the cost. They are what
// to_chars() writes: below 16 digits no two decimals are the same double, and in this range no exponent makes the text
// shorter. Null for any other.
char* write_millionths(char* to, double number) {
  if (!(number >= 1e-3 && number < 1e4)) return nullptr;
  const auto millionths = static_cast<std::uint64_t>(number * 1e6 + 0.5);
  if (static_cast<double>(millionths) / 1e6 != number) return nullptr;
  to = std::to_chars(to, to + 5, millionths / 1'000'000).ptr;
  auto fraction = static_cast<std::uint32_t>(millionths % 1'000'000);
  if (fraction == 0) return to;
  *to = '.';
  for (int i = 6; i >= 1; --i, fraction /= 10) to[i] = static_cast<char>('0' + fraction % 10);
  to += 7;
  while (to[-1] == '0') --to;
  return to;
}

// Builds a value as json::parser does, but reads doubles exactly and refuses duplicate keys.
struct ExactHandler {
  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();

  json::value_stack stack;
  std::string number, key;
  DistinctKeys keys;
  bool duplicate = false;

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    keys.begin_object();
    return true;
  }
  bool on_object_end(std::size_t n, json::error_code&) {
    keys.end_object();
    stack.push_object(n);
    return true;
  }
  bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(std::size_t n, json::error_code&) {
    stack.push_array(n);
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    key += part;
    stack.push_chars(part);
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code& ec) {
    key += part;
    stack.push_key(part);
    duplicate = !keys.add(key);
    key.clear();
    if (duplicate) ec = json::error::syntax;
    return !duplicate;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    stack.push_chars(part);
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    stack.push_string(part);
    return true;
  }
  bool on_number_part(json::string_view part, json::error_code&) {
    number += part;
    return true;
  }
  bool on_int64(std::int64_t value, json::string_view, json::error_code&) {
    stack.push_int64(value);
    number.clear();
    return true;
  }
  bool on_uint64(std::uint64_t value, json::string_view, json::error_code&) {
    stack.push_uint64(value);
    number.clear();
    return true;
  }
  bool on_double(double value, json::string_view part, json::error_code& ec) {
    if (!std::isfinite(value)) ec = json::error::exponent_overflow;  // it could not be written again
    if (ec) return false;
    number += part;
    double exact = value;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), exact);
    stack.push_double(read.ec == std::errc() ? exact : value);
    number.clear();
    return true;
  }
  bool on_bool(bool value, json::error_code&) {
    stack.push_bool(value);
    return true;
  }
  bool on_null(json::error_code&) {
    stack.push_null();
    return true;
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
};

}  // namespace

JsonWriter::JsonWriter(std::size_t expected)
    : text_(expected, '\0'), at_(text_.data()), end_(text_.data() + text_.size()) {}

std::string JsonWriter::take() {
  text_.resize(written().size());
  at_ = end_ = nullptr;
  return std::move(text_);
}

void JsonWriter::grow(std::size_t bytes) {
  const std::size_t used = written().size();
  text_.resize(std::max(text_.size() * 2, used + bytes));
  at_ = text_.data() + used;
  end_ = text_.data() + text_.size();
}

// With the comma before it, and the colon after a key. Most texts need no escaping.
inline void JsonWriter::quote(std::string_view text, bool colon) {
  const std::size_t plain = plain_json_start(text);
  if (plain < text.size()) return quote_escaped(text, plain, colon);
  char* to = room(text.size() + 4);
  *to = ',';
  to += first_ ? 0 : 1;
  *to++ = '"';
  to += text.copy(to, text.size());
  *to++ = '"';
  *to = ':';
  at_ = to + (colon ? 1 : 0);
  first_ = colon;
}

void JsonWriter::quote_escaped(std::string_view text, std::size_t plain, bool colon) {
  separate();
  append("\"");
  append(text.substr(0, plain));
  append(escaped_json(text.substr(plain)));
  append(colon ? "\":" : "\"");
  first_ = colon;
}

void JsonWriter::key(std::string_view name) {
  quote(name, true);
}

void JsonWriter::value(std::string_view text) {
  quote(text, false);
}

void JsonWriter::value(bool flag) {
  separate();
  append(flag ? "true" : "false");
}

template <class Number>
inline void JsonWriter::append_number(Number number) {
  constexpr std::size_t longest = 32;  // characters of any number, and a comma
  char* const begin = room(longest);
  *begin = ',';
  char* const to = begin + (first_ ? 0 : 1);
  char* last = nullptr;
  if constexpr (std::is_same_v<Number, double>)
    last = number == 1 ? (*to = '1', to + 1) : write_millionths(to, number);  // most are sure
  at_ = last ? last : std::to_chars(to, begin + longest, number).ptr;
  first_ = false;
}

void JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  append_number(number);
}

void JsonWriter::value(float number) {
  if (!std::isfinite(number)) return null();
  append_number(number);
}

void JsonWriter::integer(std::int64_t number) {
  append_number(number);
}

void JsonWriter::null() {
  separate();
  append("null");
}

void JsonWriter::raw(std::string_view text) {
  separate();
  append(text);
}

void JsonWriter::value(const json::object& object) {
  begin_object();
  for (const auto& member : object) {
    key(member.key());
    value(member.value());
  }
  end_object();
}

void JsonWriter::value(const json::value& json) {
  switch (json.kind()) {
    case json::kind::null:
      return null();
    case json::kind::bool_:
      return value(json.get_bool());
    case json::kind::int64:
      return integer(json.get_int64());
    case json::kind::uint64:
      return append_number(json.get_uint64());
    case json::kind::double_: {
      // Keeps the type: 1.0 must not come back as the integer 1.
      const double number = json.get_double();
      const std::size_t start = written().size();
      value(number);
      if (std::isfinite(number) && written().find_first_of(".e", start) == std::string_view::npos) append(".0");
      return;
    }
    case json::kind::string:
      return value(std::string_view(json.get_string()));
    case json::kind::array: {
      begin_array();
      for (const auto& element : json.get_array()) value(element);
      return end_array();
    }
    case json::kind::object:
      return value(json.get_object());
  }
}

std::string json_text(const json::value& json) {
  JsonWriter out;
  out.value(json);
  return out.take();
}

Result<json::value> parse_json(std::string_view text, std::size_t depth) {
  json::parse_options options;
  options.max_depth = depth;
  json::basic_parser<ExactHandler> parser(options);
  json::error_code ec;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), ec);
  if (!ec && read < text.size()) ec = json::error::extra_data;
  if (ec) {
    const std::string why = parser.handler().duplicate ? "a key occurs twice" : ec.message();
    return make_error(Scope::request, "request.malformed_json",
                      "JSON cannot be read near byte " + std::to_string(read) + ": " + why);
  }
  return parser.handler().stack.release();
}

}  // namespace cotejo::domain
