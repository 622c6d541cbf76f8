// The `liveness` sub-analyzer: was a living face in front of the camera, or a picture of one?
#pragma once
#include <algorithm>
#include <cmath>
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>
#include <faces/detector.hpp>
#include <memory>

#include "motion.hpp"
#include "passive.hpp"
#include "pixel_grid.hpp"
#include "verdict.hpp"

namespace liveness_analyzer {

using namespace cotejo;

class LivenessAnalyzer final : public SubAnalyzer {
 public:
  static constexpr About about{"liveness", "1.0.0",
                               "Scores whether a face was before the camera, or a print or display of it"};

  struct Params {
    double min_score = 0.8;
    double solid_bending = 0.0018;
    double min_movement = 0.015;
    double min_change = 0.07;
    std::int64_t max_frames = 64;
    static void describe(ParamSet<Params>& set) {
      set.add("min_score", &Params::min_score, "Detector score from which a face counts as one").range(0.5, 1);
      set.add("solid_bending", &Params::solid_bending,
              "Bending, in face heights, from which a face counts as a solid thing")
          .range(0, 1);
      set.add("min_movement", &Params::min_movement, "Movement, in face heights, below which motion says nothing")
          .range(0, 1);
      set.add("min_change", &Params::min_change,
              "Share of its contrast by which a part of the face changes from which it moves by itself")
          .range(0, 10);
      set.add("max_frames", &Params::max_frames, "Frames with a face that are judged, evenly over those there are")
          .range(2, 64);
    }
  };

  explicit LivenessAnalyzer(const Params& params) {
    detector_options_.min_score = static_cast<float>(params.min_score);
    options_.solid_bending = params.solid_bending;
    options_.min_movement = params.min_movement;
    options_.min_change = params.min_change;
    max_frames_ = static_cast<size_t>(params.max_frames);
  }

  OptionalPort<Image> image{this, "image", "image.pixels", "A selfie photo"};
  OptionalPort<Frames> frames{this, "frames", "video.frames", "Frames of a selfie video; goes before `image`"};
  OptionalPort<Json> boxes{this, "boxes", "face.boxes",
                           "What the face sub-analyzer found on the same evidence; saves a second search"};

  Trait<double> score{this, "score", "Score 0..1, higher is more like a living face; not a probability"};
  Trait<std::int64_t> judged{this, "frames", "Frames with a face that were judged"};
  Trait<double> passive{this, "passive", "Median over frames of the model's score of single pictures"};
  Trait<std::string> motion{this, "motion", "solid, flat, rigid, frozen, or unknown"};
  Trait<double> movement{this, "movement", "Median shift of the face between frames, in face heights"};
  Trait<double> bending{this, "bending", "Median shift that a moving plane cannot explain, in face heights"};

  Trait<double> change{this, "change",
                       "By how much of its contrast a part of the face changes by itself, as lids and lips do"};
  Trait<bool> stirs{this, "stirs", "Whether a part of the face changes so much that it moves by itself"};
  Trait<double> grid{this, "grid",
                     "How far the strongest regular pattern on the face stands out, as a display's pixels do; about 3 "
                     "without one"};

  Code no_image{this, "liveness.no_image"};
  Code no_face{this, "liveness.no_face"};
  Code face_lost{this, "liveness.face_lost"};
  Code no_motion{this, "liveness.no_motion"};
  Code no_detail{this, "liveness.no_detail"};
  Code too_still{this, "liveness.too_still"};

  Model detect_model{this, "face-detect"};
  Model liveness_model{this, "face-liveness"};

  void prepare(Host& host) override {
    detector_ = std::make_unique<faces::Detector>(host.model(detect_model));
    passive_ = std::make_unique<PassiveModel>(host.model(liveness_model));
  }

  Status run(Call& call) override {
    const auto video = call.get(frames);
    const auto photo = call.get(image);
    std::vector<cv::Mat> pictures;
    if (video) {
      for (size_t i = 0; i < video->size(); ++i) pictures.push_back(as_colour_mat((*video)[i]));
    } else if (photo) {
      pictures.push_back(as_colour_mat(*photo));
    }
    if (pictures.empty()) return absent(call, no_image);
    const auto known = known_boxes(call, video ? video.evidence() : photo.evidence(), pictures);
    std::vector<cv::Mat> with_face;
    std::vector<cv::Rect2f> faces_found;
    Observation evidence;
    const auto chosen = choose(pictures.size(), known);
    for (const size_t i : chosen) {
      if (call.cancelled()) return Status::cancelled;
      const auto face = i < known.size() ? known[i] : find(pictures[i]);
      if (!face) continue;
      with_face.push_back(pictures[i]);
      faces_found.push_back(*face);
      evidence.passive.push_back(passive_->score(pictures[i], *face));
    }
    if (with_face.empty()) return absent(call, no_face);
    const auto without = static_cast<size_t>(std::count(known.begin(), known.end(), std::nullopt));
    if (with_face.size() * (pictures.size() - without) * 2 < chosen.size() * pictures.size())
      return absent(call, face_lost);
    if (video && with_face.size() > 1) {
      evidence.motion = measure_motion(with_face, faces_found);
      evidence.grid = grid_strength(with_face, faces_found);
    }
    report(call, evidence);
    return Status::ok;
  }

