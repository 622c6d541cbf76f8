// From yaml-cpp's events to Node: the limits hold while the file is read, before a tree exists.
#include <unicode/utf8.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <fstream>
#include <sstream>

#include "configuration/node.hpp"

namespace cotejo::configuration {
namespace {

constexpr std::size_t max_file_bytes = 1u << 20;  // the largest hand-written product is a hundredth of that
constexpr std::size_t max_depth = 32;
constexpr std::size_t max_nodes = 100'000;

// Ends the parse; the diagnostic is there already.
struct Refused {};

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::shared_ptr<const std::filesystem::path> file, Diagnostics& diagnostics)
      : file_(std::move(file)), diagnostics_(diagnostics) {}

  Node take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    Node node;
    node.position = position(mark);
    add(std::move(node), "");
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(mark, "an alias ('*name') is not allowed: put what is shared into a block of its own and use 'extends'");
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    // yaml-cpp writes ? for a plain scalar and ! for a quoted one.
    const bool quoted = tag == "!";
    if (!quoted && tag != "?" && !tag.empty()) refuse_tag(mark, tag);
    Node node;
    node.kind = Node::Kind::scalar;
    node.position = position(mark);
    node.text = value;
    node.quoted = quoted;
    add(std::move(node), value);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Node::Kind::sequence, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Node::Kind::map, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    std::optional<Member> member;  // a map's key that waits for its value
  };

  Position position(const YAML::Mark& mark) const { return {file_, mark.line + 1, mark.column + 1}; }

  [[noreturn]] void refuse(const YAML::Mark& mark, std::string message) {
    diagnostics_.add(position(mark), std::move(message));
    throw Refused{};
  }
  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0)
      refuse(mark, "an anchor ('&name') is not allowed: put what is shared into a block of its own and use 'extends'");
  }
  [[noreturn]] void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    refuse(mark, "a tag ('" + tag + "') is not allowed; write the value plainly");
  }

  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    refuse_anchor(mark, anchor);
    if (!tag.empty() && tag != "?" && tag != "!") refuse_tag(mark, tag);
    if (open_.size() >= max_depth) refuse(mark, "more than " + std::to_string(max_depth) + " levels inside each other");
    if (!open_.empty() && open_.back().node.is_map() && !open_.back().member)
      refuse(mark, "expected a name as key, found " + std::string(to_string(kind)));
    Node node;
    node.kind = kind;
    node.position = position(mark);
    open_.push_back({std::move(node), {}});
  }

  void close() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(node), "");
  }

  void add(Node node, const std::string& key) {
    if (++nodes_ > max_nodes) {
      diagnostics_.add(node.position, "more than " + std::to_string(max_nodes) + " values in one file");
      throw Refused{};
    }
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.is_sequence()) {
      parent.node.items.push_back(std::move(node));
    } else if (parent.member) {
      // yaml-cpp puts a value that is not there where the next thing begins.
      if (node.kind == Node::Kind::null) node.position = parent.member->position;
      parent.member->value = std::move(node);
      parent.node.members.push_back(std::move(*parent.member));
      parent.member.reset();
    } else {
      add_key(parent, node, key);
    }
  }

  void add_key(Open& parent, const Node& node, const std::string& key) {
    if (node.kind != Node::Kind::scalar || key.empty()) {
      diagnostics_.add(node.position, "expected a name as key, found nothing");
      throw Refused{};
    }
    if (key == "<<" && !node.quoted) {
      diagnostics_.add(node.position,
                       "a merge key ('<<') is not allowed: put what is shared into a block and use 'extends'");
      throw Refused{};
    }
    if (const Member* first = parent.node.member(key))
      diagnostics_.add(node.position, "key '" + key + "' stands twice in this map, first in line " +
                                          std::to_string(first->position.line) + "; remove one of them");
    parent.member = Member{key, node.position, {}};
  }

  std::shared_ptr<const std::filesystem::path> file_;
  Diagnostics& diagnostics_;
  std::vector<Open> open_;
  std::size_t nodes_ = 0;
  Node root_;
};

