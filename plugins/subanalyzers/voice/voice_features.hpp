// The input of the network: the frames in which somebody speaks, normalised for the line and the microphone.
#pragma once
#include <speech/speech_segments.hpp>

namespace voice {

inline constexpr int kFeatures = 40;  // of a frame: the bands, its pitch, its voicing

// A row of kFeatures for each of the `frames`, in their order. The mean of each band is subtracted, which removes the
// constant effect of a line or a microphone.
cv::Mat features_of(const speech::Hearing& heard, const std::vector<int>& frames);

// The same for rows of bands (natural logarithms) with pitch and voicing beside them, as training keeps them.
void normalise(cv::Mat& rows);

}  // namespace voice
