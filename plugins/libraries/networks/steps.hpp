// The steps that a network is compiled to, and the memory between them.
#pragma once
#include <functional>
#include <vector>

#include "kernels.hpp"
#include "onnx_file.hpp"

namespace networks {

// The memory for values between steps. It is reused as soon as no step needs it any more, so that it stays in the
// cache.
class Memory {
 public:
  // Allocates one block more than needed, so that the last block may be read as a whole.
  std::size_t take(std::size_t count);
  void give_back(std::size_t buffer) { free_.push_back(buffer); }
  float* at(std::size_t buffer) { return buffers_[buffer].data(); }
  const float* at(std::size_t buffer) const { return buffers_[buffer].data(); }

 private:
  std::vector<std::vector<float>> buffers_;
  std::vector<std::size_t> free_;
};

using Step = std::function<void(Memory&)>;

// Weights in the layout of the kernels, and the bias and rectifier that are applied to the sums.
struct Weights {
  std::vector<float> values, bias, slope;  // slope: empty without a rectifier
  Finish finish(const float* residual = nullptr) const {
    return {bias.data(), slope.empty() ? nullptr : slope.data(), residual};
  }
};

// rows x depth -> columns, in blocks; `at(column, depth)` says a weight.
std::vector<float> in_blocks(std::size_t columns, std::size_t depth,
                             const std::function<float(std::size_t, std::size_t)>& at);
// One value for each channel, padded with zeroes to whole blocks; a single value is repeated for all channels.
std::vector<float> per_channel(std::span<const float> values, std::size_t channels);

inline constexpr std::size_t kNoBuffer = static_cast<std::size_t>(-1);

// A picture between steps: height x width x pitch, where the first `channels` values of each pitch are used.
struct Picture {
  std::size_t buffer = kNoBuffer;
  Plane plane;
  std::size_t channels = 0, pitch = 0;
  std::size_t pixels() const { return plane.height * plane.width; }
  std::size_t floats() const { return pixels() * pitch; }
};

// A convolution of every output channel over every input channel. `residual`: a buffer as large as the output, or
// kNoBuffer.
Step convolution(const Kernels& kernels, const Picture& in, const Picture& out, const Window& window, Weights weights,
                 std::size_t residual);
// A depth-wise convolution: each channel by itself.
Step convolution_of_each(const Kernels& kernels, const Picture& in, const Picture& out, const Window& window,
                         Weights weights, std::size_t residual);
// A matrix product with one row.
Step product(const Kernels& kernels, std::size_t in, std::size_t depth, std::size_t out, std::size_t columns,
             Weights weights);
Step mean_of_channels(const Picture& in, const Picture& out);
// The largest value in each window, for each channel; places outside the picture are ignored.
Step largest_in_windows(const Picture& in, const Picture& out, const Window& window);
// Adds or multiplies two pictures; `b` has the size of `a`, or is one pixel that is used for all.
Step combination(const Picture& a, const Picture& b, const Picture& out, bool multiplies);
// Concatenates the channels of several pictures.
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
