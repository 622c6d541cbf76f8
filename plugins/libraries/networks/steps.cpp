#include "steps.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace networks {

std::size_t Memory::take(std::size_t count) {
  const std::size_t rounded = whole_blocks(count) + kBlock;  // see copy_blocks()
  // The smallest that is large enough; otherwise the largest, which grows.
  auto best = free_.end();
  for (auto at = free_.begin(); at != free_.end(); ++at) {
    const std::size_t size = buffers_[*at].size();
    if (best == free_.end()) {
      best = at;
      continue;
    }
    const std::size_t best_size = buffers_[*best].size();
    const bool fits = size >= rounded, best_fits = best_size >= rounded;
    if (fits != best_fits ? fits : fits ? size < best_size : size > best_size) best = at;
  }
  if (best == free_.end()) {
    buffers_.emplace_back(rounded, 0.F);
    return buffers_.size() - 1;
  }
  const std::size_t buffer = *best;
  free_.erase(best);
  if (buffers_[buffer].size() < rounded) buffers_[buffer].resize(rounded, 0.F);
  return buffer;
}

std::vector<float> in_blocks(std::size_t columns, std::size_t depth,
                             const std::function<float(std::size_t, std::size_t)>& at) {
  std::vector<float> values(whole_blocks(columns) * depth, 0.F);
  for (std::size_t column = 0; column < columns; ++column)
    for (std::size_t k = 0; k < depth; ++k)
      values[column / kBlock * kBlock * depth + k * kBlock + column % kBlock] = at(column, k);
  return values;
}

std::vector<float> per_channel(std::span<const float> values, std::size_t channels) {
  std::vector<float> padded(whole_blocks(channels), 0.F);
  if (values.size() == 1)
    std::fill_n(padded.begin(), channels, values[0]);
  else if (values.size() == channels)
    std::copy(values.begin(), values.end(), padded.begin());
  else if (!values.empty())
    throw ModelError("a tensor has another number of channels than its picture");
  return padded;
}

namespace {

// In whole blocks: a copy of a known size is a few instructions. Reads and writes up to a block further; Memory and the
// rows below leave room for that.
void copy_blocks(const float* from, std::size_t count, float* to) {
  for (std::size_t i = 0; i < count; i += kBlock) std::memcpy(to + i, from + i, kBlock * sizeof(float));
}

// The pixels below the kernel for one row of the output, side by side: what multiply() takes as rows.
void gather(const float* image, const Picture& in, const Picture& out, const Window& window, std::size_t y,
            float* rows) {
  const bool whole_rows = window.dilation_x == 1 && in.pitch == in.channels;
  for (std::size_t x = 0; x < out.plane.width; ++x)
    for (std::size_t ky = 0; ky < window.height; ++ky) {
      const std::size_t row = y * window.stride_y + ky * window.dilation_y - window.top;  // wraps around above
      const std::size_t first = x * window.stride_x - window.left;
      const bool inside = row < in.plane.height && first < in.plane.width && first + window.width <= in.plane.width;
      if (whole_rows && inside) {
        copy_blocks(image + (row * in.plane.width + first) * in.pitch, window.width * in.channels, rows);
        rows += window.width * in.channels;
        continue;
      }
      for (std::size_t kx = 0; kx < window.width; ++kx, rows += in.channels) {
        const std::size_t column = first + kx * window.dilation_x;
        if (row < in.plane.height && column < in.plane.width)
          copy_blocks(image + (row * in.plane.width + column) * in.pitch, in.channels, rows);
        else
          std::fill_n(rows, in.channels, 0.F);
      }
    }
}

bool is_point_wise(const Window& window) {
  return window.height == 1 && window.width == 1 && window.stride_y == 1 && window.stride_x == 1 && window.top == 0 &&
         window.left == 0;
}

}  // namespace

