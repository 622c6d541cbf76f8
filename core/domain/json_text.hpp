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

// Appends JSON to a string. The caller calls begin, key, value and end in the right order; commas are added.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);
  // For keys that are literals in our own code: ASCII without quotes and backslashes, so that nothing needs escaping.
  template <std::size_t N>
  void key(const char (&literal)[N]) {
    char piece[N + 3] = {',', '"'};
    std::memcpy(piece + 2, literal, N - 1);
    piece[N + 1] = '"';
    piece[N + 2] = ':';
    const std::size_t skipped = first_ ? 1 : 0;
    out_.append(piece + skipped, N + 3 - skipped);
    first_ = true;
  }

  void value(std::string_view text);  // bytes that are not UTF-8 become U+FFFD
  void value(const std::string& text) { value(std::string_view(text)); }
  void value(const char* text) { value(std::string_view(text)); }
  void value(Name name) { value(name.view()); }
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
  void separate();
  void open(char bracket);
  void close(char bracket);
  void integer(std::int64_t number);

  std::string& out_;
  bool first_ = true;
};

// Parses a text that is one JSON value in UTF-8, without duplicate keys and at most `depth` levels deep. The error for
// anything else is request.malformed_json; its message says where the mistake is but quotes nothing of the text.
Result<boost::json::value> parse_json(std::string_view text, std::size_t depth = 64);

}  // namespace cotejo::domain
