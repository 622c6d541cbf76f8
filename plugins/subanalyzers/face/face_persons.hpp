// The `face.persons` sub-analyzer: tells from the frames of a video which persons are seen, and for how much of the
// time.
#pragma once
#include <cmath>
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>

#include "face_component.hpp"
#include "sequence.hpp"

namespace face_analyzer {

using namespace cotejo;

class FacePersons final : public FaceComponent {
 public:
  static constexpr About about{"face.persons", "1.0.0", "Who is seen in a video, and for how much of its time"};

  struct Params {
    double min_score = 0.8;
    double min_eye_distance = 14;
    std::int64_t max_frames = 48;
    double same_person = 0.30;
    double min_similarity = 0.42;
    std::int64_t min_sightings = 2;
    static void describe(ParamSet<Params>& set) {
      set.add("min_score", &Params::min_score, "Detector score from which a face counts as one").range(0.5, 1);
      set.add("min_eye_distance", &Params::min_eye_distance, "Pixels between the eyes below which nothing is compared")
          .range(4, 1000);
      set.add("max_frames", &Params::max_frames, "Frames that are searched, evenly over those there are").range(1, 64);
      set.add("same_person", &Params::same_person, "Mean cosine of two groups of faces from which they are one person")
          .range(-1, 1);
      set.add("min_similarity", &Params::min_similarity, "Cosine to the reference from which a person is the applicant")
          .range(-1, 1);
      set.add("min_sightings", &Params::min_sightings, "Frames in which somebody must be seen to count").range(1, 64);
    }
  };

  explicit FacePersons(const Params& params) : max_frames_(static_cast<std::size_t>(params.max_frames)) {
    search_.detector.min_score = static_cast<float>(params.min_score);
    search_.min_eye_distance = static_cast<float>(params.min_eye_distance);
    options_.groups.same_person = static_cast<float>(params.same_person);
    options_.groups.min_sightings = static_cast<std::size_t>(params.min_sightings);
    options_.min_similarity = static_cast<float>(params.min_similarity);
  }

  Port<Frames> frames{this, "frames", "video.frames", "Of the video"};
  OptionalPort<Vector> reference{this, "reference", "selfie.embedding", "The applicant's face"};
  OptionalPort<Vector> fallback{this, "fallback", "portrait.embedding",
                                "The applicant's face, where there is no other"};
  OptionalPort<double> reference_quality{this, "reference_quality", "selfie.quality", "Of the face of `reference`"};
  OptionalPort<double> fallback_quality{this, "fallback_quality", "portrait.quality", "Of the face of `fallback`"};

  Trait<std::int64_t> count{this, "count", "Persons who are seen in two frames or more"};
  Trait<Json> boxes{this, "boxes",
                    "For each frame: the applicant's box in pixels (without a reference, or where the applicant is not "
                    "seen, that of who is seen longest), null without, false when not searched"};
  Trait<Json> persons{this, "persons", "Each with the share of time, frames, first and last second, best box"};
  Trait<Vector> embedding{this, "embedding", "Of the person who is seen longest: 512 numbers of unit length"};
  Trait<double> main_share{this, "main_share", "Share of time in which that person is seen"};
  Trait<double> applicant_share{this, "applicant_share", "Share of time in which the person of the reference is seen"};
  Trait<double> applicant_similarity{this, "applicant_similarity",
                                     "Highest cosine between a person and the reference, of any person"};
  Trait<double> compared_quality{this, "compared_quality",
                                 "Quality of the poorer of these two faces: a poor one is like nobody"};
  Trait<double> other_share{this, "other_share", "Share of time in which somebody else is seen"};
  Trait<double> untold_share{this, "untold_share", "Share of time with a face that is nobody's for certain"};
  Trait<double> no_face_share{this, "no_face_share", "Share of time in which nobody is seen"};
  Trait<std::int64_t> searched{this, "searched", "Frames"};

  Code no_image{this, "face.no_image"};
  Code none{this, "face.none"};
  Code turned{this, "face.turned"};
  Code no_reference{this, "face.persons.no_reference"};

  Status run(Call& call) override {
    const Frames video = *call.get(frames);
    const auto indices = spread(static_cast<int>(video.size()), static_cast<int>(max_frames_));
    std::vector<Sighting> sightings;
    std::vector<Sample> samples;  // the largest face of each frame
    std::vector<double> times;
    for (const int i : indices) {
      if (call.cancelled()) return Status::cancelled;
      const Image frame = video[static_cast<std::size_t>(i)];
      const cv::Mat picture = as_colour_mat(frame);
      bool largest = true;
      for (const Face& face : reader().read_faces(picture, search_, kMaxFaces)) {
        Sample sample{picture, face.detection};
        const auto direction = reader().embed(face, search_, &sample.length);
        const double good = direction ? FaceReader::quality(face, sample.length) : face.quality.overall();
        sightings.push_back({times.size(), face.detection.box, good, direction});
        if (largest && sightings.back().embedding) samples.push_back(std::move(sample));
        largest = false;
      }
      times.push_back(static_cast<double>(frame.time_ns) / 1e9);
    }
    call.emit(searched, static_cast<std::int64_t>(times.size()), 1);
    if (times.empty()) {
      absent(call, no_image);
      return Status::ok;
    }
    if (reader().turned(samples, search_)) {
      absent(call, turned);
      return Status::ok;
    }
    auto known = call.get(reference);
    const bool has_own = bool(known);
    if (!has_own) known = call.get(fallback);
    const bool fits = known && known->size() == faces::Embedding{}.size();
    const auto good = call.get(has_own ? reference_quality : fallback_quality);
    const auto sequence =
        persons_in(sightings, times, video.duration(), fits ? std::optional(*known) : std::nullopt, options_);
    report(call, sequence, sightings, video, indices, Known{fits, good ? *good : kUnknownQuality});
    return Status::ok;
  }

