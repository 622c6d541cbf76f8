// JSON as text, written without a tree and read without loss.
//
// Boost.JSON 1.81 reads one in ten doubles of 17 digits a unit in the last place off and writes 0.98 as 9.8E-1; what is
// stored and rendered here comes back bit for bit, in the notation that people write.
#pragma once
#include <boost/json/value.hpp>
#include <cstring>
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "domain/name.hpp"

namespace cotejo::domain {

// Appends to a string. The caller keeps the order begin, key, value, end; commas follow by themselves.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);
  // A name that stands in our own code, as nearly all do: ASCII without quotes and backslashes, so nothing is looked
  // at.
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
  void raw(std::string_view json);  // a value that is JSON text already

  template <class Key, class T>
  void member(const Key& name, const T& content) {
    key(name);
    value(content);
  }
  // One after the other: `members("id", id, "version", version)`.
  template <class Key, class T, class... Rest>
  void members(const Key& name, const T& content, const Rest&... rest) {
    member(name, content);
    if constexpr (sizeof...(rest) > 0) members(rest...);
  }
  // The same as an object.
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
  // `write` is called with each element, and writes one value.
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

// The whole text is one JSON value, in UTF-8, without duplicate keys, at most `depth` deep. request.malformed_json
// otherwise; the message says where, never what.
Result<boost::json::value> parse_json(std::string_view text, std::size_t depth = 64);

}  // namespace cotejo::domain
