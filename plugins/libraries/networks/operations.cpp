#include "operations.hpp"

#include <algorithm>
#include <cmath>

namespace networks {

Step multiply_matrix(Tensors& tensors, const Node& node, const Kernels& kernels) {
  const Tensor& in = tensors.plain(node, 0);
  const Constant& matrix = tensors.weights(node, 1);
  const bool transposed = node.integer("transB", 0) != 0;
  if (in.dimensions.size() != 2 || in.dimensions[0] != 1 || matrix.dimensions.size() != 2)
    refuse("a product of more than one row");
  const auto depth = static_cast<std::size_t>(in.dimensions[1]);
  const auto columns = static_cast<std::size_t>(matrix.dimensions[transposed ? 0 : 1]);
  if (static_cast<std::size_t>(matrix.dimensions[transposed ? 1 : 0]) != depth)
    refuse("a product of tensors that do not fit");
  Weights packed;
  packed.values = in_blocks(columns, depth, [&](std::size_t column, std::size_t k) {
    return matrix.numbers[transposed ? column * depth + k : k * columns + column];
  });
  packed.bias = per_channel(node.inputs.size() > 2 ? tensors.weights(node, 2).numbers : std::vector<float>{}, columns);
  const std::size_t from = in.buffer, to = tensors.new_plain(node.outputs.front(), {1, side(columns)});
  return product(kernels, from, depth, to, columns, std::move(packed));
}

Step normalise(Tensors& tensors, const Node& node, const Kernels&) {
  const Tensor in = tensors.plain(node, 0);
  const std::size_t count = count_of(in.dimensions);
  const auto &gain = tensors.weights(node, 1).numbers, &offset = tensors.weights(node, 2).numbers,
             &mean = tensors.weights(node, 3).numbers, &variance = tensors.weights(node, 4).numbers;
  if (in.dimensions.size() != 2 || gain.size() != count || offset.size() != count || mean.size() != count ||
      variance.size() != count)
    refuse("a normalisation of something else than a row");
  constexpr float kEpsilon = 1e-5F;  // the default of ONNX, which no network here changes
  std::vector<float> scale(count), shift(count);
  for (std::size_t i = 0; i < count; ++i) {
    scale[i] = gain[i] / std::sqrt(variance[i] + kEpsilon);
    shift[i] = offset[i] - mean[i] * scale[i];
  }
  return scaled(in.buffer, std::move(scale), std::move(shift), tensors.new_plain(node.outputs.front(), in.dimensions));
}

Step apply_to_each(Tensors& tensors, const Node& node, const Kernels&) {
  const Tensor in = tensors.at(node, 0);
  float (*function)(float) = node.operation == "Relu"      ? [](float x) { return std::max(x, 0.F); }
                             : node.operation == "Sigmoid" ? [](float x) { return 1 / (1 + std::exp(-x)); }
                                                           : [](float x) { return std::exp(x); };
  if (in.is_picture) {
    const Picture out = tensors.new_picture(node.outputs.front(), in.picture.plane, in.picture.channels);
    if (in.picture.pitch != out.pitch) refuse(node.operation + " of the input");
    return each(in.picture.buffer, out.buffer, out.floats(), function);
  }
  const std::size_t from = tensors.plain(node, 0).buffer;
  return each(from, tensors.new_plain(node.outputs.front(), in.dimensions), count_of(in.dimensions), function);
}

Step calculate(Tensors& tensors, const Node& node, const Kernels&) {
  static const std::map<std::string, Arithmetic> kinds{{"Add", Arithmetic::add},
                                                       {"Sub", Arithmetic::subtract},
                                                       {"Mul", Arithmetic::multiply},
                                                       {"Div", Arithmetic::divide}};
  const Arithmetic kind = kinds.at(node.operation);
  const Constant* second = tensors.constant(Tensors::input(node, 1));
  const Tensor a = tensors.at(node, 0);
  if (a.is_picture && second == nullptr) {
    const Picture &x = a.picture, y = tensors.picture(node, 1);
    const bool fit = (x.pixels() == y.pixels() && x.plane.width == y.plane.width) || y.pixels() == 1;
    if (!fit || x.channels != y.channels || x.pitch != y.pitch || x.pitch % kBlock != 0 ||
        (kind != Arithmetic::add && kind != Arithmetic::multiply))
      refuse(node.operation + " of these pictures");
    const Picture out = tensors.new_picture(node.outputs.front(), x.plane, x.channels);
    return combination(x, y, out, kind == Arithmetic::multiply);
  }
  const std::size_t count = a.is_picture ? a.picture.floats() : count_of(tensors.plain(node, 0).dimensions);
  std::vector<float> numbers;
  std::size_t other = kNoBuffer;
  if (second != nullptr) {
    numbers = second->numbers;
    if (numbers.empty() || (numbers.size() != 1 && (a.is_picture || numbers.size() != count)))
      refuse(node.operation + " with a constant of another size");
  } else {
    other = tensors.plain(node, 1).buffer;
    if (count_of(tensors.plain(node, 1).dimensions) != count) refuse(node.operation + " of tensors that do not fit");
  }
  const std::size_t to = a.is_picture
                             ? tensors.new_picture(node.outputs.front(), a.picture.plane, a.picture.channels).buffer
                             : tensors.new_plain(node.outputs.front(), a.dimensions);
  if (a.is_picture && a.picture.pitch % kBlock != 0) refuse(node.operation + " of the input");
  return arithmetic(kind, a.memory(), count, std::move(numbers), other, to);
}

Step mean(Tensors& tensors, const Node& node, const Kernels&) {
  const Picture in = tensors.picture(node, 0);
  const Picture out = tensors.new_picture(node.outputs.front(), {1, 1}, in.channels);
  if (in.pitch != out.pitch) refuse("a mean of the input");
  return mean_of_channels(in, out);
}

Step softmax_of_rows(Tensors& tensors, const Node& node, const Kernels&) {
  const Tensor in = tensors.plain(node, 0);
  if (in.dimensions.empty() || node.integer("axis", 1) != side(in.dimensions.size()) - 1 || in.dimensions.back() == 0)
    refuse("a softmax along another axis than the last");
  const auto width = static_cast<std::size_t>(in.dimensions.back());
  return softmax(in.buffer, count_of(in.dimensions) / width, width,
                 tensors.new_plain(node.outputs.front(), in.dimensions));
}

}  // namespace networks
