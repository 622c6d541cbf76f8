// The target of a request, split and decoded; and the small header values that have a grammar of their own.
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

// Of an absolute path, or of a whole http URI, whose origin is not looked at. Nothing for any other form, for what is
// not percent-encoded UTF-8 without NUL, and for a parameter that occurs twice.
std::optional<Target> parse_target(std::string_view text);

// RFC 7240. Unknown preferences are ignored, as it asks.
struct Prefer {
  bool respond_async = false;
  std::optional<std::chrono::seconds> wait;
};
Prefer parse_prefer(std::string_view header);

// 1 to 255 visible ASCII characters; surrounding quotes are part of the key.
bool is_idempotency_key(std::string_view text);

// Milliseconds, 1 to 10 minutes.
std::optional<std::chrono::milliseconds> parse_budget(std::string_view text);

}  // namespace cotejo::http
