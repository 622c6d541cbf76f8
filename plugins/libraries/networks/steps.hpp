// The steps that a network is compiled to, and the memory between them.
#pragma once
#include <functional>
#include <vector>

#include "kernels.hpp"
#include "onnx_file.hpp"

namespace networks {

// Floats between steps, used again as soon as nobody needs them any more: what a step reads is then still in the cache.
class Memory {
 public:
  // With a block to spare, so that whole blocks may be read at its end.
  std::size_t take(std::size_t count);
  void give_back(std::size_t buffer) { free_.push_back(buffer); }
  float* at(std::size_t buffer) { return buffers_[buffer].data(); }
  const float* at(std::size_t buffer) const { return buffers_[buffer].data(); }

 private:
  std::vector<std::vector<float>> buffers_;
  std::vector<std::size_t> free_;
};

using Step = std::function<void(Memory&)>;

// Weights as the kernels want them, and what follows the sums.
struct Weights {
  std::vector<float> values, bias, slope;  // slope: empty without a rectifier
  Finish finish(const float* residual = nullptr) const {
    return {bias.data(), slope.empty() ? nullptr : slope.data(), residual};
  }
};

// rows x depth -> columns, in blocks; `at(column, depth)` says a weight.
std::vector<float> in_blocks(std::size_t columns, std::size_t depth,
                             const std::function<float(std::size_t, std::size_t)>& at);
// Padded with zeroes to whole blocks; one value stands for all.
std::vector<float> per_channel(std::span<const float> values, std::size_t channels);

inline constexpr std::size_t kNoBuffer = static_cast<std::size_t>(-1);

// A picture between steps: height x width x pitch, of which `channels` mean something.
struct Picture {
  std::size_t buffer = kNoBuffer;
  Plane plane;
  std::size_t channels = 0, pitch = 0;
  std::size_t pixels() const { return plane.height * plane.width; }
  std::size_t floats() const { return pixels() * pitch; }
};

// Every channel from every channel. `residual`: a buffer like the output's, or kNoBuffer.
Step convolution(const Kernels& kernels, const Picture& in, const Picture& out, const Window& window, Weights weights,
                 std::size_t residual);
// Each channel by itself.
Step convolution_of_each(const Kernels& kernels, const Picture& in, const Picture& out, const Window& window,
                         Weights weights, std::size_t residual);
// One row.
Step product(const Kernels& kernels, std::size_t in, std::size_t depth, std::size_t out, std::size_t columns,
             Weights weights);
Step mean_of_channels(const Picture& in, const Picture& out);
// Of each channel; what lies outside the picture does not count.
Step largest_in_windows(const Picture& in, const Picture& out, const Window& window);
// Adds or multiplies; `b` is like `a`, or one pixel that is for all of them.
Step combination(const Picture& a, const Picture& b, const Picture& out, bool multiplies);
// The channels of several pictures behind one another.
Step joined_channels(const std::vector<Picture>& parts, const Picture& out);
// As ONNX orders a picture (channel by channel), or with the channels last.
Step flattened(const Picture& in, std::size_t out, bool channels_last);
// out[i] = f(in[i])
Step each(std::size_t in, std::size_t out, std::size_t count, float (*function)(float));

// Rows of `inner` floats in groups of `middle[i]` from each source in turn.
Step joined(std::vector<std::size_t> sources, std::vector<std::size_t> spans, std::size_t groups, std::size_t out);
// `count` floats from `first` on, of each row of `width`.
Step sliced(std::size_t in, std::size_t rows, std::size_t width, std::size_t first, std::size_t count, std::size_t out);
Step softmax(std::size_t in, std::size_t rows, std::size_t width, std::size_t out);

enum class Arithmetic { add, subtract, multiply, divide };
// `constant`: as many as `in` has, or one; empty: the second operand is `other`.
Step arithmetic(Arithmetic kind, std::size_t in, std::size_t count, std::vector<float> constant, std::size_t other,
                std::size_t out);
// in * scale + shift
Step scaled(std::size_t in, std::vector<float> scale, std::vector<float> shift, std::size_t out);

}  // namespace networks
