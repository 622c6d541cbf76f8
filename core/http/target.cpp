#include "http/target.hpp"

#include <algorithm>
#include <charconv>

#include "domain/utf8.hpp"
#include "http/words.hpp"

namespace cotejo::http {
namespace {

constexpr std::size_t max_segments = 16;
constexpr std::size_t max_parameters = 16;
constexpr std::chrono::milliseconds max_budget = std::chrono::minutes(10);

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || hex(text[i + 1]) < 0 || hex(text[i + 2]) < 0) return std::nullopt;
      c = static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else if (c == '+' && plus_is_blank) {
      c = ' ';
    }
    if (c == '\0') return std::nullopt;
    decoded += c;
  }
  if (!domain::valid_utf8(decoded)) return std::nullopt;
  return decoded;
}

std::string_view take_until(std::string_view& rest, char separator) {
  const auto end = std::min(rest.find(separator), rest.size());
  const auto piece = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return piece;
}

// What a client writes before the path when it takes us for a proxy (RFC 9112, section 3.2.2: to be taken).
void drop_origin(std::string_view& text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!same_word(text.substr(0, scheme.size()), scheme)) continue;
    text.remove_prefix(std::min(text.find_first_of("/?#", scheme.size()), text.size()));
    if (text.empty()) text = "/";
    return;
  }
}

template <class Number>
std::optional<Number> whole(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::optional<std::string_view> Target::parameter(std::string_view name) const {
  const auto found = std::ranges::find(query, name, &std::pair<std::string, std::string>::first);
  if (found == query.end()) return std::nullopt;
  return found->second;
}

std::optional<Target> parse_target(std::string_view text) {
  drop_origin(text);
  if (!text.starts_with('/') || text.find('#') != std::string_view::npos) return std::nullopt;
  Target target;
  auto path = take_until(text, '?');
  path.remove_prefix(1);
  constexpr std::size_t usual_segments = 5;
  target.segments.reserve(usual_segments);
  while (!path.empty()) {
    auto segment = decode(take_until(path, '/'), false);
    if (!segment || target.segments.size() == max_segments) return std::nullopt;
    target.segments.push_back(std::move(*segment));
  }
  while (!text.empty()) {
    auto pair = take_until(text, '&');
    if (pair.empty()) continue;
    auto name = decode(take_until(pair, '='), true);
    auto value = decode(pair, true);
    if (!name || !value || target.query.size() == max_parameters || target.parameter(*name)) return std::nullopt;
    target.query.emplace_back(std::move(*name), std::move(*value));
  }
  return target;
}

Prefer parse_prefer(std::string_view header) {
  Prefer prefer;
  while (!header.empty()) {
    auto preference = take_until(header, ',');
    auto word = trim(take_until(preference, ';'));
    const auto name = trim(take_until(word, '='));
    if (name == "respond-async") prefer.respond_async = true;
    constexpr std::uint32_t longest = 86'400;  // seconds; the host's own limit is far below
    if (name == "wait" && !prefer.wait) {
      if (const auto seconds = whole<std::uint32_t>(trim(word)))
        prefer.wait = std::chrono::seconds(std::min(*seconds, longest));
    }
  }
  return prefer;
}

bool is_idempotency_key(std::string_view text) {
  constexpr std::size_t longest = 255;
  return !text.empty() && text.size() <= longest &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

std::optional<std::chrono::milliseconds> parse_budget(std::string_view text) {
  const auto number = whole<std::uint32_t>(text);
  if (!number || *number == 0 || std::chrono::milliseconds(*number) > max_budget) return std::nullopt;
  return std::chrono::milliseconds(*number);
}

}  // namespace cotejo::http
