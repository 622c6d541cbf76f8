// The tensors of a graph while it is compiled: the tensor that each name stands for, its memory, and which nodes still
// need it. Anything in the graph that cannot be run is refused with a ModelError.
#pragma once
#include <map>
#include <set>
#include <string>

#include "steps.hpp"

namespace networks {

[[noreturn]] void refuse(const std::string& what);

inline std::int64_t side(std::size_t value) {
  return static_cast<std::int64_t>(value);
}

// A picture, a plain tensor, or integers known by now.
struct Tensor {
  Dimensions dimensions;
  bool is_picture = false;
  Picture picture;                 // a picture
  std::size_t buffer = kNoBuffer;  // a plain tensor, in ONNX's order
  std::vector<std::int64_t> integers;
  std::size_t memory() const { return is_picture ? picture.buffer : buffer; }
};

class Tensors {
 public:
  // Nodes are visited in the graph's order; `graph` outlives this.
  explicit Tensors(Graph& graph);

  // ---- what is there ----
  static const std::string& input(const Node& node, std::size_t i);
  const Tensor& at(const std::string& name) const;
  const Tensor& at(const Node& node, std::size_t i) const { return at(input(node, i)); }
  const Tensor* find(const std::string& name) const;               // null when no node has produced it yet
  const Constant* constant(const std::string& name) const;         // null when it is not a constant
  const Constant& weights(const Node& node, std::size_t i) const;  // constant floats
  const Picture& picture(const Node& node, std::size_t i) const;
  const Tensor& plain(const Node& node, std::size_t i) const;

  // ---- what a node makes ----
  // The graph's own input keeps its memory: a run may follow another without filling it.
  Picture new_input(Plane plane, std::size_t channels);
  Picture new_picture(const std::string& name, Plane plane, std::size_t channels);
  std::size_t new_plain(const std::string& name, Dimensions dimensions);
  void new_integers(const std::string& name, std::vector<std::int64_t> values);
  void new_constant(const std::string& name, Constant value);

  // ---- who needs it ----
  void visit(std::size_t node) { visited_ = node; }
  // The one node that uses `name`, when it comes later; null when there are several or it is an output.
  const Node* only_user(const std::string& name) const;
  // Marks a node as merged into the one before it.
  void take_in(const Node& node) { taken_in_.insert(&node); }
  bool taken_in(const Node& node) const { return taken_in_.contains(&node); }
  // Notes that one user has ended; after the last one the memory may be reused.
  void release(const std::string& name);

  Memory take_memory() { return std::move(memory_); }  // once, at the end

 private:
  Graph& graph_;
  Memory memory_;
  std::map<std::string, Tensor> tensors_;
  std::map<std::string, std::size_t> uses_;
  std::set<const Node*> taken_in_;
  std::size_t visited_ = 0;
};

}  // namespace networks
