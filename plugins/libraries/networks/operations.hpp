// Compiles each ONNX operation into the step that runs it. An operation whose result is already known, such as a size,
// needs no step.
#pragma once
#include "tensors.hpp"

namespace networks {

using Operation = Step (*)(Tensors& tensors, const Node& node, const Kernels& kernels);

// convolutions.cpp: operations over windows of pixels
Step convolve(Tensors& tensors, const Node& node, const Kernels& kernels);
Step largest(Tensors& tensors, const Node& node, const Kernels& kernels);

// operations.cpp: arithmetic
Step multiply_matrix(Tensors& tensors, const Node& node, const Kernels& kernels);
Step normalise(Tensors& tensors, const Node& node, const Kernels& kernels);
Step apply_to_each(Tensors& tensors, const Node& node, const Kernels& kernels);
Step calculate(Tensors& tensors, const Node& node, const Kernels& kernels);
Step mean(Tensors& tensors, const Node& node, const Kernels& kernels);
Step softmax_of_rows(Tensors& tensors, const Node& node, const Kernels& kernels);

// shapes.cpp: operations that rearrange values, and sizes
Step join(Tensors& tensors, const Node& node, const Kernels& kernels);
Step slice(Tensors& tensors, const Node& node, const Kernels& kernels);
Step transpose(Tensors& tensors, const Node& node, const Kernels& kernels);
Step reshape(Tensors& tensors, const Node& node, const Kernels& kernels);
Step define(Tensors& tensors, const Node& node, const Kernels& kernels);
Step shape_of(Tensors& tensors, const Node& node, const Kernels& kernels);
Step choose(Tensors& tensors, const Node& node, const Kernels& kernels);
Step unsqueeze(Tensors& tensors, const Node& node, const Kernels& kernels);

}  // namespace networks
