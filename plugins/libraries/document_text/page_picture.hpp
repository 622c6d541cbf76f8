// The words of a page that is a picture: a scan, read with a line network of text_reading. Thread-safe: const after
// construction.
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

  // `grey` is an upright page, askew by three degrees at most; places come out in the units of `width` x `height`,
  // level. Nothing when `stop` said so.
  std::optional<std::vector<Word>> read(const cv::Mat& grey, double width, double height,
                                        const std::function<bool()>& stop) const;

 private:
  // `blanks`: of each gap between two letters, the probability of one.
  std::vector<Word> words_of(const text_reading::PageLine& line, const std::vector<double>& blanks) const;
  text_reading::LineNetwork network_;
  text_reading::Alphabet every_, figures_;
};

}  // namespace cotejo::document_text
