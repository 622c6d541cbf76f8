// Detects the pixels of a display, or the moire pattern between them and the camera's pixels: a pattern that repeats
// every few pixels all over a face and in every frame. Skin, hair and cloth have none that is as regular.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace liveness_analyzer {

// How much the strongest regular pattern with a period of 2 to 8 pixels stands out from its surroundings in the
// spectrum of the middle of the face, mean over the frames: about 3 without a display. 0 when no face is large enough.
// `frames` must have their original size, since scaling removes such patterns.
double grid_strength(const std::vector<cv::Mat>& frames, const std::vector<cv::Rect2f>& faces);

}  // namespace liveness_analyzer
