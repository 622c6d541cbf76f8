// Face embeddings with the `face-feature` model. Not thread-safe.
#pragma once
#include <array>
#include <networks/network.hpp>
#include <opencv2/core.hpp>
#include <span>

namespace faces {

using Embedding = std::array<float, 512>;  // unit length

class Embedder {
 public:
  explicit Embedder(std::span<const std::uint8_t> model);

  // `aligned`: the crop that align() returns. With `mirrored` the result is the mean of the crop and its mirror image,
  // which is more stable but takes twice the time. `length`: of the network's answer to the crop, before it is brought
  // to unit length; what is no face, or a crop that was aligned badly, has a short one.
  Embedding embed(const cv::Mat& aligned, bool mirrored, float* length = nullptr);

 private:
  networks::Network network_;
};

// Cosine of the angle between two embeddings, -1..1.
float similarity(std::span<const float> a, std::span<const float> b);

// The direction of the sum; zero when the sum vanishes.
Embedding mean_direction(std::span<const Embedding> embeddings);

}  // namespace faces
