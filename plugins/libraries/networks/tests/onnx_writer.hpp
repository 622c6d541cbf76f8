// Writes ONNX files for tests: just enough of protobuf.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace networks::testing {

using Bytes = std::string;

inline Bytes varint(std::uint64_t value) {
  Bytes out;
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  return out + static_cast<char>(value);
}
inline Bytes number(int field, std::int64_t value) {
  return varint(static_cast<std::uint64_t>(field) << 3) + varint(static_cast<std::uint64_t>(value));
}
inline Bytes content(int field, const Bytes& bytes) {
  return varint(static_cast<std::uint64_t>(field) << 3 | 2) + varint(bytes.size()) + bytes;
}

class OnnxWriter {
 public:
  // Readers other than ours want to know the shapes.
  OnnxWriter& input(const std::string& name, const std::vector<std::int64_t>& dimensions = {}) {
    return append(content(11, value(name, dimensions)));
  }
  OnnxWriter& output(const std::string& name, const std::vector<std::int64_t>& dimensions = {}) {
    return append(content(12, value(name, dimensions)));
  }
  OnnxWriter& weights(const std::string& name, const std::vector<std::int64_t>& dimensions,
                      const std::vector<float>& values) {
    Bytes tensor;
    for (const auto side : dimensions) tensor += number(1, side);
    tensor += number(2, 1) + content(8, name);
    return append(
        content(5, tensor + content(9, {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)})));
  }
  OnnxWriter& node(const std::string& operation, const std::vector<std::string>& inputs, const std::string& output,
                   const std::map<std::string, std::vector<std::int64_t>>& attributes = {}) {
    Bytes node;
    for (const auto& name : inputs) node += content(1, name);
    node += content(2, output) + content(4, operation);
    for (const auto& [name, values] : attributes) {
      Bytes attribute = content(1, name);
      for (const auto value : values) attribute += number(8, value);
      node += content(5, attribute);
    }
    return append(content(1, node));
  }
  std::vector<std::uint8_t> bytes() const {
    constexpr int kFormat = 6, kOperations = 11;  // versions, for readers other than ours
    const Bytes model = number(1, kFormat) + content(7, graph_) + content(8, number(2, kOperations));
    return {model.begin(), model.end()};
  }

 private:
  static Bytes value(const std::string& name, const std::vector<std::int64_t>& dimensions) {
    Bytes shape;
    for (const auto side : dimensions) shape += content(1, number(1, side));
    const Bytes type = dimensions.empty() ? Bytes() : content(2, content(1, number(1, 1) + content(2, shape)));
    return content(1, name) + type;
  }
  OnnxWriter& append(const Bytes& bytes) {
    graph_ += bytes;
    return *this;
  }
  Bytes graph_;
};

}  // namespace networks::testing