 private:
  std::optional<cv::Rect2f> find(const cv::Mat& picture) {
    const auto found = detector_->detect(picture, detector_options_);
    return found.empty() ? std::nullopt : std::optional(found[0].box);
  }

  // Of the frames in which a face may be, as many as are judged.
  std::vector<size_t> choose(size_t size, const std::vector<std::optional<cv::Rect2f>>& known) const {
    std::vector<size_t> hopeful, chosen;
    for (size_t i = 0; i < size; ++i)
      if (i >= known.size() || known[i]) hopeful.push_back(i);
    const size_t count = std::min(hopeful.size(), max_frames_);
    for (size_t i = 0; i < count; ++i) chosen.push_back(hopeful[(2 * i + 1) * hopeful.size() / (2 * count)]);
    return chosen;
  }

  // One entry for each picture; empty when the boxes are missing or belong to another evidence.
  std::vector<std::optional<cv::Rect2f>> known_boxes(Call& call, std::string_view evidence,
                                                     const std::vector<cv::Mat>& pictures) {
    const auto given = call.get(boxes);
    if (!given || given.evidence() != evidence) return {};
    boost::json::error_code error;
    const auto parsed = boost::json::parse(std::string_view(given->text), error);
    if (error || !parsed.is_array() || parsed.get_array().size() != pictures.size()) return {};
    std::vector<std::optional<cv::Rect2f>> known;
    for (size_t i = 0; i < pictures.size(); ++i) {
      const auto& entry = parsed.get_array()[i];
      if (entry.is_null()) {
        known.emplace_back();
      } else if (const auto box = read_box(entry)) {
        known.push_back(box);
      } else {
        known.push_back(find(pictures[i]));  // not searched there
      }
    }
    return known;
  }

  static std::optional<cv::Rect2f> read_box(const boost::json::value& entry) {
    if (!entry.is_array() || entry.get_array().size() != 4) return std::nullopt;
    float numbers[4];
    for (size_t i = 0; i < 4; ++i) {
      boost::json::error_code error;
      numbers[i] = static_cast<float>(entry.get_array()[i].to_number<double>(error));
      if (error) return std::nullopt;
    }
    if (!(numbers[2] >= 1) || !(numbers[3] >= 1)) return std::nullopt;
    return cv::Rect2f(numbers[0], numbers[1], numbers[2], numbers[3]);
  }

  Status absent(Call& call, const Code& reason) {
    call.absent_all(reason, score, judged, passive, motion, movement, bending, change, stirs, grid);
    return Status::ok;
  }

  static constexpr double kMayBeAPhoto = 0.6;  // a score: most who keep so still are alive

  void report(Call& call, const Observation& evidence) {
    const auto round4 = [](double v) { return std::round(v * 1e4) / 1e4; };
    call.emit(score, round4(combine(evidence, options_)), 1);
    call.emit(judged, static_cast<std::int64_t>(evidence.passive.size()), 1);
    call.emit(passive, round4(combine({evidence.passive, std::nullopt}, options_)), 1);
    if (evidence.grid > 0) {
      call.emit(grid, round4(evidence.grid), 1);
    } else {
      call.absent(grid, no_detail);
    }
    const MotionHint hint = evidence.motion ? judge_motion(*evidence.motion, options_) : MotionHint::unknown;
    call.emit(motion, name(hint), 1);
    if (hint == MotionHint::rigid) call.item(too_still, Severity::minor, kMayBeAPhoto, {frames});
    if (!evidence.motion || evidence.motion->pairs == 0) {
      call.absent_all(no_motion, movement, bending, change, stirs);
      return;
    }
    call.emit(movement, evidence.motion->movement, 1);
    call.emit(bending, evidence.motion->bending, 1);
    call.emit(change, evidence.motion->change, 1);
    call.emit(stirs, liveness_analyzer::stirs(*evidence.motion, options_), 1);
  }

  static std::string_view name(MotionHint hint) {
    switch (hint) {
      case MotionHint::solid:
        return "solid";
      case MotionHint::flat:
        return "flat";
      case MotionHint::frozen:
        return "frozen";
      case MotionHint::rigid:
        return "rigid";
      case MotionHint::unknown:
        break;
    }
    return "unknown";
  }

  faces::DetectorOptions detector_options_;
  Options options_;
  size_t max_frames_;
  std::unique_ptr<faces::Detector> detector_;
  std::unique_ptr<PassiveModel> passive_;
};

}  // namespace liveness_analyzer
