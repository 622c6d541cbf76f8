// Finds faces in an image with the `face-detect` model. Not thread-safe: one detector per concurrent call.
#pragma once
#include <networks/network.hpp>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

namespace faces {

struct Detection {
  cv::Rect2f box;  // pixels of the image that was searched; may reach past its edges
  float score;     // of the model; not a probability
};

struct DetectorOptions {
  float min_score = 0.8F;
  float max_overlap = 0.35F;  // intersection over union above which two boxes are the same face
  float min_side = 0.F;       // pixels; smaller boxes are dropped
  // When nothing is found: search again with a margin around the image (a face that fills the frame) and in overlapping
  // tiles (a small face in a large image). Costs up to five more passes.
  bool search_harder = true;
};

class Detector {
 public:
  // `model` is ONNX. Throws networks::ModelError when it is not.
  explicit Detector(std::span<const std::uint8_t> model);

  // Largest first. `image` is BGR8.
  std::vector<Detection> detect(const cv::Mat& image, const DetectorOptions& options = {});

 private:
  void search(const cv::Mat& image, cv::Rect window, bool stretch, const DetectorOptions& options,
              std::vector<Detection>& found);

  networks::Network network_;
};

// Keeps the best-scored one of each group of overlapping boxes; largest first.
std::vector<Detection> suppress_duplicates(std::vector<Detection> found, float max_overlap);

}  // namespace faces
