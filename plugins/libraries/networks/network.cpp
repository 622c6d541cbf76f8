#include "network.hpp"

#include "compiler.hpp"

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace networks {
namespace {

// Channels that training made all but zero are full of numbers below 1e-38, which take a processor a hundred times as
// long as others and change no result: while a network runs they are zero. The thread gets its own setting back.
class NoSubnormals {
 public:
#if defined(__SSE2__)
  NoSubnormals() : before_(_mm_getcsr()) {
    _mm_setcsr(before_ | kFlushToZero | kSubnormalsAreZero);
  }
  ~NoSubnormals() {
    _mm_setcsr(before_);
  }

 private:
  static constexpr unsigned kFlushToZero = 0x8000, kSubnormalsAreZero = 0x0040;
  const unsigned before_;
#endif
};

}  // namespace

struct Network::Program {
  Compiled compiled;
};

Network::Network(std::span<const std::uint8_t> file, const InputShape& shape, const Kernels& kernels)
    : program_(std::make_unique<Program>(Program{compile(read_onnx(file), shape, kernels)})) {}
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;
Network::~Network() = default;

std::span<float> Network::input() {
  auto& compiled = program_->compiled;
  return {compiled.memory.at(compiled.input), compiled.input_count};
}

void Network::run() {
  [[maybe_unused]] const NoSubnormals faster;
  for (const Step& step : program_->compiled.steps) step(program_->compiled.memory);
}

std::span<const float> Network::output(std::string_view name) const {
  const auto& compiled = program_->compiled;
  const auto found = compiled.outputs.find(name);
  if (found == compiled.outputs.end()) throw ModelError("the network has no output '" + std::string(name) + "'");
  return {compiled.memory.at(found->second.buffer), found->second.count};
}

}  // namespace networks
