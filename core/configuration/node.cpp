#include "configuration/node.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <charconv>
#include <cmath>
#include <tuple>

namespace cotejo::configuration {
namespace {

constexpr std::size_t longest_quoted_value = 40;  // characters of a value that a message repeats

// The number, if all of `text` is one.
template <class T>
std::optional<T> whole(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return {};
  return value;
}

// Edits (insert, remove, replace, swap of neighbours) from one word to the other.
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::vector<std::size_t>> cost(from.size() + 1, std::vector<std::size_t>(to.size() + 1));
  for (std::size_t i = 0; i <= from.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= to.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t replaced = cost[i - 1][j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[from.size()][to.size()];
}

}  // namespace

std::string to_string(const Diagnostic& diagnostic) {
  return fmt::format("{}:{}:{}: {}", diagnostic.file.string(), diagnostic.line, diagnostic.column, diagnostic.message);
}

void Diagnostics::add(const Position& position, std::string message) {
  found_.push_back(
      {position.file ? *position.file : std::filesystem::path{}, position.line, position.column, std::move(message)});
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  const auto key = [](const Diagnostic& d) { return std::tie(d.file, d.line, d.column, d.message); };
  std::vector<Diagnostic> all = found_;
  std::sort(all.begin(), all.end(), [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  all.erase(
      std::unique(all.begin(), all.end(), [&](const Diagnostic& a, const Diagnostic& b) { return key(a) == key(b); }),
      all.end());
  return all;
}

const Member* Node::member(std::string_view key) const {
  const auto found = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.key == key; });
  return found == members.end() ? nullptr : &*found;
}

const Node* Node::find(std::string_view key) const {
  const Member* found = member(key);
  return found ? &found->value : nullptr;
}

std::string_view to_string(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::scalar:
      return "a value";
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::map:
      return "a map";
  }
  return "nothing";
}

std::string description(const Node& node) {
  if (!node.is_scalar()) return std::string(to_string(node.kind));
  if (node.text.size() > longest_quoted_value) return "a text of " + std::to_string(node.text.size()) + " bytes";
  return "'" + node.text + "'";
}

boost::json::value to_json(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return nullptr;
    case Node::Kind::sequence: {
      boost::json::array array;
      for (const Node& item : node.items) array.push_back(to_json(item));
      return array;
    }
    case Node::Kind::map: {
      boost::json::object object;
      for (const Member& member : node.members) object[member.key] = to_json(member.value);
      return object;
    }
    case Node::Kind::scalar:
      break;
  }
  if (node.quoted) return boost::json::string(node.text);
  if (node.text == "true") return true;
  if (node.text == "false") return false;
  if (const auto integer = whole<std::int64_t>(node.text)) return *integer;
  if (const auto number = whole<double>(node.text); number && std::isfinite(*number)) return *number;
  return boost::json::string(node.text);
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  // More than a third of the letters wrong is another word.
  const std::size_t most = std::max<std::size_t>(1, (word.size() + 1) / 3);
  std::string best;
  std::size_t least = most + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t edits = distance(word, candidate);
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return best;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string best = nearest(word, candidates);
  return best.empty() ? "" : "; did you mean '" + best + "'?";
}

std::string listing(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += "'" + words[i] + "'";
  }
  return text.empty() ? "nothing" : text;
}

}  // namespace cotejo::configuration
