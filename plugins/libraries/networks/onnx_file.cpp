#include "onnx_file.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace networks {
namespace {

static_assert(std::endian::native == std::endian::little, "ONNX stores little-endian numbers");

using Bytes = std::span<const std::uint8_t>;

// More than any network for a processor has: keeps a damaged file from asking for all memory.
constexpr std::size_t kMostNumbers = std::size_t{1} << 28;

// One field of a protobuf message at a time.
class Message {
 public:
  explicit Message(Bytes bytes) : bytes_(bytes) {}

  bool next() {
    if (bytes_.empty()) return false;
    const std::uint64_t key = varint();
    field_ = static_cast<int>(key >> 3);
    switch (key & 7) {
      case 0:
        number_ = varint();
        content_ = {};
        packed_ = false;
        return true;
      case 1:
        content_ = take(8);
        break;
      case 2:
        content_ = take(varint());
        break;
      case 5:
        content_ = take(4);
        break;
      default:
        throw ModelError("not an ONNX file: a field of an unknown kind");
    }
    packed_ = true;
    return true;
  }

  int field() const { return field_; }
  Bytes content() const { return content_; }
  std::string text() const { return {content_.begin(), content_.end()}; }
  std::int64_t number() const {
    if (packed_) throw ModelError("not an ONNX file: a number was expected");
    return static_cast<std::int64_t>(number_);
  }

  // Repeated integers come packed, or one a field.
  void append_to(std::vector<std::int64_t>& values) const {
    if (!packed_) {
      values.push_back(number());
      return;
    }
    Message packed(content_);
    while (!packed.bytes_.empty()) values.push_back(static_cast<std::int64_t>(packed.varint()));
  }
  template <class Number>
  void append_plain_to(std::vector<Number>& values) const {
    const std::size_t count = content_.size() / sizeof(Number), before = values.size();
    values.resize(before + count);
    if (count > 0) std::memcpy(values.data() + before, content_.data(), count * sizeof(Number));
  }

 private:
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t byte = take(1)[0];
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    throw ModelError("not an ONNX file: a number without end");
  }
  Bytes take(std::uint64_t count) {
    if (count > bytes_.size()) throw ModelError("the ONNX file ends too early");
    const Bytes taken = bytes_.first(static_cast<std::size_t>(count));
    bytes_ = bytes_.subspan(static_cast<std::size_t>(count));
    return taken;
  }

  Bytes bytes_, content_;
  int field_ = 0;
  std::uint64_t number_ = 0;
  bool packed_ = false;
};

// Numbers of fields and data types: onnx.proto.
enum DataType : std::int64_t { kFloat = 1, kInt64 = 7 };

std::pair<std::string, Constant> read_tensor(Bytes bytes) {
  std::string name;
  Constant constant;
  std::int64_t type = 0;
  Bytes raw;
  for (Message m(bytes); m.next();) switch (m.field()) {
      case 1:
        m.append_to(constant.dimensions);
        break;
      case 2:
        type = m.number();
        break;
      case 4:
        m.append_plain_to(constant.numbers);
        break;
      case 7:
        m.append_to(constant.integers);
        break;
      case 8:
        name = m.text();
        break;
      case 9:
        raw = m.content();
        break;
      case 13:
        throw ModelError("weights outside of the ONNX file are not read");
    }
  const std::size_t count = count_of(constant.dimensions);
  const auto fill = [&](auto& values) {
    using Number = std::decay_t<decltype(values.front())>;
    if (!raw.empty()) {
      values.resize(raw.size() / sizeof(Number));
      std::memcpy(values.data(), raw.data(), values.size() * sizeof(Number));
    }
    if (values.size() != count) throw ModelError("a tensor has other numbers than its dimensions say");
  };
  if (type == kFloat)
    fill(constant.numbers);
  else if (type == kInt64)
    fill(constant.integers);
  else
    throw ModelError("a tensor is neither of floats nor of 64-bit integers");
  return {name, constant};
}

void read_attribute(Bytes bytes, Node& node) {
  std::string name;
  std::vector<std::int64_t> integers;
  for (Message m(bytes); m.next();) switch (m.field()) {
      case 1:
        name = m.text();
        break;
      case 3:
      case 8:
        m.append_to(integers);
        break;
      case 5:
        node.value = read_tensor(m.content()).second;
        break;
    }
  if (!integers.empty()) node.integers[name] = std::move(integers);
}

Node read_node(Bytes bytes) {
  Node node;
  for (Message m(bytes); m.next();) switch (m.field()) {
      case 1:
        node.inputs.push_back(m.text());
        break;
      case 2:
        node.outputs.push_back(m.text());
        break;
      case 4:
        node.operation = m.text();
        break;
      case 5:
        read_attribute(m.content(), node);
        break;
    }
  if (node.operation.empty() || node.outputs.empty()) throw ModelError("a node has no operation or no output");
  return node;
}

std::string read_name(Bytes bytes) {
  for (Message m(bytes); m.next();)
    if (m.field() == 1) return m.text();
  return {};
}

}  // namespace

std::size_t count_of(const Dimensions& dimensions) {
  std::size_t count = 1;
  for (const auto side : dimensions) {
    if (side < 0 || static_cast<std::uint64_t>(side) > kMostNumbers) throw ModelError("a tensor's side is absurd");
    count *= static_cast<std::size_t>(side);
    if (count > kMostNumbers) throw ModelError("a tensor is absurdly large");
  }
  return count;
}

std::int64_t Node::integer(const std::string& name, std::int64_t otherwise) const {
  const auto found = integers.find(name);
  return found == integers.end() ? otherwise : found->second.front();
}

Graph read_onnx(std::span<const std::uint8_t> file) {
  Graph graph;
  Bytes content;
  for (Message m(file); m.next();)
    if (m.field() == 7) content = m.content();
  for (Message m(content); m.next();) switch (m.field()) {
      case 1:
        graph.nodes.push_back(read_node(m.content()));
        break;
      case 5:
        graph.constants.insert(read_tensor(m.content()));
        break;
      case 11:
        graph.inputs.push_back(read_name(m.content()));
        break;
      case 12:
        graph.outputs.push_back(read_name(m.content()));
        break;
    }
  std::erase_if(graph.inputs, [&](const auto& name) { return graph.constants.contains(name); });
  if (graph.nodes.empty()) throw ModelError("not an ONNX file: it has no nodes");
  return graph;
}

}  // namespace networks
