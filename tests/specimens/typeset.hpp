// Draws UTF-8 text with the fonts that are installed. Lengths are pixels of the canvas that is drawn on.
#pragma once

#include <opencv2/core.hpp>
#include <opencv2/freetype.hpp>
#include <string>
#include <vector>

namespace cotejo::specimens {

struct Ink {
  cv::Scalar colour{0, 0, 0};  // BGR
  double opacity = 1;
};

class Typeface {
 public:
  // Throws std::runtime_error when the font cannot be read.
  explicit Typeface(const std::string& file);

  // A mask (CV_8UC1) of the text, `em` pixels per em, cut to the ink horizontally; the baseline lies `em` below the
  // mask's top.
  [[nodiscard]] cv::Mat mask(const std::string& text, double em) const;

  // Draws with the baseline's left end at `origin` and returns the box of the ink. `stretch` widens (> 1) or condenses
  // (< 1).
  cv::Rect draw(cv::Mat& canvas, const std::string& text, cv::Point2d origin, double em, const Ink& ink,
                double stretch = 1) const;

  // The width that `draw` would need.
  [[nodiscard]] double width(const std::string& text, double em, double stretch = 1) const;

 private:
  mutable cv::Ptr<cv::freetype::FreeType2> engine_;
};

// Blends `ink` through `mask` with the mask's top left corner at `at`; what lies outside the canvas is dropped.
void blend(cv::Mat& canvas, const cv::Mat& mask, cv::Point at, const Ink& ink);

// The fonts of `files` that exist, in the order given. Throws std::runtime_error when none does.
std::vector<std::string> installed(const std::vector<std::string>& files);

}  // namespace cotejo::specimens
