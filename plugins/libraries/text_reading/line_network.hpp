// Runs the line recogniser of a Tesseract model and returns its probabilities at each step along the line, before any
// text is chosen.
//
// Tesseract's own interface returns one text and a confidence. Here every class keeps its probability, so that the
// caller can decode with what is known about a field (which characters an identifier has at each position) and compute
// the probability of the whole text. Several lines in one call share the passes over the weights. With the same model
// it takes about a seventh of the CPU time of TessBaseAPI (figures in README.md). Thread-safe: read() is const and has
// its own buffers.
#pragma once
#include <functional>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <vector>

#include "model_file.hpp"
#include "posteriors.hpp"

namespace cotejo::text_reading {

using Stop = std::function<bool()>;  // whether to give up now

class LineNetwork {
 public:
  explicit LineNetwork(LineModel model);

  // Letters by index: upper case, UTF-8. Index 0 is kBlank, index 1 kSpace.
  const std::vector<std::string>& letters() const { return letters_; }

  // Grey (8 bit) images of one line each, of any height, about as high as the line with a little room above and below.
  // At most kMaxLines, each at most kMaxAspect times as wide as high; what is wider is cut off.
  static constexpr std::size_t kMaxLines = 256;
  static constexpr int kMaxAspect = 60;
  // `stop` is asked between the layers; when it returns true, the result is empty.
  std::vector<Posteriors> read(std::span<const cv::Mat> lines, const Stop& stop = {}) const;

 private:
  struct Batch;
  void summarise_columns(Batch& batch) const;
  void run_along(const Recurrent& layer, Batch& batch) const;
  std::vector<Posteriors> conclude(const Batch& batch) const;

  LineModel model_;
  std::vector<std::string> letters_;
  std::vector<int> letter_of_output_;  // -1: an output without a letter
};

}  // namespace cotejo::text_reading
