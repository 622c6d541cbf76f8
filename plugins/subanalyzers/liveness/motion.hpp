// Measures how a face moves in a video. A head is solid: it turns, blinks and speaks in front of a background. A print
// or a still picture on a display moves as one plane or not at all. (Motion cannot detect a video that is replayed on a
// display, which moves like a head.)
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace liveness_analyzer {

struct Motion {
  int pairs = 0;        // of frames that could be compared
  double movement = 0;  // median over pairs: mean shift of the points within the picture, in face heights
  double bending = 0;   // median over pairs: of the face's shifts, what a moving plane cannot explain, in face heights
  int frozen = 0;       // pairs of neighbours that are the same picture but for coding
  double change = 0;    // upper quartile over pairs: by how much of its contrast a part of the face differs where the
                        // plane that moved lies over the other picture; lids and lips do that, and no picture of them
};

// `faces`: one box for each frame.
Motion measure_motion(const std::vector<cv::Mat>& frames, const std::vector<cv::Rect2f>& faces);

}  // namespace liveness_analyzer
