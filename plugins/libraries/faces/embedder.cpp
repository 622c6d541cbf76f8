#include "embedder.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "pixels.hpp"

namespace faces {
namespace {

// What the model was trained with: RGB, (value - 127) / 128.
constexpr float kMean = 127.F;
constexpr float kScale = 1.F / 128.F;
constexpr size_t kSide = 112;

float length_of(const Embedding& embedding) {
  return std::sqrt(std::inner_product(embedding.begin(), embedding.end(), embedding.begin(), 0.F));
}

void normalise(Embedding& embedding) {
  const float norm = length_of(embedding);
  if (norm <= 0.F) return;
  for (auto& value : embedding) value /= norm;
}

}  // namespace

Embedder::Embedder(std::span<const std::uint8_t> model) : network_(model, {3, kSide, kSide}) {
  if (network_.output("output").size() != Embedding{}.size())
    throw networks::ModelError("the embedding model's output is not 512 numbers");
}

Embedding Embedder::embed(const cv::Mat& aligned, bool mirrored, float* length) {
  Embedding sum{};
  const auto add = [&](const cv::Mat& crop) {
    fill_input(crop, ChannelOrder::rgb, kMean, kScale, network_.input());
    network_.run();
    const auto values = network_.output("output");
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += values[i];
  };
  add(aligned);
  if (length) *length = length_of(sum);
  if (mirrored) {
    cv::Mat mirror;
    cv::flip(aligned, mirror, 1);
    add(mirror);
  }
  normalise(sum);
  return sum;
}

float similarity(std::span<const float> a, std::span<const float> b) {
  if (a.size() != b.size() || a.empty()) return 0.F;
  const float dot = std::inner_product(a.begin(), a.end(), b.begin(), 0.F);
  const float norms =
      std::inner_product(a.begin(), a.end(), a.begin(), 0.F) * std::inner_product(b.begin(), b.end(), b.begin(), 0.F);
  return norms <= 0.F ? 0.F : dot / std::sqrt(norms);
}

Embedding mean_direction(std::span<const Embedding> embeddings) {
  Embedding sum{};
  for (const auto& embedding : embeddings) {
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += embedding[i];
  }
  normalise(sum);
  return sum;
}

}  // namespace faces
