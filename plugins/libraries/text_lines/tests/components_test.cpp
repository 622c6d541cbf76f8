#include "components.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace cotejo::text {
namespace {

// Blobs of the given roughness that cover the given share.
cv::Mat blobs(cv::Size size, int blur, double share, std::uint64_t seed) {
  cv::Mat mask(size, CV_8U), sorted;
  cv::RNG(seed).fill(mask, cv::RNG::UNIFORM, 0, 256);
  if (blur > 1) cv::blur(mask, mask, {blur, blur});
  cv::sort(mask.reshape(1, 1).clone(), sorted, cv::SORT_EVERY_ROW | cv::SORT_DESCENDING);
  return mask > sorted.at<uchar>(static_cast<int>(share * (static_cast<double>(sorted.total()) - 1)));
}

TEST(Components, AreThoseOfOpenCvInItsOrder) {
  std::uint64_t seed = 0;
  for (const cv::Size size : {cv::Size(640, 480), {65, 1}, {1, 70}, {64, 33}, {63, 32}, {201, 117}, {1, 1}})
    for (const int blur : {1, 3, 7})
      for (const double share : {0.0, 0.1, 0.4, 0.7, 1.0}) {
        cv::Mat mask = blobs(size, blur, share, ++seed), labels, stats, centres;
        if (seed % 2 == 0) mask /= 255;  // ones are as good
        const int count = cv::connectedComponentsWithStats(mask, labels, stats, centres, 8, CV_32S);
        const auto found = components_of(mask);
        ASSERT_EQ(static_cast<int>(found.size()), count - 1) << size << ", " << blur << ", " << share;
        for (int i = 1; i < count; ++i) {
          const int* of = stats.ptr<int>(i);
          const auto& component = found[static_cast<std::size_t>(i - 1)];
          EXPECT_EQ(component.box,
                    cv::Rect(of[cv::CC_STAT_LEFT], of[cv::CC_STAT_TOP], of[cv::CC_STAT_WIDTH], of[cv::CC_STAT_HEIGHT]));
          EXPECT_EQ(component.area, of[cv::CC_STAT_AREA]);
        }
      }
}

TEST(Components, OfPartOfAPictureEndWithIt) {
  cv::Mat picture(40, 200, CV_8U, cv::Scalar(255));
  const auto found = components_of(picture(cv::Rect(10, 5, 70, 20)));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].box, cv::Rect(0, 0, 70, 20));
  EXPECT_EQ(found[0].area, 70 * 20);
}

}  // namespace
}  // namespace cotejo::text
