#include "configuration/section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "configuration/shapes.hpp"

namespace cotejo::configuration {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};
// Longer names first: `MiB` ends in `B`, `ms` in `s`.
constexpr std::array<Unit, 4> byte_units{{{"GiB", 1u << 30}, {"MiB", 1u << 20}, {"KiB", 1u << 10}, {"B", 1}}};
constexpr std::array<Unit, 4> time_units{{{"h", 3'600'000}, {"min", 60'000}, {"ms", 1}, {"s", 1'000}}};

// `12MiB`, a whole number and one of `units`, multiplied out.
template <std::size_t n>
std::optional<std::uint64_t> quantity(std::string_view text, const std::array<Unit, n>& units) {
  for (const Unit& unit : units) {
    if (!text.ends_with(unit.name)) continue;
    std::string_view digits = text.substr(0, text.size() - unit.name.size());
    while (digits.ends_with(' ')) digits.remove_suffix(1);
    std::uint64_t count = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (error != std::errc{} || end != digits.data() + digits.size()) return {};
    if (count > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) / unit.factor) return {};
    return count * unit.factor;
  }
  return {};
}

// The same as a regular expression.
template <std::size_t n>
std::string quantity_pattern(const std::array<Unit, n>& units) {
  std::string names;
  for (const Unit& unit : units) names += (names.empty() ? "" : "|") + std::string(unit.name);
  return "^[0-9]+ *(" + names + ")$";
}

// Written in the largest unit of which it is a whole number.
std::string written(std::chrono::milliseconds time) {
  const auto count = static_cast<std::uint64_t>(time.count());
  Unit largest{"ms", 1};
  for (const Unit& unit : time_units)
    if (count % unit.factor == 0 && unit.factor > largest.factor) largest = unit;
  return fmt::format("{}{}", count / largest.factor, largest.name);
}

}  // namespace

Section::Section(const Node& node, std::string what, Diagnostics& diagnostics)
    : node_(node), what_(std::move(what)), diagnostics_(diagnostics) {
  if (!node.is_map())
    diagnostics_.add(node.position, fmt::format("{}: expected a map of keys, found {}", what_, description(node)));
  if (diagnostics_.shapes()) diagnostics_.shapes()->opened(node_);
}

void Section::observe(std::string_view key, Need need, boost::json::object schema) {
  if (diagnostics_.shapes()) diagnostics_.shapes()->key(node_, key, need != Need::optional, std::move(schema));
}

void Section::refine(std::string_view key, boost::json::object schema) {
  if (diagnostics_.shapes()) diagnostics_.shapes()->refine(node_, key, schema);
}

const Position& Section::position_of(std::string_view key) const {
  const Member* member = node_.member(key);
  if (!member) return node_.position;
  return member->value.kind == Node::Kind::null ? member->position : member->value.position;
}

void Section::error(std::string_view key, std::string message) {
  diagnostics_.add(position_of(key), fmt::format("{} of {}: {}", key, what_, message));
}

const Node* Section::node(std::string_view key, Need need) {
  asked_.emplace(key);
  observe(key, need, {});
  const Node* found = node_.find(key);
  if (!found && need == Need::required && is_map())
    diagnostics_.add(node_.position, fmt::format("{} lacks the key '{}'", what_, key));
  return found;
}

const Node* Section::scalar(std::string_view key, Need need, std::string_view expected) {
  const Node* found = node(key, need);
  if (!found) return nullptr;
  if (found->is_scalar()) return found;
  error(key, fmt::format("expected {}, found {}", expected, description(*found)));
  return nullptr;
}

std::optional<std::string> Section::text(std::string_view key, Need need) {
  observe(key, need, {{"type", "string"}, {"minLength", 1}});
  const Node* found = scalar(key, need, "a text");
  if (!found) return {};
  if (!found->text.empty()) return found->text;
  error(key, "expected a text, found an empty one");
  return {};
}

std::optional<std::string> Section::choice(std::string_view key, std::initializer_list<std::string_view> allowed,
                                           Need need) {
  const std::vector<std::string> words(allowed.begin(), allowed.end());
  boost::json::array values;
  for (const auto word : allowed) values.emplace_back(boost::json::string(word));
  observe(key, need, {{"enum", std::move(values)}});
  const std::string expected = (words.size() > 1 ? "one of " : "") + listing(words);
  const Node* found = scalar(key, need, expected);
  if (!found) return {};
  for (const std::string& word : words)
    if (found->text == word) return word;
  error(key, fmt::format("expected {}, found {}{}", expected, description(*found), suggestion(found->text, words)));
  return {};
}

std::vector<std::string> Section::choices(std::string_view key, std::span<const std::string_view> allowed, Need need) {
  const std::vector<std::string> words(allowed.begin(), allowed.end());
  boost::json::array values;
  for (const auto word : allowed) values.emplace_back(boost::json::string(word));
  const boost::json::object one{{"enum", std::move(values)}};
  const boost::json::object list{{"type", "array"}, {"items", one}, {"minItems", 1}, {"uniqueItems", true}};
  const Node* found = node(key, need);
  refine(key, {{"anyOf", {one, list}}});
  if (!found) return {};
  std::vector<std::string> chosen;
  const auto add = [&](const Node& item) {
    const auto word = item.is_scalar() ? std::find(words.begin(), words.end(), item.text) : words.end();
    if (word == words.end())
      diagnostics_.add(item.position.line > 0 ? item.position : position_of(key),
                       fmt::format("{} of {}: expected one of {}, found {}{}", key, what_, listing(words),
                                   description(item), item.is_scalar() ? suggestion(item.text, words) : ""));
    else if (std::find(chosen.begin(), chosen.end(), *word) != chosen.end())
      diagnostics_.add(item.position, fmt::format("{} of {}: '{}' stands twice in this list", key, what_, *word));
    else
      chosen.push_back(*word);
  };
  if (!found->is_sequence()) {
    add(*found);
  } else {
    for (const Node& item : found->items) add(item);
    if (found->items.empty()) error(key, "expected at least one entry, found an empty list");
  }
  return chosen;
}

