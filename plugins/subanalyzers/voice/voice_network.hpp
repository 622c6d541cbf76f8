// A small convolutional network over time that turns frames of speech into a vector of the speaker: three convolutions,
// a layer for each moment, mean and spread over all of them, one product. What it was trained on is in README.md.
// Thread-safe after construction.
#pragma once
#include <array>
#include <cstdint>
#include <networks/kernels.hpp>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "voice_features.hpp"

namespace voice {

inline constexpr int kChannels1 = 64, kChannels2 = 64, kChannels3 = 96, kMoments = 128, kEmbedding = 64;
inline constexpr int kWidth = 5;       // moments under a convolution's kernel
inline constexpr int kShortest = 40;   // frames: fewer leave nothing after the convolutions
inline constexpr float kFlat = 1e-4F;  // a variance below which a channel counts as constant

// In the order of the weights: each layer's kernel [moment][in][out], then its bias.
struct Layer {
  int moments, in, out;
  int pooled;  // neighbours of which the largest is kept
};
inline constexpr std::array<Layer, 4> kLayers{{{kWidth, kFeatures, kChannels1, 2},
                                               {kWidth, kChannels1, kChannels2, 2},
                                               {kWidth, kChannels2, kChannels3, 1},
                                               {1, kChannels3, kMoments, 1}}};
inline constexpr int kSummary = 2 * kMoments;  // mean and spread
constexpr int weights_in_all() {
  int sum = kSummary * kEmbedding + kEmbedding;
  for (const auto& layer : kLayers) sum += layer.moments * layer.in * layer.out + layer.out;
  return sum;
}

// The weights that are linked into the plugin: 16-bit floats.
std::span<const std::uint16_t> trained_weights();

class Network {
 public:
  explicit Network(std::span<const std::uint16_t> weights);

  // Of unit length. `features`: at least kShortest rows.
  std::vector<float> embed(const cv::Mat& features) const;

 private:
  struct Loaded {
    networks::Matrix matrix;
    std::vector<float> bias;
  };
  std::array<Loaded, kLayers.size() + 1> layers_;
};

}  // namespace voice