// Position of the first byte that is no UTF-8 text; yaml-cpp would replace it in silence.
std::optional<Position> broken_text(std::string_view text, const std::shared_ptr<const std::filesystem::path>& file) {
  Position at{file, 1, 1};
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    if (c < 0 || c == 0) return at;
    if (c == '\n') {
      ++at.line;
      at.column = 1;
    } else {
      ++at.column;
    }
  }
  return {};
}

// The line of this number, counted from 1; empty when there is none.
std::string_view line_of(std::string_view text, int number) {
  for (int i = 1; i < number && !text.empty(); ++i) {
    const auto end = text.find('\n');
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return text.substr(0, text.find('\n'));
}

// `key:value` and `key: some: text`, which are no map to YAML. What is in braces or quotes is left to the parser's
// words.
std::string colon_trouble(std::string_view line) {
  if (const auto start = line.find_first_not_of(" -"); start != line.npos) line.remove_prefix(start);
  const auto colon = line.find(':');
  const auto key = line.substr(0, colon);
  constexpr std::string_view of_keys = "abcdefghijklmnopqrstuvwxyz0123456789_.-";
  if (colon == line.npos || key.empty() || key.find_first_not_of(of_keys) != key.npos) return "";
  const auto rest = line.substr(colon + 1, line.find(" #", colon) - colon - 1);  // without a comment
  if (!rest.empty() && rest.front() != ' ') return " needs a blank after the colon";
  const auto value = rest.find_first_not_of(' ');
  if (value == rest.npos || std::string_view("{[\"'|>#").find(rest[value]) != std::string_view::npos) return "";
  return rest.find(": ") != rest.npos ? " has a second colon: put the text in quotes" : "";
}

// What people do to a file that the parser's own words do not name. It stops where it notices, or in the line after.
std::string likely_cause(std::string_view text, int line) {
  for (const int near : {line, line - 1}) {
    if (near < 1) continue;
    const auto written = line_of(text, near);
    const auto indent = written.substr(0, written.find_first_not_of(" \t"));
    const std::string where = " (line " + std::to_string(near);
    if (written.starts_with("<<<<<<<") || written.starts_with("=======") || written.starts_with(">>>>>>>"))
      return where + " is the mark of a merge that was not finished)";
    if (indent.find('\t') != indent.npos) return where + " is indented with a tab; use blanks)";
    if (const auto trouble = colon_trouble(written); !trouble.empty()) return where + trouble + ")";
  }
  return "";
}

}  // namespace

std::optional<Node> parse(std::string_view text, const std::filesystem::path& path, Diagnostics& diagnostics) {
  const auto file = std::make_shared<const std::filesystem::path>(path);
  if (text.size() > max_file_bytes) {
    diagnostics.add({file, 1, 1}, "the file has more than " + std::to_string(max_file_bytes) + " bytes");
    return {};
  }
  if (const auto at = broken_text(text, file)) {
    diagnostics.add(*at, "this is not UTF-8 text; save the file as UTF-8");
    return {};
  }
  const std::size_t before = diagnostics.size();
  TreeBuilder builder(file, diagnostics);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      diagnostics.add({file, 1, 1}, "the file is empty");
      return {};
    }
    Node root = builder.take();
    TreeBuilder second(file, diagnostics);
    if (parser.HandleNextDocument(second)) {
      const Node rest = second.take();
      diagnostics.add(rest.position, "a second document ('---') is not allowed; put it into a file of its own");
    }
    if (diagnostics.size() != before) return {};
    return root;
  } catch (const YAML::Exception& error) {
    const Position at =
        error.mark.is_null() ? Position{file, 1, 1} : Position{file, error.mark.line + 1, error.mark.column + 1};
    diagnostics.add(at, "this is not YAML: " + error.msg + likely_cause(text, at.line));
  } catch (const Refused&) {
  }
  return {};
}

std::optional<Node> parse_file(const std::filesystem::path& path, Diagnostics& diagnostics) {
  const auto file = std::make_shared<const std::filesystem::path>(path);
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    diagnostics.add({file, 1, 1}, "the file cannot be opened");
    return {};
  }
  std::string text(max_file_bytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (stream.bad()) {
    diagnostics.add({file, 1, 1}, "the file cannot be read");
    return {};
  }
  return parse(text, path, diagnostics);
}

}  // namespace cotejo::configuration
