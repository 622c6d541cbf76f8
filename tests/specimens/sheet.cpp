#include "sheet.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace cotejo::specimens {

cv::Rect2d Sheet::text(const Typeface& face, const std::string& words, double x, double y, double em, const Ink& ink,
                       double stretch) {
  const cv::Rect box = face.draw(canvas_, words, {x * kPrintScale, y * kPrintScale}, em * kPrintScale, ink, stretch);
  return {static_cast<double>(box.x) / kPrintScale, static_cast<double>(box.y) / kPrintScale,
          static_cast<double>(box.width) / kPrintScale, static_cast<double>(box.height) / kPrintScale};
}

cv::Rect2d Sheet::text_within(const Typeface& face, const std::string& words, double x, double y, double em,
                              const Ink& ink, double stretch, double right) {
  const double width = face.width(words, em * kPrintScale, stretch) / kPrintScale;
  if (x + width > right) {
    constexpr double kNarrowest = 0.82;  // a printer narrows letters so far; then it takes a smaller size
    const double fit = (right - x) / width, narrow = std::max(fit, kNarrowest);
    stretch *= narrow;
    em *= fit / narrow;
  }
  return text(face, words, x, y, em, ink, stretch);
}

void Sheet::paste(const cv::Mat& picture, cv::Rect2d box, double opacity, const cv::Mat& mask) {
  const cv::Rect target(
      cv::Rect2d(box.x * kPrintScale, box.y * kPrintScale, box.width * kPrintScale, box.height * kPrintScale));
  cv::Mat scaled, alpha;
  cv::resize(picture, scaled, target.size(), 0, 0, picture.cols > target.width ? cv::INTER_AREA : cv::INTER_CUBIC);
  if (mask.empty()) {
    alpha = cv::Mat(target.size(), CV_8UC1, cv::Scalar(255));
  } else {
    cv::resize(mask, alpha, target.size(), 0, 0, cv::INTER_LINEAR);
  }
  const cv::Rect visible = target & cv::Rect({0, 0}, canvas_.size());
  for (int y = visible.y; y < visible.y + visible.height; ++y) {
    auto* row = canvas_.ptr<cv::Vec3b>(y);
    const auto* from = scaled.ptr<cv::Vec3b>(y - target.y);
    const auto* through = alpha.ptr<uchar>(y - target.y);
    for (int x = visible.x; x < visible.x + visible.width; ++x) {
      const double a = opacity * through[x - target.x] / 255;
      for (int c = 0; c < 3; ++c) row[x][c] = cv::saturate_cast<uchar>(row[x][c] * (1 - a) + from[x - target.x][c] * a);
    }
  }
}

void Sheet::record(const std::string& trait, cv::Rect2d box) {
  if (box.empty()) return;
  box = {box.x / kCardWidth, box.y / kCardHeight, box.width / kCardWidth, box.height / kCardHeight};
  const auto [at, fresh] = regions_.emplace(trait, box);
  if (!fresh) at->second |= box;  // a field of several lines
}

}  // namespace cotejo::specimens
