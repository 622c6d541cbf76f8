// Finds where somebody speaks, without a model of speech: sound that rises above the noise in the bands of speech, is
// partly voiced, and lasts at least as long as a word. Music and people talking in the background count as speech too.
#pragma once
#include <vector>

#include "hearing.hpp"

namespace speech {

struct Segment {
  double from = 0, to = 0;  // seconds
  double seconds() const { return to - from; }
};

// The segments in the order of time, with at least a short pause between them. Empty when stopped.
std::vector<Segment> find_speech(const Hearing& heard, const Stop& stop);

// For each frame, whether it lies in a segment.
std::vector<bool> frames_of(const std::vector<Segment>& segments, int frames);

double total_seconds(const std::vector<Segment>& segments);

}  // namespace speech
