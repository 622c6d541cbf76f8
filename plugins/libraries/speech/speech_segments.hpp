// Where somebody speaks. No model of speech: what rises above the noise around it in the bands of speech, is voiced in
// part, and lasts as long as a word. Music, and other people's talk in the background, pass for speech.
#pragma once
#include <vector>

#include "hearing.hpp"

namespace speech {

struct Segment {
  double from = 0, to = 0;  // seconds
  double seconds() const { return to - from; }
};

// In the order of time, with at least a short pause between them. Stopped: nothing.
std::vector<Segment> find_speech(const Hearing& heard, const Stop& stop);

// For each frame, whether it lies in a segment.
std::vector<bool> frames_of(const std::vector<Segment>& segments, int frames);

double total_seconds(const std::vector<Segment>& segments);

}  // namespace speech
