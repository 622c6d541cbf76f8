// Reads one map of a configuration file, with a type for each key. A mistake becomes a diagnostic with file, line and
// column, and reading goes on.
//
//   Section section(node, "the product", diagnostics);
//   int version = section.integer("version", 1, 1'000'000).value_or(0);
//   section.finish();   // keys that were never asked for are unknown
#pragma once
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "configuration/node.hpp"

namespace cotejo::configuration {

class Section {
 public:
  // `what` names the map in messages: `evidence 'selfie'`. When `node` is not a map, that is a diagnostic, and all keys
  // count as absent.
  Section(const Node& node, std::string what, Diagnostics& diagnostics);
  Section(const Section&) = delete;
  Section& operator=(const Section&) = delete;

  bool is_map() const { return node_.is_map(); }
  const Position& position() const { return node_.position; }
  // The position of the key's value; of the map when it does not have the key.
  const Position& position_of(std::string_view key) const;

  // Each of the following is empty when the key is absent (a diagnostic when it is required) or its value is wrong
  // (always a diagnostic). reported: the key is required, but the caller writes the diagnostic itself.
  enum class Need { optional, required, reported };
  const Node* node(std::string_view key, Need need = Need::optional);
  std::optional<std::string> text(std::string_view key, Need need = Need::optional);
  std::optional<std::string> choice(std::string_view key, std::initializer_list<std::string_view> allowed,
                                    Need need = Need::optional);
  // One of the allowed words, or a list of them without repetitions.
  std::vector<std::string> choices(std::string_view key, std::span<const std::string_view> allowed,
                                   Need need = Need::optional);
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most,
                                      Need need = Need::optional);
  std::optional<double> number(std::string_view key, double least, double most, Need need = Need::optional);
  std::optional<bool> boolean(std::string_view key, Need need = Need::optional);
  // `12MiB`; units B, KiB, MiB, GiB. Never 0.
  std::optional<std::uint64_t> bytes(std::string_view key, Need need = Need::optional);
  // `250ms`, `10s`, `2min`, `24h`.
  std::optional<std::chrono::milliseconds> duration(std::string_view key, std::chrono::milliseconds most,
                                                    Need need = Need::optional,
                                                    std::chrono::milliseconds least = std::chrono::milliseconds(1));
  std::optional<std::vector<std::string>> texts(std::string_view key,
                                                Need need = Need::optional);  // a list of text, not empty
  const Node* map(std::string_view key, Need need = Need::optional);
  const Node* sequence(std::string_view key, Need need = Need::optional);

  // Adds to the JSON Schema of `key` what its reader checks beyond the type. Has no effect on reading.
  void refine(std::string_view key, boost::json::object schema);
  // Accepts `key`, whose value is read elsewhere.
  void allow(std::string_view key) { asked_.emplace(key); }
  // A diagnostic for each key that nobody asked for.
  void finish();

  void error(std::string_view key, std::string message);

 private:
  const Node* scalar(std::string_view key, Need need, std::string_view expected);
  void observe(std::string_view key, Need need, boost::json::object schema);

  const Node& node_;
  std::string what_;
  Diagnostics& diagnostics_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace cotejo::configuration
