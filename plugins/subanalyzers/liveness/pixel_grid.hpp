// The pixels of a display, or what they and the camera's make of one another: a pattern that repeats itself every few
// pixels all over a face, in one frame after the other. Skin, hair and cloth have none that is as regular.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace liveness_analyzer {

// How far the strongest regular pattern of 2 to 8 pixels stands out of what is around it in the spectrum of the middle
// of the face, mean of the frames: about 3 without one. 0: no face is large enough. Frames are taken as they are, since
// any change of size wipes such patterns out.
double grid_strength(const std::vector<cv::Mat>& frames, const std::vector<cv::Rect2f>& faces);

}  // namespace liveness_analyzer
