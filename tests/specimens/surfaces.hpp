// What lies under and around a card, and what light and lens do to the picture.
#pragma once

#include <opencv2/core.hpp>

#include "random.hpp"

namespace cotejo::specimens {

cv::Mat desk(cv::Size size, Random random);  // wood, cloth, stone, written paper or a plain surface
cv::Mat scanner_bed(cv::Size size, Random random);

void add_light(cv::Mat& picture, double strength, Random random);  // uneven light: `strength` 0..1
void add_glare(cv::Mat& picture, double strength, cv::Rect around, Random random);
void add_shadow(cv::Mat& picture, double strength, Random random);  // an edge of something outside
void add_finger(cv::Mat& picture, cv::Point2d tip, double width,
                double heading);                                       // heading: radians, from the tip to the hand
void add_noise(cv::Mat& picture, double deviation, Random random);     // grey levels
void add_motion_blur(cv::Mat& picture, double length, Random random);  // pixels
void add_screen_pattern(cv::Mat& picture, Random random);              // the grid and beat of a display

}  // namespace cotejo::specimens
