// What a request says of itself before its body, from hostile text: the target, and the header values that have a
// grammar of their own. What is accepted obeys its own rule, and a target means the same when it is written again.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "domain/utf8.hpp"
#include "http/multipart.hpp"
#include "http/target.hpp"
#include "telemetry/trace_context.hpp"

namespace {

using namespace cotejo;

void expect(bool holds) {
  if (!holds) std::abort();
}

std::string escaped(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += {'%', digits[byte >> 4], digits[byte & 15]};
  }
  return out;
}

void target(std::string_view text) {
  const auto read = http::parse_target(text);
  if (!read) return;
  std::string again;
  for (const auto& segment : read->segments) {
    expect(domain::valid_utf8(segment) && segment.find('\0') == std::string::npos);
    again += '/' + escaped(segment);
  }
  // A last segment that is empty ends with the slash before it.
  if (again.empty() || again.ends_with('/')) again += '/';
  char separator = '?';
  for (const auto& [name, value] : read->query) {
    expect(domain::valid_utf8(name) && domain::valid_utf8(value));
    expect(read->parameter(name) == value);
    again += std::exchange(separator, '&') + escaped(name) + '=' + escaped(value);
  }
  const auto twice = http::parse_target(again);
  expect(twice && twice->segments == read->segments && twice->query == read->query);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  target(text);
  http::parse_prefer(text);
  if (const auto budget = http::parse_budget(text)) expect(budget->count() > 0);
  if (http::is_idempotency_key(text)) expect(size <= 255 && text.find(' ') == std::string_view::npos);
  if (const auto boundary = http::multipart_boundary(text))
    expect(!boundary->empty() && boundary->size() <= 70 && boundary->find_first_of("\r\n") == std::string::npos);
  if (const auto trace = telemetry::parse_traceparent(text)) {
    expect(trace->trace_id.size() == 32 && trace->span_id.size() == 16);
    const auto again = telemetry::parse_traceparent(telemetry::to_traceparent(*trace));
    expect(again && again->trace_id == trace->trace_id && again->span_id == trace->span_id);
  }
  telemetry::is_verification_id(text);
  return 0;
}