std::optional<std::int64_t> Section::integer(std::string_view key, std::int64_t least, std::int64_t most, Need need) {
  observe(key, need, {{"type", "integer"}, {"minimum", least}, {"maximum", most}});
  const std::string expected = fmt::format("a whole number from {} to {}", least, most);
  const Node* found = scalar(key, need, expected);
  if (!found) return {};
  const boost::json::value value = to_json(*found);
  if (value.is_int64() && value.get_int64() >= least && value.get_int64() <= most) return value.get_int64();
  error(key, fmt::format("expected {}, found {}", expected, description(*found)));
  return {};
}

std::optional<double> Section::number(std::string_view key, double least, double most, Need need) {
  observe(key, need, {{"type", "number"}, {"minimum", least}, {"maximum", most}});
  const std::string expected = fmt::format("a number from {} to {}", least, most);
  const Node* found = scalar(key, need, expected);
  if (!found) return {};
  const boost::json::value value = to_json(*found);
  if (value.is_number()) {
    const double number = value.to_number<double>();
    if (number >= least && number <= most) return number;
  }
  error(key, fmt::format("expected {}, found {}", expected, description(*found)));
  return {};
}

std::optional<bool> Section::boolean(std::string_view key, Need need) {
  observe(key, need, {{"type", "boolean"}});
  const Node* found = scalar(key, need, "true or false");
  if (!found) return {};
  const boost::json::value value = to_json(*found);
  if (value.is_bool()) return value.get_bool();
  error(key, fmt::format("expected true or false, found {}", description(*found)));
  return {};
}

std::optional<std::uint64_t> Section::bytes(std::string_view key, Need need) {
  observe(key, need, {{"type", "string"}, {"pattern", quantity_pattern(byte_units)}});
  constexpr std::string_view expected = "a size with its unit (B, KiB, MiB, GiB), such as 12MiB";
  const Node* found = scalar(key, need, expected);
  if (!found) return {};
  if (const auto size = quantity(found->text, byte_units); size.value_or(0) > 0) return size;
  error(key, fmt::format("expected {}, found {}", expected, description(*found)));
  return {};
}

std::optional<std::chrono::milliseconds> Section::duration(std::string_view key, std::chrono::milliseconds most,
                                                           Need need, std::chrono::milliseconds least) {
  observe(key, need, {{"type", "string"}, {"pattern", quantity_pattern(time_units)}});
  const std::string expected =
      fmt::format("a time with its unit (ms, s, min, h), such as 10s, at most {}", written(most));
  const Node* found = scalar(key, need, expected);
  if (!found) return {};
  const auto time = quantity(found->text, time_units);
  if (time && *time <= static_cast<std::uint64_t>(most.count()) && *time >= static_cast<std::uint64_t>(least.count()))
    return std::chrono::milliseconds(*time);
  error(key, fmt::format("expected {}, found {}", expected, description(*found)));
  return {};
}

std::optional<std::vector<std::string>> Section::texts(std::string_view key, Need need) {
  observe(key, need, {{"type", "array"}, {"items", {{"type", "string"}, {"minLength", 1}}}, {"minItems", 1}});
  const Node* found = sequence(key, need);
  if (!found) return {};
  std::vector<std::string> list;
  bool right = true;
  for (const Node& item : found->items) {
    if (item.is_scalar() && !item.text.empty()) {
      list.push_back(item.text);
      continue;
    }
    diagnostics_.add(item.position, fmt::format("{} of {}: expected a text, found {}", key, what_, description(item)));
    right = false;
  }
  if (right && list.empty()) error(key, "expected at least one entry, found an empty list");
  return right && !list.empty() ? std::optional(std::move(list)) : std::nullopt;
}

const Node* Section::map(std::string_view key, Need need) {
  observe(key, need, {{"type", "object"}});
  const Node* found = node(key, need);
  if (!found || found->is_map()) return found;
  error(key, fmt::format("expected a map of keys, found {}", description(*found)));
  return nullptr;
}

const Node* Section::sequence(std::string_view key, Need need) {
  observe(key, need, {{"type", "array"}});
  const Node* found = node(key, need);
  if (!found || found->is_sequence()) return found;
  error(key, fmt::format("expected a list, found {}", description(*found)));
  return nullptr;
}

void Section::finish() {
  if (diagnostics_.shapes()) diagnostics_.shapes()->finished(node_);
  const std::vector<std::string> known(asked_.begin(), asked_.end());
  for (const Member& member : node_.members) {
    if (asked_.contains(member.key)) continue;
    const std::string hint = suggestion(member.key, known);
    diagnostics_.add(member.position, fmt::format("{} has no key '{}'{}", what_, member.key,
                                                  hint.empty() ? "; expected " + listing(known) : hint));
  }
}

}  // namespace cotejo::configuration
