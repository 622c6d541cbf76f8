// Groups the faces in the frames of a sequence by person. Pure functions over embeddings; README.md has the
// measurements.
#pragma once
#include <faces/embedder.hpp>
#include <opencv2/core.hpp>
#include <optional>
#include <span>
#include <vector>

namespace face_analyzer {

// One face in one frame.
struct Sighting {
  std::size_t frame = 0;
  cv::Rect2f box{};                           // pixels of the frame
  double quality = 0;                         // for comparing, 0..1
  std::optional<faces::Embedding> embedding;  // absent: too small to be compared
};

struct GroupOptions {
  float same_person = 0.30F;      // mean cosine of two groups from which they are one person
  float follows = 0.15F;          // the same for a group that goes on where the other stood
  double min_quality = 0.10;      // poorer faces found no group; they may join one
  std::size_t min_sightings = 2;  // a group of fewer is nobody
};

// The number of the person, from 0, for each sighting; -1 where that is unknown.
//
// Groups are merged in the order of their likeness, which is the mean cosine of their members; two faces in one frame
// are never the same person. The embedding of a face changes when it turns away, so that less likeness is required when
// two groups are at the same place in neighbouring frames. Remaining sightings join the person whom they are like, or
// who was at their place in a neighbouring frame.
std::vector<int> group_by_person(std::span<const Sighting> sightings, const GroupOptions& options);

}  // namespace face_analyzer
