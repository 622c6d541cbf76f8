#include "gathering.hpp"

#include <cctype>

namespace cotejo::judgement {
namespace {

constexpr std::size_t kMaxText = 512;  // bytes

std::optional<std::string> short_text(std::string_view text) {
  if (text.empty() || text.size() > kMaxText) return std::nullopt;
  return std::string(text);
}

}  // namespace

Text Gathering::text(const Input<std::string>& port) const {
  return take<std::string>(port, short_text);
}

Text Gathering::identifier(const Input<std::string>& port) const {
  return take<std::string>(port, [](std::string_view text) {
    auto out = short_text(text);
    if (!out) return out;
    std::erase(*out, ' ');
    for (char& c : *out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    if (out->empty()) out.reset();
    return out;
  });
}

Day Gathering::day(const Input<Date>& port) const {
  return take<mx::Date>(port, [](const auto& value) { return mx::parse_iso_date(value.iso); });
}

Integer Gathering::integer(const Input<std::int64_t>& port) const {
  return take<std::int64_t>(port, [](std::int64_t value) { return std::optional(value); });
}

Flag Gathering::flag(const Input<bool>& port) const {
  return take<bool>(port, [](bool value) { return std::optional(value); });
}

}  // namespace cotejo::judgement
