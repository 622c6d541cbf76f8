// Reads the parts of an ONNX file that this library uses: the nodes of the graph in order, their attributes, and the
// constants. Never reads beyond the given bytes.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace networks {

// The file is damaged, or the network uses something that this library cannot run. Thrown only while loading.
class ModelError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

using Dimensions = std::vector<std::int64_t>;

// The product of the dimensions. Throws ModelError when it is absurd.
std::size_t count_of(const Dimensions& dimensions);

struct Constant {
  Dimensions dimensions;
  std::vector<float> numbers;          // of a tensor of floats …
  std::vector<std::int64_t> integers;  // … or of integers
};

struct Node {
  std::string operation;
  std::vector<std::string> inputs, outputs;
  std::map<std::string, std::vector<std::int64_t>> integers;  // attributes
  std::optional<Constant> value;                              // the attribute of a Constant

  // The attribute's only or first number; `otherwise` when there is none.
  std::int64_t integer(const std::string& name, std::int64_t otherwise) const;
};

struct Graph {
  std::vector<Node> nodes;
  std::map<std::string, Constant> constants;
  std::vector<std::string> inputs, outputs;  // constants are no inputs
};

Graph read_onnx(std::span<const std::uint8_t> file);

}  // namespace networks
