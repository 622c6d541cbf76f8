// Runs small convolutional networks from ONNX files, one picture at a time and on one thread. For networks of
// point-wise and depth-wise convolutions it is several times as fast as OpenCV's `dnn`: the channels of a pixel are
// stored next to each other and computed together, and rectifiers and sums need no separate pass. Not thread-safe: use
// one network for each concurrent call.
//
//   Network network(bytes, {3, 112, 112});
//   fill(network.input(), …);                 // row by row, the channels of a pixel side by side
//   network.run();
//   auto embedding = network.output("output");
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "kernels.hpp"
#include "onnx_file.hpp"

namespace networks {

struct InputShape {
  std::size_t channels = 0, height = 0, width = 0;
};

class Network {
 public:
  // `file`: an ONNX file with one input of four dimensions; not needed after the constructor. Throws ModelError, which
  // names the operation that cannot be run.
  Network(std::span<const std::uint8_t> file, const InputShape& shape, const Kernels& choice = kernels().front());
  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;
  ~Network();

  // The input, height x width x channels. Fill it before each run().
  std::span<float> input();
  void run();
  // As ONNX orders it; valid until the next run(). Throws ModelError for a name that is no output.
  std::span<const float> output(std::string_view name) const;

 private:
  struct Program;
  std::unique_ptr<Program> program_;
};

}  // namespace networks