 private:
  static constexpr std::size_t kMaxFaces =
      4;  // only the largest faces of a frame are used: an interview does not show more people

  // A score: how often the count was right in the sequences of README.md.
  static constexpr double kCounted = 0.95;

  static constexpr double kUnknownQuality = 1;  // used when the reference comes without a quality

  struct Known {
    bool there = false;
    double quality = kUnknownQuality;
  };

  static double rounded(double value) { return std::round(value * 1000) / 1000; }

  void absent(Call& call, const Code& reason) {
    call.absent_all(reason, count, no_face_share);
    absent_persons(call, reason);
  }

  void absent_persons(Call& call, const Code& reason) {
    call.absent_all(reason, persons, boxes, embedding, main_share, applicant_share, applicant_similarity,
                    compared_quality, other_share, untold_share);
  }

  void report(Call& call, const Sequence& sequence, const std::vector<Sighting>& sightings, const Frames& video,
              const std::vector<int>& indices, const Known& known) {
    call.emit(count, static_cast<std::int64_t>(sequence.persons.size()), kCounted);
    call.emit(no_face_share, rounded(sequence.no_face_share), kCounted);
    if (sightings.empty()) return absent_persons(call, none);
    const auto region_of = [&](const SeenPerson& person) {
      const Sighting& best = sightings[person.best];
      return video[static_cast<std::size_t>(indices[best.frame])].region(best.box.x, best.box.y, best.box.width,
                                                                         best.box.height);
    };
    call.emit(persons, rows(sequence, region_of), kCounted);
    call.emit(boxes, boxes_json(sequence, sightings, video.size(), indices), kCounted);
    if (sequence.persons.empty()) {
      call.absent_all(none, embedding, main_share);
    } else {
      const Region region = region_of(sequence.persons.front());
      call.emit(embedding, Vector(sequence.persons.front().embedding), 1, region);
      call.emit(main_share, rounded(sequence.persons.front().share), kCounted, region);
    }
    call.emit(other_share, rounded(sequence.other_share), kCounted, other_region(sequence, region_of));
    call.emit(untold_share, rounded(sequence.untold_share), kCounted);
    if (!known.there) {
      call.absent_all(no_reference, applicant_share, applicant_similarity, compared_quality);
      return;
    }
    const SeenPerson* closest = closest_of(sequence);
    const auto region = closest ? std::optional(region_of(*closest)) : std::nullopt;
    call.emit(applicant_share, rounded(sequence.applicant_share), kCounted, region);
    if (closest) {
      call.emit(applicant_similarity, rounded(*closest->similarity), 1, region);
      call.emit(compared_quality, rounded(std::min(known.quality, sightings[closest->best].quality)), 1, region);
    } else {
      call.absent_all(none, applicant_similarity, compared_quality);
    }
  }

  static const SeenPerson* closest_of(const Sequence& sequence) {
    const auto closest =
        std::max_element(sequence.persons.begin(), sequence.persons.end(),
                         [](const SeenPerson& a, const SeenPerson& b) { return a.similarity < b.similarity; });
    return closest == sequence.persons.end() ? nullptr : &*closest;
  }

  boost::json::array boxes_json(const Sequence& sequence, const std::vector<Sighting>& sightings, std::size_t size,
                                const std::vector<int>& indices) const {
    boost::json::array all(size, false);
    for (const int i : indices) all[static_cast<std::size_t>(i)] = nullptr;
    for (std::size_t i = 0; i < sightings.size(); ++i) {
      const int person = sequence.person_of[i];
      if (person < 0) continue;
      const auto& alike = sequence.persons[static_cast<std::size_t>(person)].similarity;
      if (sequence.applicant_found && alike ? *alike < options_.min_similarity : person > 0) continue;
      const auto& b = sightings[i].box;
      all[static_cast<std::size_t>(indices[sightings[i].frame])] =
          boost::json::array{std::round(b.x), std::round(b.y), std::round(b.width), std::round(b.height)};
    }
    return all;
  }

  // The region of the other person who is seen longest, where that person is seen best.
  template <class RegionOf>
  std::optional<Region> other_region(const Sequence& sequence, RegionOf region_of) const {
    for (std::size_t p = 0; p < sequence.persons.size(); ++p) {
      const auto& similarity = sequence.persons[p].similarity;
      if (similarity ? *similarity < options_.min_similarity : p > 0) return region_of(sequence.persons[p]);
    }
    return std::nullopt;
  }

  template <class RegionOf>
  static boost::json::array rows(const Sequence& sequence, RegionOf region_of) {
    boost::json::array out;
    for (const SeenPerson& person : sequence.persons) {
      const Region best = region_of(person);
      boost::json::object row{{"person", static_cast<std::int64_t>(out.size() + 1)},
                              {"share", rounded(person.share)},
                              {"frames", static_cast<std::int64_t>(person.frames)},
                              {"from", rounded(person.from)},
                              {"to", rounded(person.to)}};
      if (person.similarity) row["similarity"] = rounded(*person.similarity);
      row["seconds"] = rounded(static_cast<double>(best.time_ns) / 1e9);
      row["box"] = {rounded(best.x), rounded(best.y), rounded(best.width), rounded(best.height)};
      out.push_back(std::move(row));
    }
    return out;
  }

  const std::size_t max_frames_;
  Options search_;
  SequenceOptions options_;
};

}  // namespace face_analyzer
