// Who is who in a sequence: the faces of its frames, grouped by person. Pure functions over embeddings; README.md says
// what was measured.
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

// For each sighting the number of its person, from 0, or -1 where it cannot be told.
//
// Groups are joined from the most alike on, by the mean cosine of their members; two faces of one frame are never one
// person. A face that turns away is less and less like itself, so a group that was where another one is in a frame
// beside it needs less. What is left over joins the person whom it is like, or who was at its place in a frame beside
// it.
std::vector<int> group_by_person(std::span<const Sighting> sightings, const GroupOptions& options);

}  // namespace face_analyzer
