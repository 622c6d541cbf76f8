// A network's probabilities along one line, step by step.
#pragma once
#include <cstddef>
#include <vector>

namespace cotejo::text_reading {

inline constexpr int kBlank = 0, kSpace = 1;  // the first two of every network's letters

// Probabilities of the letters along one line. Upper and lower case count as one upper-case letter: the documents that
// are read here are in capitals, and small capitals at low resolution are what the network is least sure of.
struct Posteriors {
  int steps = 0, letters = 0;
  std::vector<float> values;  // steps x letters; each step sums to 1
  double step_width = 0;      // pixels of the line image that was given
  float at(int step, int letter) const { return values[static_cast<std::size_t>(step * letters + letter)]; }
};

// A stretch of a line, in steps of its posteriors: [first, last).
struct Span {
  int first = 0, last = 0;
  bool empty() const { return last <= first; }
};

}  // namespace cotejo::text_reading
