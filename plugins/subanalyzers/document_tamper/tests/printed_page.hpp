// A photographed page of text for the tests of this folder: noise, blur and JPEG as a phone makes them.
#pragma once
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace cotejo::tamper::testing {

inline cv::Mat with_noise(const cv::Mat& picture, int seed, double deviation) {
  cv::Mat noise(picture.size(), CV_16SC1), sum, out;
  cv::RNG(static_cast<std::uint64_t>(seed)).fill(noise, cv::RNG::NORMAL, 0, deviation);
  picture.convertTo(sum, CV_16SC1);
  sum += noise;
  sum.convertTo(out, CV_8UC1);
  return out;
}

// Lines of letters and digits, no two alike, on paper that is not quite even.
inline cv::Mat page(int seed = 1) {
  cv::Mat out(760, 1160, CV_8UC1);
  for (int y = 0; y < out.rows; ++y)
    for (int x = 0; x < out.cols; ++x)
      out.at<uchar>(y, x) = static_cast<uchar>(205 + 18 * x / out.cols - 10 * y / out.rows);
  cv::RNG random(static_cast<std::uint64_t>(seed));
  for (int line = 0; line < 13; ++line) {
    std::string text;
    for (int i = 0; i < 34; ++i)
      text += i % 7 == 6 ? ' ' : "ABCDEFGHIJKLMNPQRSTUVWXYZ0123456789"[random.uniform(0, 35)];
    cv::putText(out, text, {60, 70 + 52 * line}, cv::FONT_HERSHEY_SIMPLEX, 0.95, cv::Scalar(45), 2, cv::LINE_AA);
  }
  cv::GaussianBlur(out, out, {}, 0.9);
  return with_noise(out, seed + 100, 2.2);
}

inline std::vector<std::uint8_t> jpeg(const cv::Mat& picture, int quality) {
  std::vector<std::uint8_t> file;
  cv::imencode(".jpg", picture, file, {cv::IMWRITE_JPEG_QUALITY, quality});
  return file;
}

inline cv::Mat decoded(const std::vector<std::uint8_t>& file) {
  return cv::imdecode(file, cv::IMREAD_GRAYSCALE);
}

}  // namespace cotejo::tamper::testing
