#include "voice_network.hpp"

#include <algorithm>
#include <cmath>

namespace voice {
namespace {

using Values = std::vector<float>;

// The largest of `pooled` neighbours and of zero, channel by channel; a last odd moment is dropped.
Values largest(const Values& in, int moments, int channels, int pooled) {
  const auto wide = static_cast<std::size_t>(channels);
  Values out(static_cast<std::size_t>(moments / pooled) * wide, 0.F);
  for (std::size_t m = 0; m < static_cast<std::size_t>(moments / pooled); ++m)
    for (std::size_t p = 0; p < static_cast<std::size_t>(pooled); ++p) {
      const float* from = in.data() + (m * static_cast<std::size_t>(pooled) + p) * wide;
      for (std::size_t c = 0; c < wide; ++c) out[m * wide + c] = std::max(out[m * wide + c], from[c]);
    }
  return out;
}

// Mean, then standard deviation, of each channel.
Values summary_of(const Values& in, int moments) {
  Values out(kSummary, 0.F);
  for (std::size_t c = 0; c < kMoments; ++c) {
    double sum = 0, squares = 0;
    for (std::size_t m = 0; m < static_cast<std::size_t>(moments); ++m) {
      const double v = in[m * kMoments + c];
      sum += v;
      squares += v * v;
    }
    const double mean = sum / moments;
    out[c] = static_cast<float>(mean);
    out[kMoments + c] = static_cast<float>(std::sqrt(std::max(0.0, squares / moments - mean * mean) + kFlat));
  }
  return out;
}

}  // namespace

Network::Network(std::span<const std::uint16_t> weights) {
  CV_Assert(weights.size() == static_cast<std::size_t>(weights_in_all()));
  const auto* next = reinterpret_cast<const cv::float16_t*>(weights.data());
  constexpr int kBlock = static_cast<int>(networks::kBlock);
  const auto load = [&](int depth, int out) {
    Loaded loaded;
    std::vector<float> blocks;
    for (int first = 0; first < out; first += kBlock)
      for (int d = 0; d < depth; ++d)
        for (int k = 0; k < kBlock; ++k) blocks.push_back(static_cast<float>(next[d * out + first + k]));
    loaded.matrix = networks::Matrix(std::move(blocks), static_cast<std::size_t>(depth));
    next += depth * out;
    for (int k = 0; k < out; ++k) loaded.bias.push_back(static_cast<float>(*next++));
    return loaded;
  };
  for (std::size_t l = 0; l < kLayers.size(); ++l)
    layers_[l] = load(kLayers[l].moments * kLayers[l].in, kLayers[l].out);
  layers_.back() = load(kSummary, kEmbedding);
}

std::vector<float> Network::embed(const cv::Mat& features) const {
  CV_Assert(features.cols == kFeatures && features.rows >= kShortest && features.isContinuous());
  const auto& kernels = networks::kernels().front();
  Values values(features.ptr<float>(), features.ptr<float>() + features.total());
  int moments = features.rows;
  for (std::size_t l = 0; l < kLayers.size(); ++l) {
    const Layer& layer = kLayers[l];
    // Neighbouring moments lie side by side: overlapping rows of one product.
    const int left = moments - layer.moments + 1;
    Values sums(static_cast<std::size_t>(left) * static_cast<std::size_t>(layer.out));
    kernels.multiply(values.data(), static_cast<std::size_t>(layer.in), static_cast<std::size_t>(left),
                     static_cast<std::size_t>(layer.moments * layer.in), layers_[l].matrix,
                     static_cast<std::size_t>(layer.out), {layers_[l].bias.data(), nullptr, nullptr}, sums.data());
    values = largest(sums, left, layer.out, layer.pooled);
    moments = left / layer.pooled;
  }
  const Values summary = summary_of(values, moments);
  std::vector<float> embedding(kEmbedding);
  kernels.multiply(summary.data(), kSummary, 1, kSummary, layers_.back().matrix, kEmbedding,
                   {layers_.back().bias.data(), nullptr, nullptr}, embedding.data());
  const double length = cv::norm(embedding);
  for (auto& e : embedding) e = length > 0 ? static_cast<float>(e / length) : 0;
  return embedding;
}

}  // namespace voice
