// The `face-liveness` model: does a picture look as if it was taken of a face, or of a print or a display? Not
// thread-safe.
#pragma once
#include <cstdint>
#include <networks/network.hpp>
#include <opencv2/core.hpp>
#include <span>

namespace liveness_analyzer {

class PassiveModel {
 public:
  explicit PassiveModel(std::span<const std::uint8_t> model);

  // 0..1, higher is more like a living face. A score of the network, not a probability. `face` is a detector's box.
  double score(const cv::Mat& image, const cv::Rect2f& face);

 private:
  networks::Network network_;
};

}  // namespace liveness_analyzer
