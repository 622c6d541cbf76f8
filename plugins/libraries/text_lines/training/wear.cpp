#include "wear.hpp"

#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace cotejo::training {

cv::Mat Wear::ground(cv::Size size) {
  const double light = uniform(120, 245);
  cv::Mat paper(size, CV_32F, cv::Scalar(light));
  if (chance(0.7)) {  // uneven light
    cv::Mat corners(2, 3, CV_32F), shade;
    for (auto* v = corners.ptr<float>(); v != corners.ptr<float>() + 6; ++v)
      *v = static_cast<float>(uniform(-0.25, 0.15) * light);
    cv::resize(corners, shade, size, 0, 0, cv::INTER_CUBIC);
    paper += shade;
  }
  if (chance(0.5)) {  // security print: bundles of fine curves, now and then as dark as worn letters
    const double contrast = chance(0.4) ? uniform(30, 110) : uniform(5, 45);
    for (int bundle = integer(1, 3); bundle > 0; --bundle) {
      const double amplitude = uniform(2, 40), length = uniform(20, 300), gap = uniform(5, 26),
                   slope = uniform(-1.3, 1.3), width = uniform(0.5, 3.5);
      for (double offset = -size.width; offset < size.height + size.width; offset += gap) {
        std::vector<cv::Point> curve;
        for (int x = 0; x <= size.width; x += 12)
          curve.emplace_back(x, cvRound(offset + slope * x + amplitude * std::sin(x * 2 * CV_PI / length)));
        cv::polylines(paper, curve, false, cv::Scalar(light - contrast), std::max(1, cvRound(width)), cv::LINE_8);
      }
    }
  }
  if (chance(0.3)) {  // blotches
    cv::Mat coarse(std::max(2, size.height / integer(6, 30)), std::max(2, size.width / integer(6, 30)), CV_32F),
        blotches;
    cv::randn(coarse, 0, uniform(3, 22));
    cv::resize(coarse, blotches, size, 0, 0, cv::INTER_CUBIC);
    paper += blotches;
  }
  return paper;
}

void Wear::photograph(cv::Mat& image) {
  if (chance(0.12)) {  // glare
    const cv::Point centre(integer(0, image.cols), integer(0, image.rows));
    cv::Mat spot(image.size(), CV_32F, cv::Scalar(0));
    cv::circle(spot, centre, integer(image.rows / 5, image.rows), cv::Scalar(uniform(40, 160)), -1);
    cv::GaussianBlur(spot, spot, cv::Size(), image.rows / 5.0);
    image += spot;
  }
  cv::Mat noise(image.size(), CV_32F);
  cv::randn(noise, 0, std::pow(uniform(0, 1), 2.5) * 28);
  if (chance(0.5)) cv::GaussianBlur(noise, noise, cv::Size(3, 3), 0.8);
  image += noise;
  cv::Mat bytes;
  image.convertTo(bytes, CV_8U);
  if (chance(0.2)) {  // a camera's sharpening
    cv::Mat soft;
    cv::GaussianBlur(bytes, soft, cv::Size(), 1.2);
    cv::addWeighted(bytes, 1.8, soft, -0.8, 0, bytes);
  }
  if (chance(0.7)) {
    std::vector<unsigned char> jpeg;
    cv::imencode(".jpg", bytes, jpeg, {cv::IMWRITE_JPEG_QUALITY, integer(20, 95)});
    bytes = cv::imdecode(jpeg, cv::IMREAD_GRAYSCALE);
  }
  // A copier's or a scanner's black and white.
  if (chance(0.06))
    cv::adaptiveThreshold(bytes, bytes, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY, 2 * integer(7, 20) + 1,
                          integer(6, 20));
  image = bytes;
}

}  // namespace cotejo::training
