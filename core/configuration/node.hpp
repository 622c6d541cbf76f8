// A YAML file as a tree in which every node knows its file, line and column. Refused are anchors, aliases, merge keys,
// tags, duplicate keys, files over 1 MiB and nesting over 32 levels: a configuration file can neither hide a value nor
// exhaust the host.
#pragma once
#include <boost/json/value.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cotejo::configuration {

struct Position {
  std::shared_ptr<const std::filesystem::path> file;
  int line = 0, column = 0;  // from 1
};

// A mistake in a configuration file.
struct Diagnostic {
  std::filesystem::path file;
  int line = 0, column = 0;  // from 1
  std::string message;       // what was expected, what was found, what to do
};
std::string to_string(const Diagnostic& diagnostic);  // file:line:col: message

class Shapes;

// Collects all mistakes, so that a person sees them at once.
class Diagnostics {
 public:
  Diagnostics() = default;
  // Readers that are given this object also report to `shapes` which keys exist, for a JSON Schema.
  explicit Diagnostics(Shapes& shapes) : shapes_(&shapes) {}
  Shapes* shapes() const { return shapes_; }

  void add(const Position& position, std::string message);
  void add(Diagnostic diagnostic) { found_.push_back(std::move(diagnostic)); }
  bool empty() const { return found_.empty(); }
  std::size_t size() const { return found_.size(); }
  std::vector<Diagnostic> sorted() const;  // by file, line and column; without repetitions

 private:
  std::vector<Diagnostic> found_;
  Shapes* shapes_ = nullptr;
};

struct Member;

struct Node {
  enum class Kind { null, scalar, sequence, map };
  Kind kind = Kind::null;
  Position position;
  std::string text;             // of a scalar
  bool quoted = false;          // a quoted scalar is text, whatever it looks like
  std::vector<Node> items;      // of a sequence
  std::vector<Member> members;  // of a map, in the order of the file

  const Member* member(std::string_view key) const;
  const Node* find(std::string_view key) const;  // null when this is not a map or lacks the key
  bool is_map() const { return kind == Kind::map; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_scalar() const { return kind == Kind::scalar; }
};

struct Member {
  std::string key;
  Position position;  // of the key
  Node value;
};

std::string_view to_string(Node::Kind kind);  // with its article: `a list`

// The words after "found" in a message: the scalar itself when it is short, else its kind.
std::string description(const Node& node);

// The tree of `text`; null with at least one diagnostic when it cannot be read.
std::optional<Node> parse(std::string_view text, const std::filesystem::path& file, Diagnostics& diagnostics);
std::optional<Node> parse_file(const std::filesystem::path& file, Diagnostics& diagnostics);

// Plain scalars become null, booleans or numbers by the rules of the YAML 1.2 core schema; quoted ones stay text.
boost::json::value to_json(const Node& node);

// The candidate that `word` is probably a misspelling of; empty when none is similar enough.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);
// `; did you mean 'x'?`, or nothing.
std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);
// The words as a list for messages: 'a', 'b' and 'c'.
std::string listing(const std::vector<std::string>& words);

}  // namespace cotejo::configuration
