// Writes JSON text without building a tree, and reads JSON text without loss of precision.
//
// Why not Boost.JSON alone: version 1.81 reads one in ten doubles with 17 digits off by one unit in the last place, and
// writes 0.98 as 9.8E-1. Numbers written here are read back bit for bit, and look as people write them.
#pragma once
#include <boost/json/value.hpp>
#include <cstring>
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "domain/name.hpp"

namespace cotejo::domain {

// Writes one JSON text. The caller calls begin, key, value and end in the right order; commas are added.
//
//   JsonWriter out;
//   out.object("name", name, "count", 3);
//   return out.take();   // {"name":"…","count":3}
class JsonWriter {
 public:
  explicit JsonWriter(std::size_t expected = 256);  // bytes of the whole text; more are written all the same
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  // What was written. Nothing may be written afterwards.
  std::string take();

  // A text that is too long to be kept goes on in pieces: what was written since the last drop, until the next write.
  std::string_view written() const { return {text_.data(), static_cast<std::size_t>(at_ - text_.data())}; }
  void drop_written() { at_ = text_.data(); }

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);
  // For keys that are literals in our own code: ASCII without quotes and backslashes, so that nothing needs escaping.
  template <std::size_t N>
  void key(const char (&literal)[N]) {
    char* to = room(N + 3);
    *to = ',';
    to += first_ ? 0 : 1;
    *to++ = '"';
    std::memcpy(to, literal, N - 1);
    to += N - 1;
    *to++ = '"';
    *to++ = ':';
    at_ = to;
    first_ = true;
  }

  void value(std::string_view text);  // bytes that are not UTF-8 become U+FFFD
  void value(const std::string& text) { value(std::string_view(text)); }
  void value(const char* text) { value(std::string_view(text)); }
  void value(Name name) {  // escaped once, when it was made
    const std::string_view quoted = name.after_comma().substr(first_ ? 1 : 0);
    char* const to = room(quoted.size());
    at_ = to + quoted.copy(to, quoted.size());
    first_ = false;
  }
  void value(bool flag);
  void value(double number);  // shortest text that reads back equal; null when not finite
  void value(float number);
  template <class T>
  requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) void value(T number) {
    integer(static_cast<std::int64_t>(number));
  }
  void value(const boost::json::value& json);
  void value(const boost::json::object& json);
  void null();
  void raw(std::string_view json);  // appends a value that is already JSON text

  template <class Key, class T>
  void member(const Key& name, const T& content) {
    key(name);
    value(content);
  }
  // Several keys and values in turn: `members("id", id, "version", version)`.
  template <class Key, class T, class... Rest>
  void members(const Key& name, const T& content, const Rest&... rest) {
    member(name, content);
    if constexpr (sizeof...(rest) > 0) members(rest...);
  }
  // An object with these members.
  template <class... Members>
  void object(const Members&... all) {
    begin_object();
    members(all...);
    end_object();
  }
  template <class Key>
  void text_if_any(const Key& name, std::string_view text) {
    if (!text.empty()) member(name, text);
  }
  // An array: `write` is called for each element and must write exactly one value.
  template <class Key, class Range, class Write>
  void array(const Key& name, const Range& elements, Write write) {
    key(name);
    begin_array();
    for (const auto& element : elements) write(element);
    end_array();
  }
  template <class Key, class Range>
  void values(const Key& name, const Range& elements) {
    array(name, elements, [this](const auto& element) { this->value(element); });
  }

 private:
  // Room for so many bytes at the end of the text.
  char* room(std::size_t bytes) {
    if (static_cast<std::size_t>(end_ - at_) < bytes) grow(bytes);
    return at_;
  }
  void grow(std::size_t bytes);
  void append(std::string_view piece) {
    char* const to = room(piece.size());
    at_ = to + piece.copy(to, piece.size());
  }
  void quote(std::string_view text, bool colon);
  void quote_escaped(std::string_view text, std::size_t plain, bool colon);
  template <class Number>
  void append_number(Number number);
  void integer(std::int64_t number);

  void separate() {
    *room(1) = ',';
    at_ += first_ ? 0 : 1;
    first_ = false;
  }
  void open(char bracket) {
    char* to = room(2);
    *to = ',';
    to += first_ ? 0 : 1;
    *to = bracket;
    at_ = to + 1;
    first_ = true;
  }
  void close(char bracket) {
    *room(1) = bracket;
    ++at_;
    first_ = false;
  }

  std::string text_;   // longer than what was written
  char *at_, *end_;    // where to write next, and the end of `text_`
  bool first_ = true;  // nothing was written yet in the innermost array or object, or a key just now
};

std::string json_text(const boost::json::value& json);

// Parses a text that is one JSON value in UTF-8, without duplicate keys and at most `depth` levels deep. The error for
// anything else is request.malformed_json; its message says where the mistake is but quotes nothing of the text.
Result<boost::json::value> parse_json(std::string_view text, std::size_t depth = 64);

}  // namespace cotejo::domain
