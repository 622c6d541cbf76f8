// Persons over the time of a video. Pure functions over sightings.
#pragma once
#include "person_groups.hpp"

namespace face_analyzer {

struct SequenceOptions {
  GroupOptions groups;
  float min_similarity = 0.42F;  // to the reference, from which a person is the applicant
};

struct SeenPerson {
  std::size_t frames = 0;
  double share = 0;         // of the time
  double from = 0, to = 0;  // seconds, of the first and the last frame
  std::size_t best = 0;     // the sighting of the highest quality
  faces::Embedding embedding{};
  std::optional<float> similarity;  // to the reference
};

struct Sequence {
  std::vector<SeenPerson> persons;  // the one seen longest first
  std::vector<int> person_of;       // of each sighting: its place in `persons`, or -1
  double no_face_share = 0;         // of the time: nobody is seen
  double untold_share = 0;          // somebody is seen who is none of the persons, as far as can be told
  // With a reference: of the time, the applicant is seen; somebody else is seen. Without: the person seen longest
  // counts as the applicant.
  double applicant_share = 0, other_share = 0;
  bool applicant_found = false;
};

// `times`: seconds of each frame that was searched, in order. Each frame stands for the time that is nearest to it,
// from 0 to `duration`.
Sequence persons_in(std::span<const Sighting> sightings, std::span<const double> times, double duration,
                    std::optional<std::span<const float>> reference, const SequenceOptions& options);

}  // namespace face_analyzer
