#include "capitals_network.hpp"

#include <algorithm>
#include <cmath>
#include <text_lines/local_contrast.hpp>
#include <unfilled.hpp>

namespace cotejo::text_reading::capitals {
namespace {

struct Shape {
  int rows, columns, in, out, pad;  // of the kernel; rows of zeroes above and below the image
};
constexpr Shape kShapes[6] = {{3, 3, 1, kChannels1, 1},          {3, 3, kChannels1, kChannels2, 1},
                              {3, 3, kChannels2, kChannels3, 1}, {3, 5, kChannels3, kHidden1, 0},
                              {1, 5, kHidden1, kHidden2, 0},     {1, 1, kHidden2, kOutputs, 0}};

struct Image {
  int rows = 0, columns = 0, channels = 0;
  Unfilled<float> values;
  Image(int r, int c, int k)
      : rows(r), columns(c), channels(k), values(static_cast<std::size_t>(r) * static_cast<std::size_t>(c * k)) {}
  float* at(int y, int x) { return values.data() + (static_cast<std::ptrdiff_t>(y) * columns + x) * channels; }
  const float* at(int y, int x) const { return const_cast<Image*>(this)->at(y, x); }
};

// The maximum over tiles and of zero; a last odd column is dropped.
template <int ROWS, int COLUMNS>
Image pooled(const Image& in) {
  Image out(in.rows / ROWS, in.columns / COLUMNS, in.channels);
  for (int y = 0; y < out.rows; ++y)
    for (int x = 0; x < out.columns; ++x) {
      float* to = out.at(y, x);
      std::fill_n(to, in.channels, 0.F);
      for (int r = 0; r < ROWS; ++r)
        for (int k = 0; k < COLUMNS; ++k) {
          const float* from = in.at(y * ROWS + r, x * COLUMNS + k);
          for (int c = 0; c < in.channels; ++c) to[c] = std::max(to[c], from[c]);
        }
    }
  return out;
}

void to_probabilities(const float* sums, float* out) {
  const float most = *std::max_element(sums, sums + kClasses);
  float total = 0;
  for (int c = 0; c < kClasses; ++c) total += out[c] = std::exp(sums[c] - most);
  for (int c = 0; c < kClasses; ++c) out[c] /= total;
}

}  // namespace

Network::Network(std::span<const std::uint16_t> weights) {
  CV_Assert(weights.size() == static_cast<std::size_t>(weights_in_all()));
  const auto* next = reinterpret_cast<const cv::float16_t*>(weights.data());
  constexpr int kBlock = static_cast<int>(networks::kBlock);
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const Shape& shape = kShapes[l];
    const int depth = shape.columns * shape.in;
    for (int row = 0; row < shape.rows; ++row, next += depth * shape.out) {
      std::vector<float> blocks;
      for (int first = 0; first < shape.out; first += kBlock)
        for (int d = 0; d < depth; ++d)
          for (int k = 0; k < kBlock; ++k) blocks.push_back(static_cast<float>(next[d * shape.out + first + k]));
      layers_[l].rows.emplace_back(std::move(blocks), static_cast<std::size_t>(depth));
    }
    for (int k = 0; k < shape.out; ++k) layers_[l].bias.push_back(static_cast<float>(*next++));
  }
}

std::vector<float> Network::read(const cv::Mat& strip) const {
  CV_Assert(strip.rows == kStripHeight && strip.type() == CV_32F && strip.isContinuous());
  const int outputs = outputs_of(strip.cols);
  if (outputs <= 0) return {};
  const std::vector<float> none(static_cast<std::size_t>(std::max(kHidden1, kOutputs)), 0.F);
  const auto& kernels = networks::kernels().front();
  // A kernel's row looks at neighbouring pixels, which lie side by side: overlapping rows of one product.
  const auto convolved = [&](std::size_t l, const Image& in) {
    const Shape& shape = kShapes[l];
    const std::size_t depth = static_cast<std::size_t>(shape.columns * shape.in),
                      wide = static_cast<std::size_t>(shape.out);
    Image out(in.rows + 2 * shape.pad - shape.rows + 1, in.columns - shape.columns + 1, shape.out);
    for (int y = 0; y < out.rows; ++y) {
      bool begun = false;
      for (int row = 0; row < shape.rows; ++row) {
        const int from = y + row - shape.pad;
        if (from < 0 || from >= in.rows) continue;
        kernels.multiply(in.at(from, 0), static_cast<std::size_t>(shape.in), static_cast<std::size_t>(out.columns),
                         depth, layers_[l].rows[static_cast<std::size_t>(row)], wide,
                         {begun ? none.data() : layers_[l].bias.data(), nullptr, begun ? out.at(y, 0) : nullptr},
                         out.at(y, 0));
        begun = true;
      }
    }
    return out;
  };
  Image image(strip.rows, strip.cols, 1);
  std::copy_n(strip.ptr<float>(), strip.total(), image.values.begin());
  image = pooled<2, 2>(convolved(0, image));
  image = pooled<2, 2>(convolved(1, image));
  image = pooled<2, 1>(convolved(2, image));
  image = pooled<1, 1>(convolved(3, image));
  image = pooled<1, 1>(convolved(4, image));
  image = convolved(5, image);
  std::vector<float> out(static_cast<std::size_t>(outputs * kClasses));
  for (int i = 0; i < outputs; ++i) to_probabilities(image.at(0, i), out.data() + i * kClasses);
  return out;
}

const std::vector<std::string>& letters() {
  static const std::vector<std::string> all = {
      "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M",
      "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z", "Ñ", ",", ".", "-", "/", "'", "#", "&", "°"};
  return all;
}

cv::Mat normalise(const cv::Mat& strip) {
  constexpr int kThreeLetters = 61;  // pixels
  constexpr float kNoise = 3;        // grey levels
  return text::local_contrast(strip, kThreeLetters, kNoise);
}

}  // namespace cotejo::text_reading::capitals
