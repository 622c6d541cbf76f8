#include <algorithm>

#include "operations.hpp"

namespace networks {
namespace {

// Integers that are known by now: sizes of tensors.
bool known_integers(const Tensors& tensors, const Node& node) {
  return std::all_of(node.inputs.begin(), node.inputs.end(), [&](const auto& name) {
    if (const Constant* known = tensors.constant(name)) return !known->integers.empty();
    const Tensor* found = tensors.find(name);
    return found != nullptr && !found->integers.empty();
  });
}

std::vector<std::int64_t> integers(const Tensors& tensors, const std::string& name) {
  const Constant* known = tensors.constant(name);
  const auto& found = known != nullptr ? known->integers : tensors.at(name).integers;
  if (found.empty()) refuse("a size that is not known beforehand");
  return found;
}

}  // namespace

Step join(Tensors& tensors, const Node& node, const Kernels&) {
  const std::int64_t axis = node.integer("axis", 0);
  if (known_integers(tensors, node)) {
    std::vector<std::int64_t> all;
    for (const auto& name : node.inputs) {
      const auto part = integers(tensors, name);
      all.insert(all.end(), part.begin(), part.end());
    }
    tensors.new_integers(node.outputs.front(), std::move(all));
    return {};
  }
  if (tensors.at(node, 0).is_picture) {
    std::vector<Picture> parts;
    std::size_t channels = 0;
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      parts.push_back(tensors.picture(node, i));
      channels += parts.back().channels;
      if (parts[i].plane.height != parts[0].plane.height || parts[i].plane.width != parts[0].plane.width || axis != 1)
        refuse("pictures of different sizes behind one another");
    }
    return joined_channels(parts, tensors.new_picture(node.outputs.front(), parts[0].plane, channels));
  }
  Dimensions dimensions = tensors.plain(node, 0).dimensions;
  if (axis < 0 || axis >= side(dimensions.size())) refuse("tensors behind one another along no axis");
  const auto at = static_cast<std::size_t>(axis);
  const std::size_t groups = count_of({dimensions.begin(), dimensions.begin() + axis});
  dimensions[at] = 0;
  std::vector<std::size_t> sources, spans;
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    const Tensor& part = tensors.plain(node, i);
    Dimensions others = part.dimensions;
    if (others.size() != dimensions.size()) refuse("tensors of different kinds behind one another");
    dimensions[at] += others[at];
    others[at] = dimensions[at];
    if (others != dimensions) refuse("tensors of different sizes behind one another");
    sources.push_back(part.buffer);
    spans.push_back(groups == 0 ? 0 : count_of(part.dimensions) / groups);
  }
  return joined(std::move(sources), std::move(spans), groups, tensors.new_plain(node.outputs.front(), dimensions));
}

Step slice(Tensors& tensors, const Node& node, const Kernels&) {
  const Tensor in = tensors.plain(node, 0);
  const auto attribute_of = [&](const char* name) {
    const auto found = node.integers.find(name);
    if (found == node.integers.end() || found->second.size() != 1) refuse("a slice along several axes");
    return found->second[0];
  };
  const std::int64_t last = side(in.dimensions.size()) - 1;
  if (last < 0 || attribute_of("axes") != last) refuse("a slice along another axis than the last");
  const std::int64_t width = in.dimensions.back();
  const std::int64_t from = attribute_of("starts"), to = std::min(attribute_of("ends"), width);
  if (from < 0 || to < from || width == 0) refuse("a slice from the end");
  Dimensions dimensions = in.dimensions;
  dimensions.back() = to - from;
  const auto columns = static_cast<std::size_t>(width);
  return sliced(in.buffer, count_of(in.dimensions) / columns, columns, static_cast<std::size_t>(from),
                static_cast<std::size_t>(to - from), tensors.new_plain(node.outputs.front(), dimensions));
}

Step transpose(Tensors& tensors, const Node& node, const Kernels&) {
  const Picture in = tensors.picture(node, 0);
  const auto order = node.integers.find("perm");
  if (order == node.integers.end() || order->second != std::vector<std::int64_t>{0, 2, 3, 1})
    refuse("a picture in another order");
  return flattened(
      in, tensors.new_plain(node.outputs.front(), {1, side(in.plane.height), side(in.plane.width), side(in.channels)}),
      true);
}

Step reshape(Tensors& tensors, const Node& node, const Kernels&) {
  const Tensor in = tensors.at(node, 0);
  const std::size_t count = count_of(in.dimensions);
  Dimensions wanted;
  if (node.operation == "Flatten") {
    if (node.integer("axis", 1) != 1) refuse("a flattened part of a tensor");
    wanted = {1, side(count)};
  } else {
    wanted = integers(tensors, Tensors::input(node, 1));
    for (std::size_t i = 0; i < wanted.size(); ++i)
      if (wanted[i] == 0 && i < in.dimensions.size()) wanted[i] = in.dimensions[i];
    const auto open = std::find(wanted.begin(), wanted.end(), -1);
    if (open != wanted.end()) {
      *open = 1;
      const std::size_t rest = count_of(wanted);
      if (rest == 0 || count % rest != 0) refuse("a tensor in a shape that does not fit");
      *open = side(count / rest);
    }
  }
  if (count_of(wanted) != count) refuse("a tensor in a shape that does not fit");
  if (in.is_picture) {
    return flattened(in.picture, tensors.new_plain(node.outputs.front(), wanted), false);
  }
  const std::size_t from = tensors.plain(node, 0).buffer;
  return sliced(from, 1, count, 0, count, tensors.new_plain(node.outputs.front(), wanted));
}

Step define(Tensors& tensors, const Node& node, const Kernels&) {
  if (!node.value) refuse("a constant without a value");
  tensors.new_constant(node.outputs.front(), *node.value);
  return {};
}

Step shape_of(Tensors& tensors, const Node& node, const Kernels&) {
  tensors.new_integers(node.outputs.front(), tensors.at(node, 0).dimensions);
  return {};
}

Step choose(Tensors& tensors, const Node& node, const Kernels&) {
  const auto all = integers(tensors, Tensors::input(node, 0));
  std::vector<std::int64_t> chosen;
  for (const std::int64_t index : integers(tensors, Tensors::input(node, 1))) {
    if (index < 0 || index >= side(all.size())) refuse("a size that is not there");
    chosen.push_back(all[static_cast<std::size_t>(index)]);
  }
  tensors.new_integers(node.outputs.front(), std::move(chosen));
  return {};
}

Step unsqueeze(Tensors& tensors, const Node& node, const Kernels&) {
  tensors.new_integers(node.outputs.front(), integers(tensors, Tensors::input(node, 0)));
  return {};
}

}  // namespace networks