Step convolution(const Kernels& kernels, const Picture& in, const Picture& out, const Window& window, Weights weights,
                 std::size_t residual) {
  const std::size_t depth = window.height * window.width * in.channels;
  Matrix matrix(std::move(weights.values), depth);
  if (is_point_wise(window))
    return [=, multiply = kernels.multiply, weights = std::move(weights), matrix = std::move(matrix)](Memory& memory) {
      multiply(memory.at(in.buffer), in.pitch, in.pixels(), in.channels, matrix, out.pitch,
               weights.finish(residual == kNoBuffer ? nullptr : memory.at(residual)), memory.at(out.buffer));
    };
  return [=, multiply = kernels.multiply, weights = std::move(weights), matrix = std::move(matrix),
          rows = std::vector<float>(depth * out.plane.width + kBlock)](Memory& memory) mutable {
    for (std::size_t y = 0; y < out.plane.height; ++y) {
      const std::size_t at = y * out.plane.width * out.pitch;
      gather(memory.at(in.buffer), in, out, window, y, rows.data());
      multiply(rows.data(), depth, out.plane.width, depth, matrix, out.pitch,
               weights.finish(residual == kNoBuffer ? nullptr : memory.at(residual) + at), memory.at(out.buffer) + at);
    }
  };
}

Step convolution_of_each(const Kernels& kernels, const Picture& in, const Picture& out, const Window& window,
                         Weights weights, std::size_t residual) {
  return [=, convolve = kernels.convolve_each, weights = std::move(weights),
          zeroes = std::vector<float>(in.plane.width * in.pitch, 0.F)](Memory& memory) {
    convolve(memory.at(in.buffer), in.plane, in.pitch, weights.values.data(), window, zeroes.data(),
             weights.finish(residual == kNoBuffer ? nullptr : memory.at(residual)), memory.at(out.buffer), out.plane);
  };
}

Step product(const Kernels& kernels, std::size_t in, std::size_t depth, std::size_t out, std::size_t columns,
             Weights weights) {
  Matrix matrix(std::move(weights.values), depth);
  return [=, multiply = kernels.multiply, weights = std::move(weights), matrix = std::move(matrix)](Memory& memory) {
    multiply(memory.at(in), depth, 1, depth, matrix, whole_blocks(columns), weights.finish(), memory.at(out));
  };
}

Step mean_of_channels(const Picture& in, const Picture& out) {
  return [=](Memory& memory) {
    const float* from = memory.at(in.buffer);
    float* to = memory.at(out.buffer);
    std::fill_n(to, out.pitch, 0.F);
    for (std::size_t pixel = 0; pixel < in.pixels(); ++pixel, from += in.pitch)
      for (std::size_t c = 0; c < in.pitch; ++c) to[c] += from[c];
    for (std::size_t c = 0; c < in.pitch; ++c) to[c] /= static_cast<float>(in.pixels());
  };
}

Step largest_in_windows(const Picture& in, const Picture& out, const Window& window) {
  return [=](Memory& memory) {
    const float* from = memory.at(in.buffer);
    float* to = memory.at(out.buffer);
    // The part [first, last) of a window of `length` from `start` on, moved by `padding`, that lies inside `size`.
    const auto first = [](std::size_t start, std::size_t padding) { return start > padding ? start - padding : 0; };
    const auto last = [](std::size_t start, std::size_t length, std::size_t padding, std::size_t size) {
      return std::min(start + length > padding ? start + length - padding : 0, size);
    };
    for (std::size_t y = 0; y < out.plane.height; ++y)
      for (std::size_t x = 0; x < out.plane.width; ++x, to += out.pitch) {
        std::fill_n(to, out.pitch, -std::numeric_limits<float>::infinity());
        const std::size_t top = y * window.stride_y, left = x * window.stride_x;
        const std::size_t below = last(top, window.height, window.top, in.plane.height),
                          right = last(left, window.width, window.left, in.plane.width);
        for (std::size_t row = first(top, window.top); row < below; ++row)
          for (std::size_t column = first(left, window.left); column < right; ++column) {
            const float* pixel = from + (row * in.plane.width + column) * in.pitch;
            for (std::size_t c = 0; c < out.pitch; ++c) to[c] = std::max(to[c], pixel[c]);
          }
      }
  };
}

