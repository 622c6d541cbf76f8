#include "compiler.hpp"

#include "operations.hpp"

namespace networks {
namespace {

Operation operation_of(const Node& node) {
  static const std::map<std::string, Operation, std::less<>> operations{{"Conv", convolve},
                                                                        {"MaxPool", largest},
                                                                        {"Gemm", multiply_matrix},
                                                                        {"MatMul", multiply_matrix},
                                                                        {"BatchNormalization", normalise},
                                                                        {"Relu", apply_to_each},
                                                                        {"Sigmoid", apply_to_each},
                                                                        {"Exp", apply_to_each},
                                                                        {"Add", calculate},
                                                                        {"Sub", calculate},
                                                                        {"Mul", calculate},
                                                                        {"Div", calculate},
                                                                        {"GlobalAveragePool", mean},
                                                                        {"Softmax", softmax_of_rows},
                                                                        {"Concat", join},
                                                                        {"Slice", slice},
                                                                        {"Transpose", transpose},
                                                                        {"Reshape", reshape},
                                                                        {"Flatten", reshape},
                                                                        {"Constant", define},
                                                                        {"Shape", shape_of},
                                                                        {"Gather", choose},
                                                                        {"Unsqueeze", unsqueeze}};
  const auto found = operations.find(node.operation);
  if (found == operations.end()) refuse("operation " + node.operation);
  return found->second;
}

}  // namespace

Compiled compile(Graph graph, const InputShape& shape, const Kernels& kernels) {
  Compiled out;
  Tensors tensors(graph);
  const Picture input = tensors.new_input({shape.height, shape.width}, shape.channels);
  out.input = input.buffer;
  out.input_count = input.floats();
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (tensors.taken_in(node)) continue;
    tensors.visit(i);
    if (Step step = operation_of(node)(tensors, node, kernels)) out.steps.push_back(std::move(step));
    for (const auto& name : node.inputs) tensors.release(name);
  }
  for (const auto& name : graph.outputs) {
    const Tensor& tensor = tensors.at(name);
    if (tensor.is_picture || tensor.buffer == kNoBuffer) refuse("output '" + name + "' that is a picture");
    out.outputs[name] = {tensor.buffer, count_of(tensor.dimensions)};
  }
  out.memory = tensors.take_memory();
  return out;
}

}  // namespace networks
