// The four corners of a card in a picture, and geometry on them.
#pragma once
#include <array>
#include <opencv2/core.hpp>

namespace cotejo::rectify {

// Clockwise as seen in the picture. After `landscape` the first side (corner 0 to 1) is a long one.
using Quad = std::array<cv::Point2f, 4>;

// ID-1 (ISO/IEC 7810): 85.60 x 53.98 mm. The warped card has 300 dots an inch.
inline constexpr double kAspect = 85.60 / 53.98;
inline constexpr int kCardWidth = 1011, kCardHeight = 638;

double area(const Quad& quad);
bool convex(const Quad& quad);
// Long over short side, from the means of opposite sides.
double aspect(const Quad& quad);
// The largest deviation of a corner from a right angle, in degrees.
double skew(const Quad& quad);
// Clockwise, the first side a long one.
Quad landscape(Quad quad);
// The same card, turned by half a turn.
Quad turned(const Quad& quad);
Quad scaled(const Quad& quad, double factor);
// Homography from pixels of the warped card to the picture.
cv::Matx33d to_picture(const Quad& quad, cv::Size card = {kCardWidth, kCardHeight});
// The picture's own corners.
Quad whole(cv::Size size);

struct StraightLine {
  cv::Point2f point, direction;  // direction has unit length
};
// False when the lines are all but parallel.
bool intersect(const StraightLine& a, const StraightLine& b, cv::Point2f& where);

}  // namespace cotejo::rectify
