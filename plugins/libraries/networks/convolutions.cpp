#include "operations.hpp"

namespace networks {
namespace {

struct Ending {
  std::string name;  // of the result
  std::vector<float> slope;
  std::string residual;
};

// Takes a rectifier, or a sum with what is there already, into the node before it.
Ending ending_of(Tensors& tensors, const std::string& name, std::size_t channels) {
  Ending ending{name, {}, {}};
  const Node* user = tensors.only_user(name);
  if (user == nullptr) return ending;
  const Node& next = *user;
  if (next.operation == "Relu") {
    ending.slope.assign(whole_blocks(channels), 0.F);
  } else if (next.operation == "PRelu") {
    ending.slope = per_channel(tensors.weights(next, 1).numbers, channels);
  } else if (next.operation == "Add" && next.inputs.size() == 2) {
    const auto& other = next.inputs[0] == name ? next.inputs[1] : next.inputs[0];
    const Tensor* found = tensors.find(other);
    if (other == name || found == nullptr || !found->is_picture) return ending;
    ending.residual = other;
  } else {
    return ending;
  }
  tensors.take_in(next);
  ending.name = next.outputs.front();
  return ending;
}

std::size_t attribute(const Node& node, const std::string& name, std::size_t at, std::int64_t otherwise) {
  const auto found = node.integers.find(name);
  const std::int64_t value = found == node.integers.end() ? otherwise
                             : at < found->second.size()  ? found->second[at]
                                                          : -1;
  constexpr std::int64_t kMost = 1024;
  if (value < 0 || value > kMost) refuse(node.operation + " with an absurd " + name);
  return static_cast<std::size_t>(value);
}

Window window_of(const Node& node, std::size_t height, std::size_t width) {
  Window window;
  window.height = height;
  window.width = width;
  window.stride_y = attribute(node, "strides", 0, 1), window.stride_x = attribute(node, "strides", 1, 1);
  window.dilation_y = attribute(node, "dilations", 0, 1), window.dilation_x = attribute(node, "dilations", 1, 1);
  window.top = attribute(node, "pads", 0, 0), window.left = attribute(node, "pads", 1, 0);
  if (window.stride_y == 0 || window.stride_x == 0 || window.height == 0 || window.width == 0)
    refuse("a window without a size");
  return window;
}

std::size_t reach(std::size_t size, std::size_t padding, std::size_t kernel, std::size_t dilation, std::size_t stride) {
  const std::size_t needed = dilation * (kernel - 1) + 1;
  if (size + padding < needed) refuse("a window that is larger than its picture");
  return (size + padding - needed) / stride + 1;
}

Plane plane_under(const Node& node, const Window& window, Plane in) {
  return {
      reach(in.height, window.top + attribute(node, "pads", 2, 0), window.height, window.dilation_y, window.stride_y),
      reach(in.width, window.left + attribute(node, "pads", 3, 0), window.width, window.dilation_x, window.stride_x)};
}

// columns x channels x height x width, as the kernels want them: each channel by itself, or all of them together.
Weights packed_for_each(const Constant& kernel, std::size_t taps, std::size_t pitch) {
  const auto channels = static_cast<std::size_t>(kernel.dimensions[0]);
  Weights packed;
  packed.values.assign(taps * pitch, 0.F);
  for (std::size_t c = 0; c < channels; ++c)
    for (std::size_t k = 0; k < taps; ++k) packed.values[k * pitch + c] = kernel.numbers[c * taps + k];
  return packed;
}

Weights packed_for_all(const Constant& kernel, std::size_t taps, std::size_t channels) {
  const auto columns = static_cast<std::size_t>(kernel.dimensions[0]);
  Weights packed;
  packed.values = in_blocks(columns, taps * channels, [&](std::size_t column, std::size_t k) {
    return kernel.numbers[(column * channels + k % channels) * taps + k / channels];
  });
  return packed;
}

}  // namespace

Step convolve(Tensors& tensors, const Node& node, const Kernels& kernels) {
  const Picture in = tensors.picture(node, 0);
  const Constant& kernel = tensors.weights(node, 1);
  if (kernel.dimensions.size() != 4) refuse("a convolution that is not flat");
  const auto columns = static_cast<std::size_t>(kernel.dimensions[0]);
  const Window window =
      window_of(node, static_cast<std::size_t>(kernel.dimensions[2]), static_cast<std::size_t>(kernel.dimensions[3]));
  const auto group = attribute(node, "group", 0, 1);
  const Plane to = plane_under(node, window, in.plane);
  const bool by_itself = group == in.channels && columns == in.channels && group > 1;
  const std::size_t expected = by_itself ? 1 : in.channels;
  if ((group != 1 && !by_itself) || static_cast<std::size_t>(kernel.dimensions[1]) != expected)
    refuse("a convolution in groups");
  if (by_itself && (window.dilation_y != 1 || window.dilation_x != 1 || in.pitch % kBlock != 0))
    refuse("a dilated convolution of single channels");

  const std::size_t taps = window.height * window.width;
  Weights packed = by_itself ? packed_for_each(kernel, taps, in.pitch) : packed_for_all(kernel, taps, in.channels);
  packed.bias = per_channel(node.inputs.size() > 2 ? tensors.weights(node, 2).numbers : std::vector<float>{}, columns);
  Ending ending = ending_of(tensors, node.outputs.front(), columns);
  packed.slope = std::move(ending.slope);
  std::size_t residual = kNoBuffer;
  if (!ending.residual.empty()) {
    const Picture& other = tensors.at(ending.residual).picture;
    if (other.channels != columns || other.plane.height != to.height || other.plane.width != to.width)
      refuse("a sum of pictures of different sizes");
    residual = other.buffer;
  }
  const Picture out = tensors.new_picture(ending.name, to, columns);
  if (!ending.residual.empty()) tensors.release(ending.residual);
  return (by_itself ? convolution_of_each : convolution)(kernels, in, out, window, std::move(packed), residual);
}

Step largest(Tensors& tensors, const Node& node, const Kernels&) {
  const Picture in = tensors.picture(node, 0);
  const Window window = window_of(node, attribute(node, "kernel_shape", 0, 0), attribute(node, "kernel_shape", 1, 0));
  if (node.integer("ceil_mode", 0) != 0 || window.dilation_y != 1 || window.dilation_x != 1 ||
      window.top >= window.height || window.left >= window.width)
    refuse("a maximum over such windows");
  const Picture out = tensors.new_picture(node.outputs.front(), plane_under(node, window, in.plane), in.channels);
  if (in.pitch != out.pitch) refuse("a maximum of the input");
  return largest_in_windows(in, out, window);
}

}  // namespace networks
