// Finds the outline of a card in a photo. Candidates come from a network's map, from straight lines and from
// segmentations; all are judged by the same measure: an edge along every side, the proportions of ID-1, size, and the
// map's agreement.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

#include "halves.hpp"
#include "quad.hpp"

namespace cotejo::rectify {

struct Outline {
  Quad quad;            // in pixels of the photo; corners may lie outside of it
  double score = 0;     // 0..1, how much it looks like a card's outline; not a probability
  double support = 0;   // mean of the sides that are not the photo's own border
  int frame_sides = 0;  // sides that are the photo's own border
  double overlap = 0;   // 0..1: how much it agrees with the network's map
  bool cut = false;     // the map shows that the card goes on beyond the photo
};

// Best first, at most a few, in pixels of the photo. The photo itself comes last when it has a card's proportions.
std::vector<Outline> find_outlines(Halves& photo);

}  // namespace cotejo::rectify
