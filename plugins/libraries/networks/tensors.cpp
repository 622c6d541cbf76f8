#include "tensors.hpp"

namespace networks {

void refuse(const std::string& what) {
  throw ModelError("a network with " + what);
}

Tensors::Tensors(Graph& graph) : graph_(graph) {
  if (graph.inputs.size() != 1) throw ModelError("only networks with one input are run here");
  for (const Node& node : graph.nodes)
    for (const auto& name : node.inputs) ++uses_[name];
  for (const auto& name : graph.outputs) ++uses_[name];
  ++uses_[graph.inputs.front()];
}

const std::string& Tensors::input(const Node& node, std::size_t i) {
  if (i >= node.inputs.size()) refuse(node.operation + " without its inputs");
  return node.inputs[i];
}

const Tensor* Tensors::find(const std::string& name) const {
  const auto found = tensors_.find(name);
  return found == tensors_.end() ? nullptr : &found->second;
}

const Tensor& Tensors::at(const std::string& name) const {
  const Tensor* found = find(name);
  if (found == nullptr) refuse("a tensor that nothing makes");
  return *found;
}

const Constant* Tensors::constant(const std::string& name) const {
  const auto found = graph_.constants.find(name);
  return found == graph_.constants.end() ? nullptr : &found->second;
}

const Constant& Tensors::weights(const Node& node, std::size_t i) const {
  const Constant* found = constant(input(node, i));
  if (found == nullptr || found->numbers.empty()) refuse(node.operation + " whose weights are not constant");
  return *found;
}

const Picture& Tensors::picture(const Node& node, std::size_t i) const {
  const Tensor& found = at(node, i);
  if (!found.is_picture) refuse(node.operation + " of something else than a picture");
  return found.picture;
}

const Tensor& Tensors::plain(const Node& node, std::size_t i) const {
  const Tensor& found = at(node, i);
  if (found.is_picture || found.buffer == kNoBuffer) refuse(node.operation + " of a tensor in this order");
  return found;
}

Picture Tensors::new_input(Plane plane, std::size_t channels) {
  Tensor made;
  made.dimensions = {1, side(channels), side(plane.height), side(plane.width)};
  made.is_picture = true;
  made.picture = {memory_.take(count_of(made.dimensions)), plane, channels, channels};
  return (tensors_[graph_.inputs.front()] = std::move(made)).picture;
}

Picture Tensors::new_picture(const std::string& name, Plane plane, std::size_t channels) {
  Tensor made;
  made.dimensions = {1, side(channels), side(plane.height), side(plane.width)};
  count_of(made.dimensions);
  made.is_picture = true;
  made.picture = {kNoBuffer, plane, channels, whole_blocks(channels)};
  made.picture.buffer = memory_.take(made.picture.floats());
  return (tensors_[name] = std::move(made)).picture;
}

std::size_t Tensors::new_plain(const std::string& name, Dimensions dimensions) {
  Tensor made;
  made.buffer = memory_.take(count_of(dimensions));
  made.dimensions = std::move(dimensions);
  return (tensors_[name] = std::move(made)).buffer;
}

void Tensors::new_integers(const std::string& name, std::vector<std::int64_t> values) {
  tensors_[name].integers = std::move(values);
}

void Tensors::new_constant(const std::string& name, Constant value) {
  graph_.constants[name] = std::move(value);
}

const Node* Tensors::only_user(const std::string& name) const {
  const auto uses = uses_.find(name);
  if (uses == uses_.end() || uses->second != 1) return nullptr;
  for (std::size_t i = visited_ + 1; i < graph_.nodes.size(); ++i)
    for (const auto& other : graph_.nodes[i].inputs)
      if (other == name) return &graph_.nodes[i];
  return nullptr;
}

void Tensors::release(const std::string& name) {
  const auto found = tensors_.find(name);
  if (--uses_[name] > 0 || found == tensors_.end() || found->second.memory() == kNoBuffer) return;
  memory_.give_back(found->second.memory());
  tensors_.erase(found);
}

}  // namespace networks
