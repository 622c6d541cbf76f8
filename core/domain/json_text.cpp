#include "domain/json_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>
#include <cmath>
#include <cstring>
#include <vector>

#include "domain/distinct_keys.hpp"
#include "domain/utf8.hpp"

namespace cotejo::domain {
namespace json = boost::json;
namespace {

void append_control(std::string& out, unsigned char c) {
  switch (c) {
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    default:
      break;
  }
  constexpr char digits[] = "0123456789abcdef";
  out += "\\u00";
  out += digits[c >> 4];
  out += digits[c & 15];
}

bool is_plain(unsigned char c) {
  return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

// Whether eight characters need no change, by the zero-byte trick.
bool plain_word(std::uint64_t word) {
  constexpr std::uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
  const auto zero_in = [](std::uint64_t w) { return (w - ones) & ~w & tops; };
  const std::uint64_t control = (word - ones * 0x20) & ~word & tops;
  return (control | (word & tops) | zero_in(word ^ ones * '"') | zero_in(word ^ ones * '\\')) == 0;
}

template <class Word>
Word word_at(const char* text) {
  Word word;
  std::memcpy(&word, text, sizeof word);
  return word;
}

// Sixteen at once: as signed numbers, control characters and those beyond ASCII are both below a space.
bool plain_sixteen(const char* text) {
  using Sixteen [[gnu::vector_size(16)]] = signed char;
  const auto characters = word_at<Sixteen>(text);
  const auto changed = (characters < ' ') | (characters == '"') | (characters == '\\');
  std::uint64_t halves[2];
  std::memcpy(halves, &changed, sizeof halves);
  return (halves[0] | halves[1]) == 0;
}

// Length of a start of `text` that needs no change; the whole of it when none of it does. The last characters of a text
// are looked at together with some before them, which may have been looked at already.
std::size_t plain_start(std::string_view text) {
  const std::size_t size = text.size();
  const char* const begin = text.data();
  const char* const end = begin + size;
  if (size >= 16) {
    std::size_t i = 0;
    for (; i + 16 <= size; i += 16)
      if (!plain_sixteen(begin + i)) return i;
    return i == size || plain_sixteen(end - 16) ? size : i;
  }
  if (size >= 8)
    return plain_word(word_at<std::uint64_t>(begin)) && plain_word(word_at<std::uint64_t>(end - 8)) ? size : 0;
  if (size >= 4) {
    const auto head = word_at<std::uint32_t>(begin), tail = word_at<std::uint32_t>(end - 4);
    return plain_word(head | std::uint64_t{tail} << 32) ? size : 0;
  }
  std::size_t i = 0;
  while (i < size && is_plain(static_cast<unsigned char>(text[i]))) ++i;
  return i;
}

void append_escaped(std::string& out, std::string_view text, std::size_t start) {
  std::size_t plain = 0;  // start of what needs no change
  for (std::size_t i = start; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (is_plain(c)) {
      ++i;
      continue;
    }
    if (c >= 0x80) {
      if (const std::size_t length = utf8_sequence(text.substr(i))) {
        i += length;
        continue;
      }
    }
    out.append(text.substr(plain, i - plain));
    if (c >= 0x80) {
      out += "\xEF\xBF\xBD";
    } else {
      append_control(out, c);
    }
    plain = ++i;
  }
  out.append(text.substr(plain));
}

// `text` in quotes, with the punctuation before and after it. Nearly all texts are short and need no change: those are
// appended as one piece.
void append_quoted(std::string& out, bool comma, std::string_view text, bool colon) {
  constexpr std::size_t short_text = 80;  // names, ids, digests
  const std::size_t start = plain_start(text);
  if (start == text.size() && text.size() <= short_text) {
    char piece[short_text + 4];
    char* to = piece;
    if (comma) *to++ = ',';
    *to++ = '"';
    to += text.copy(to, text.size());
    *to++ = '"';
    if (colon) *to++ = ':';
    out.append(piece, static_cast<std::size_t>(to - piece));
    return;
  }
  if (comma) out += ',';
  out += '"';
  append_escaped(out, text, start);
  out += '"';
  if (colon) out += ':';
}

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

template <class T>
void append_number(std::string& out, bool comma, T number) {
  char text[32] = {','};
  char *const begin = text + 1, *const end = text + sizeof text;
  char* last = nullptr;
  if constexpr (std::is_same_v<T, double>)
    last = number == 1 ? (*begin = '1', begin + 1) : write_millionths(begin, number);  // most are sure
  if (!last) last = std::to_chars(begin, end, number).ptr;
  const char* const from = comma ? text : begin;
  out.append(from, static_cast<std::size_t>(last - from));
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

inline void JsonWriter::separate() {
  if (!first_) out_ += ',';
  first_ = false;
}

void JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  first_ = true;
}

void JsonWriter::close(char bracket) {
  out_ += bracket;
  first_ = false;
}

void JsonWriter::key(std::string_view name) {
  append_quoted(out_, !first_, name, true);
  first_ = true;
}

void JsonWriter::value(std::string_view text) {
  append_quoted(out_, !first_, text, false);
  first_ = false;
}

void JsonWriter::value(bool flag) {
  separate();
  out_ += flag ? "true" : "false";
}

void JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  append_number(out_, !first_, number);
  first_ = false;
}

void JsonWriter::value(float number) {
  if (!std::isfinite(number)) return null();
  append_number(out_, !first_, number);
  first_ = false;
}

void JsonWriter::integer(std::int64_t number) {
  append_number(out_, !first_, number);
  first_ = false;
}

void JsonWriter::null() {
  separate();
  out_ += "null";
}

void JsonWriter::raw(std::string_view text) {
  separate();
  out_ += text;
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
    case json::kind::uint64: {
      append_number(out_, !first_, json.get_uint64());
      first_ = false;
      return;
    }
    case json::kind::double_: {
      // Keeps the type: 1.0 must not come back as the integer 1.
      const double number = json.get_double();
      const std::size_t start = out_.size() + (first_ ? 0 : 1);
      value(number);
      if (std::isfinite(number) && out_.find_first_of(".e", start) == std::string::npos) out_ += ".0";
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
