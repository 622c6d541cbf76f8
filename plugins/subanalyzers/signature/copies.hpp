// Two signatures that are one: nobody signs twice alike, and whoever copies ink copies where its lines run.
#pragma once
#include <opencv2/core.hpp>
#include <optional>

namespace cotejo::signature {

// 0..1: how much of the ink of both lies on the other's, at the best of small shifts and sizes. `a` and `b`: masks, cut
// to their ink. For single letters; natural signings of one hand reach 0.9.
double overlap(const cv::Mat& a, const cv::Mat& b);

// How far the middle lines of two signatures go astray from one another, stroke by stroke, once one is shifted, turned
// and scaled onto the other as well as it goes; in units of the signature's spread. Masks as above. Nothing when one of
// them holds too little line to say, or their shapes differ too much.
std::optional<double> apart(const cv::Mat& a, const cv::Mat& b);

// 0..1: how likely so small a deviation is that of a copy, if as many pairs were copies as were two signings.
double copied(double deviation);
inline constexpr double kCopied = 0.97;  // from which ink is called a copy

}  // namespace cotejo::signature
