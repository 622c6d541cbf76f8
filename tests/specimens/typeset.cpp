#include "typeset.hpp"

#include <cmath>
#include <filesystem>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace cotejo::specimens {

Typeface::Typeface(const std::string& file) : engine_(cv::freetype::createFreeType2()) {
  try {
    engine_->loadFontData(file, 0);
  } catch (const cv::Exception&) {
    throw std::runtime_error("cannot read the font " + file);
  }
}

cv::Mat Typeface::mask(const std::string& text, double em) const {
  if (text.empty()) return {};
  const int height = static_cast<int>(std::lround(em));
  int baseline = 0;
  const cv::Size size = engine_->getTextSize(text, height, -1, &baseline);
  cv::Mat canvas(static_cast<int>(1.4 * height), size.width + 3 * height, CV_8UC3, cv::Scalar::all(0));
  engine_->putText(canvas, text, {height, height}, height, cv::Scalar::all(255), -1, cv::LINE_AA, true);
  cv::Mat grey;
  cv::extractChannel(canvas, grey, 0);
  cv::Mat columns;
  cv::reduce(grey, columns, 0, cv::REDUCE_MAX);
  const cv::Rect ink = cv::boundingRect(columns);
  if (ink.width == 0) return {};
  return grey.colRange(ink.x, ink.x + ink.width).clone();
}

cv::Rect Typeface::draw(cv::Mat& canvas, const std::string& text, cv::Point2d origin, double em, const Ink& ink,
                        double stretch) const {
  cv::Mat letters = mask(text, em);
  if (letters.empty()) return {};
  if (stretch != 1) cv::resize(letters, letters, {}, stretch, 1, stretch < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  const cv::Point at(static_cast<int>(std::lround(origin.x)),
                     static_cast<int>(std::lround(origin.y - std::lround(em))));
  blend(canvas, letters, at, ink);
  const cv::Rect box = cv::boundingRect(letters);
  return {box.x + at.x, box.y + at.y, box.width, box.height};
}

double Typeface::width(const std::string& text, double em, double stretch) const {
  const cv::Mat letters = mask(text, em);
  return letters.cols * stretch;
}

void blend(cv::Mat& canvas, const cv::Mat& mask, cv::Point at, const Ink& ink) {
  const cv::Rect target = cv::Rect(at, mask.size()) & cv::Rect({0, 0}, canvas.size());
  for (int y = target.y; y < target.y + target.height; ++y) {
    const auto* alpha = mask.ptr<uchar>(y - at.y);
    auto* row = canvas.ptr<cv::Vec3b>(y);
    for (int x = target.x; x < target.x + target.width; ++x) {
      const double a = alpha[x - at.x] / 255.0 * ink.opacity;
      for (int c = 0; c < 3; ++c) row[x][c] = cv::saturate_cast<uchar>(row[x][c] * (1 - a) + ink.colour[c] * a);
    }
  }
}

std::vector<std::string> installed(const std::vector<std::string>& files) {
  std::vector<std::string> found;
  for (const auto& file : files) {
    if (std::filesystem::exists(file)) found.push_back(file);
  }
  if (found.empty()) throw std::runtime_error("none of the fonts is installed, for example " + files.front());
  return found;
}

}  // namespace cotejo::specimens
