// Parses the target of a request, and header values that have a grammar of their own.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cotejo::http {

struct Target {
  std::vector<std::string> segments;  // `/v1/products` -> v1, products
  std::vector<std::pair<std::string, std::string>> query;

  std::optional<std::string_view> parameter(std::string_view name) const;
};

// Parses an absolute path, or an absolute http URI, whose origin is ignored. Nothing for any other form, for text that
// is not percent-encoded UTF-8 without NUL, and for a query parameter that occurs twice.
std::optional<Target> parse_target(std::string_view text);

// The Prefer header (RFC 7240). Unknown preferences are ignored, as the RFC demands.
struct Prefer {
  bool respond_async = false;
  std::optional<std::chrono::seconds> wait;
};
Prefer parse_prefer(std::string_view header);

// 1 to 255 visible ASCII characters; surrounding quotes are part of the key.
bool is_idempotency_key(std::string_view text);

// A caller's time budget: whole milliseconds, from 1 ms to 10 minutes.
std::optional<std::chrono::milliseconds> parse_budget(std::string_view text);

}  // namespace cotejo::http
