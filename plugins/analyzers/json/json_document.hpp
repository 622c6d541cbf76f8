// Parses an untrusted JSON document: limited in bytes, depth and string length; duplicate keys and invalid UTF-8 are
// refused.
#pragma once
#include <boost/json/value.hpp>
#include <cstddef>
#include <string_view>
#include <variant>

namespace json_analyzer {

struct Limits {
  std::size_t max_bytes = 256 * 1024;
  std::size_t max_depth = 16;
  std::size_t max_string = 4096;  // bytes of one string or key, after unescaping
  std::size_t max_values = 10'000;
};

enum class Fault {
  too_large,
  truncated,
  malformed,
  too_deep,
  string_too_long,
  too_many_values,
  duplicate_key,
  bad_number
};

std::variant<boost::json::value, Fault> parse_document(std::string_view text, const Limits& limits);

}  // namespace json_analyzer
