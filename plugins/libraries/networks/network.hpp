// Runs the small convolutional networks that come as ONNX files: one picture at a time, on one thread. Several times as
// fast as OpenCV's own `dnn` for networks that are made of point-wise and depth-wise convolutions, since channels lie
// side by side and are computed together, and rectifiers and sums need no pass of their own. Not thread-safe: one
// network per concurrent call.
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
  // `file` is ONNX with one input of four dimensions; it is not needed afterwards. Throws ModelError, with the name of
  // what it cannot run.
  Network(std::span<const std::uint8_t> file, const InputShape& shape, const Kernels& choice = kernels().front());
  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;
  ~Network();

  // height x width x channels. What is written stays until the next run().
  std::span<float> input();
  void run();
  // As ONNX orders it; valid until the next run(). Throws ModelError for a name that is no output.
  std::span<const float> output(std::string_view name) const;

 private:
  struct Program;
  std::unique_ptr<Program> program_;
};

}  // namespace networks
