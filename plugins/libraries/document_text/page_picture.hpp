// Reads the words of a scanned page with a line network of text_reading. Thread-safe: const after construction.
#pragma once
#include <functional>
#include <opencv2/core.hpp>
#include <optional>
#include <text_reading/page.hpp>

#include "document.hpp"

namespace cotejo::document_text {

class PictureReader {
 public:
  explicit PictureReader(text_reading::LineModel model);

  // `grey`: an upright page, tilted by at most three degrees. The places of the words are in the units of `width` x
  // `height`, with the tilt removed. None when `stop` returned true.
  std::optional<std::vector<Word>> read(const cv::Mat& grey, double width, double height,
                                        const std::function<bool()>& stop) const;

 private:
  // `blanks`: for each gap between two letters, the probability that it is a blank.
  std::vector<Word> words_of(const text_reading::PageLine& line, const std::vector<double>& blanks) const;
  text_reading::LineNetwork network_;
  text_reading::Alphabet every_, figures_;
};

}  // namespace cotejo::document_text
