// What may tell a display from a face, measured to see whether it does. What does is in the liveness plugin; the rest
// stays here, with the figures that the plugin's README.md says of it.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace cotejo::accuracy {

using Frames = std::vector<cv::Mat>;

// Stripes of a backlight: how much rows become lighter and darker from frame to frame, in natural logarithms.
double banding(const Frames& frames);
// The darkest grey of a picture: a display's black shines.
double black_level(const Frames& frames);
// How colourful the most colourful twentieth of the picture is: displays show fewer colours, or more.
double gamut(const Frames& frames);
// How many sides of the picture have a long straight edge beside the face, as a display has a border: 0..4.
double border_sides(const Frames& frames, const std::vector<cv::Rect2f>& faces);
// How much neighbouring frames differ, least of all pairs over the median: pictures shown twice.
double repeated_pictures(const Frames& frames);

}  // namespace cotejo::accuracy
