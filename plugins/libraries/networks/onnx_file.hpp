// Reads what this library uses of an ONNX file: the nodes of its graph in order, their attributes, the constants.
// Bounded by the size of the bytes, never reads past them.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace networks {

// A file that is damaged, or a network of a kind that is not run here. Thrown while loading alone.
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
