// Finds signatures that are copies of each other: nobody signs twice in exactly the same way, and a copy has exactly
// the same lines.
#pragma once
#include <opencv2/core.hpp>
#include <optional>

namespace cotejo::signature {

// 0..1: how much of the ink of both lies on the other's, at the best of small shifts and sizes. `a` and `b`: masks, cut
// to their ink. For single letters; natural signings of one hand reach 0.9.
double overlap(const cv::Mat& a, const cv::Mat& b);

// How far the middle lines of two signatures are apart, stroke by stroke, after one was shifted, turned and scaled to
// fit the other; in units of the signature's spread. Masks as above. None when one of them has too few lines, or their
// shapes differ too much.
std::optional<double> apart(const cv::Mat& a, const cv::Mat& b);

// The probability (0..1) that a pair with this deviation is a copy, when copies and separate signatures are equally
// likely beforehand.
double copied(double deviation);
inline constexpr double kCopied = 0.97;  // from which ink is called a copy

}  // namespace cotejo::signature
