#include "card_warp.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "quad.hpp"

namespace cotejo::rectify {
namespace {

cv::Mat noise(cv::Size size) {
  cv::Mat picture(size, CV_8UC3);
  cv::RNG(11).fill(picture, cv::RNG::UNIFORM, 0, 256);
  return picture;
}

TEST(CardWarp, IsWhatOpenCvMakesOfItToTheBit) {
  const Quad quads[] = {
      {cv::Point2f(31, 17), {560, 40}, {548, 371}, {12, 330}},          // within the photo
      {cv::Point2f(-90, -40), {700, 20}, {640, 500}, {60, 390}},        // beyond it on all sides
      {cv::Point2f(598.5F, 1.25F), {599, 398}, {2, 399}, {0.5F, 0.5F}}  // turned, along its border
  };
  const cv::Mat whole = noise({600, 400}), part = whole(cv::Rect(7, 9, 501, 333));
  for (const cv::Mat& photo : {whole, part, noise({2, 2}), noise({1, 1})})
    for (const Quad& quad : quads)
      for (const cv::Size card : {cv::Size(kCardWidth, kCardHeight), {130, 81}, {67, 3}, {5, 4}}) {
        const cv::Matx33d map = to_picture(quad, card);
        cv::Mat expected;
        cv::warpPerspective(photo, expected, map, card, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT,
                            cv::Scalar::all(128));
        EXPECT_EQ(cv::norm(warped(photo, map, card), expected, cv::NORM_INF), 0) << photo.size() << ", " << card;
      }
}

}  // namespace
}  // namespace cotejo::rectify