Step combination(const Picture& a, const Picture& b, const Picture& out, bool multiplies) {
  return [=](Memory& memory) {
    const float *x = memory.at(a.buffer), *y = memory.at(b.buffer);
    float* to = memory.at(out.buffer);
    const std::size_t step = b.pixels() == a.pixels() ? a.pitch : 0;
    for (std::size_t pixel = 0; pixel < a.pixels(); ++pixel, x += a.pitch, y += step, to += a.pitch)
      for (std::size_t c = 0; c < a.pitch; ++c) to[c] = multiplies ? x[c] * y[c] : x[c] + y[c];
  };
}

Step joined_channels(const std::vector<Picture>& parts, const Picture& out) {
  return [=](Memory& memory) {
    std::size_t channel = 0;
    for (const Picture& part : parts) {
      for (std::size_t pixel = 0; pixel < out.pixels(); ++pixel)
        std::memcpy(memory.at(out.buffer) + pixel * out.pitch + channel, memory.at(part.buffer) + pixel * part.pitch,
                    part.channels * sizeof(float));
      channel += part.channels;
    }
  };
}

Step flattened(const Picture& in, std::size_t out, bool channels_last) {
  return [=](Memory& memory) {
    const float* from = memory.at(in.buffer);
    float* to = memory.at(out);
    for (std::size_t pixel = 0; pixel < in.pixels(); ++pixel, from += in.pitch)
      for (std::size_t c = 0; c < in.channels; ++c)
        to[channels_last ? pixel * in.channels + c : c * in.pixels() + pixel] = from[c];
  };
}

Step each(std::size_t in, std::size_t out, std::size_t count, float (*function)(float)) {
  return [=](Memory& memory) { std::transform(memory.at(in), memory.at(in) + count, memory.at(out), function); };
}

Step joined(std::vector<std::size_t> sources, std::vector<std::size_t> spans, std::size_t groups, std::size_t out) {
  return [=](Memory& memory) {
    float* to = memory.at(out);
    for (std::size_t group = 0; group < groups; ++group)
      for (std::size_t i = 0; i < sources.size(); ++i) {
        std::memcpy(to, memory.at(sources[i]) + group * spans[i], spans[i] * sizeof(float));
        to += spans[i];
      }
  };
}

Step sliced(std::size_t in, std::size_t rows, std::size_t width, std::size_t first, std::size_t count,
            std::size_t out) {
  return [=](Memory& memory) {
    for (std::size_t row = 0; row < rows; ++row)
      std::memcpy(memory.at(out) + row * count, memory.at(in) + row * width + first, count * sizeof(float));
  };
}

Step softmax(std::size_t in, std::size_t rows, std::size_t width, std::size_t out) {
  return [=](Memory& memory) {
    for (std::size_t row = 0; row < rows; ++row) {
      const float* from = memory.at(in) + row * width;
      float* to = memory.at(out) + row * width;
      const float most = *std::max_element(from, from + width);
      float sum = 0;
      for (std::size_t i = 0; i < width; ++i) sum += to[i] = std::exp(from[i] - most);
      for (std::size_t i = 0; i < width; ++i) to[i] /= sum;
    }
  };
}

Step arithmetic(Arithmetic kind, std::size_t in, std::size_t count, std::vector<float> constant, std::size_t other,
                std::size_t out) {
  return [=, constant = std::move(constant)](Memory& memory) {
    const float *a = memory.at(in), *b = constant.empty() ? memory.at(other) : constant.data();
    float* to = memory.at(out);
    const std::size_t step = constant.size() == 1 ? 0 : 1;
    for (std::size_t i = 0; i < count; ++i, b += step) switch (kind) {
        case Arithmetic::add:
          to[i] = a[i] + *b;
          break;
        case Arithmetic::subtract:
          to[i] = a[i] - *b;
          break;
        case Arithmetic::multiply:
          to[i] = a[i] * *b;
          break;
        case Arithmetic::divide:
          to[i] = a[i] / *b;
          break;
      }
  };
}

Step scaled(std::size_t in, std::vector<float> scale, std::vector<float> shift, std::size_t out) {
  return [=, scale = std::move(scale), shift = std::move(shift)](Memory& memory) {
    for (std::size_t i = 0; i < scale.size(); ++i) memory.at(out)[i] = memory.at(in)[i] * scale[i] + shift[i];
  };
}

}  // namespace networks
