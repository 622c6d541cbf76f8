// Compiles the nodes of an ONNX file into steps with fixed sizes.
#pragma once
#include <map>
#include <string>

#include "network.hpp"
#include "steps.hpp"

namespace networks {

struct Output {
  std::size_t buffer = kNoBuffer, count = 0;
};

struct Compiled {
  Memory memory;
  std::size_t input = kNoBuffer, input_count = 0;
  std::vector<Step> steps;
  std::map<std::string, Output, std::less<>> outputs;
};

Compiled compile(Graph graph, const InputShape& shape, const Kernels& kernels);

}  // namespace networks
