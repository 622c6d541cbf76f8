// check.selfie_video: is there one living face in the selfie, and is it the one on the card?
#pragma once
#include <algorithm>
#include <cmath>
#include <face_likeness/face_likeness.hpp>
#include <judgement/judged_check.hpp>

namespace selfie_video {

using namespace cotejo;
using cotejo::judgement::Judgement;

class SelfieVideoCheck final : public judgement::JudgedCheck {
 public:
  static constexpr About about{"check.selfie_video", "1.0.0", "One living face in the selfie, and the one on the card"};

  // Where the numbers come from is in README.md.
  struct Params {
    double min_similarity = 0.42;
    double other_similarity = 0.32;
    double min_liveness = 0.8;
    double not_live_below = 0.3;
    double min_seconds = 1.5;
    double min_quality = 0.05;
    static void describe(ParamSet<Params>& set) {
      set.add("min_similarity", &Params::min_similarity, "Cosine of the two faces from which they are one person")
          .range(-1, 1);
      set.add("other_similarity", &Params::other_similarity,
              "Cosine below which they are two people; what lies between leaves the check undecided")
          .range(-1, 1);
      set.add("min_liveness", &Params::min_liveness, "Liveness score from which the selfie counts as live").range(0, 1);
      set.add("not_live_below", &Params::not_live_below,
              "Liveness score below which it does not; what lies between leaves the check undecided")
          .range(0, 1);
      set.add("min_seconds", &Params::min_seconds, "A shorter video is not enough").range(0, 3600);
      set.add("min_quality", &Params::min_quality, "Face quality below which nothing is concluded from the comparison")
          .range(0, 1);
    }
  };

  explicit SelfieVideoCheck(const Params& params) : params_(params) {
    if (params.other_similarity > params.min_similarity)
      throw std::invalid_argument("other_similarity is above min_similarity");
    if (params.not_live_below > params.min_liveness)
      throw std::invalid_argument("not_live_below is above min_liveness");
    declare({kNoFace, kSeveralFaces, kTooShort, kLowQuality, kFaceUncertain, kNotLive, kFaceMismatch, kFaceChanges});
  }

  Port<std::int64_t> count{this, "count", "selfie.count", "Faces in the selfie"};
  OptionalPort<Vector> reference{this, "reference", "portrait.embedding", "The face on the card"};
  OptionalPort<Vector> probe{this, "probe", "selfie.embedding", "The face in the selfie"};
  OptionalPort<double> liveness{this, "liveness", "liveness.score", "Whether the face was before the camera"};
  OptionalPort<double> quality{this, "quality", "selfie.quality", "Of the face in the selfie"};
  OptionalPort<double> duration{this, "duration", "video.duration", "Seconds; not bound for a selfie photo"};

  Status run(Call& call) override {
    Judgement judgement;
    const bool one = judge_count(call, judgement);
    judge_duration(call, judgement);
    if (one) {
      judge_liveness(call, judgement);
      judge_person(call, judgement);
    }
    return conclude(call, judgement);
  }

 private:
  static constexpr std::string_view kNoFace = "selfie_video.no_face";
  static constexpr std::string_view kSeveralFaces = "selfie_video.several_faces";
  static constexpr std::string_view kTooShort = "selfie_video.too_short";
  static constexpr std::string_view kLowQuality = "selfie_video.low_quality";
  static constexpr std::string_view kFaceUncertain = "selfie_video.face_uncertain";
  static constexpr std::string_view kNotLive = "selfie_video.not_live";
  static constexpr std::string_view kFaceMismatch = "selfie_video.face_mismatch";
  static constexpr std::string_view kFaceChanges = "selfie_video.face_changes";

  static double rounded(double value) { return std::round(value * 1000) / 1000; }

  bool judge_count(Call& call, Judgement& judgement) const {
    const auto faces = call.get(count);
    if (!faces) {
      judgement.leave_open();
      return false;
    }
    const judgement::Grounds grounds{{count, faces.probability()}};
    if (*faces == 1) {
      judgement.hold(grounds);
      return true;
    }
    if (*faces < 1) {
      judgement.find(kNoFace, Severity::major, grounds);
    } else {
      judgement.find(kSeveralFaces, Severity::major, grounds, {{"count", *faces}});
    }
    return false;
  }

  void judge_duration(Call& call, Judgement& judgement) const {
    const auto seconds = call.get(duration);
    if (!seconds || *seconds >= params_.min_seconds) return;
    judgement.find(kTooShort, Severity::major, {{duration, seconds.probability()}},
                   {{"seconds", rounded(*seconds)}, {"limit", params_.min_seconds}});
  }

  // The score is not calibrated: it decides by thresholds, adds nothing to the confidence of a pass, and its own is
  // capped.
  void judge_liveness(Call& call, Judgement& judgement) const {
    constexpr double kSurest = 0.9;
    const auto score = call.get(liveness);
    if (!score) return judgement.leave_open();
    if (*score >= params_.min_liveness) return;
    const judgement::Grounds grounds{{liveness, std::min(kSurest, 1 - std::clamp(*score, 0.0, 1.0))}};
    const boost::json::object facts{{"score", rounded(*score)}, {"limit", params_.min_liveness}};
    if (*score >= params_.not_live_below) return judgement.doubt(kNotLive, grounds, facts);
    judgement.find(kNotLive, Severity::critical, grounds, facts);
  }

  void judge_person(Call& call, Judgement& judgement) const {
    const auto seen = call.get(probe);
    const auto card = call.get(reference);
    const auto good = call.get(quality);
    if (!seen && seen.absent_reason() == "face.different_people") {
      constexpr double kSure = 0.9;  // of two frames, each compared once
      return judgement.find(kFaceChanges, Severity::critical, {{probe, kSure}});
    }
    if ((!seen && seen.absent_reason() == "face.too_small") || (good && *good < params_.min_quality))
      return judgement.doubt(kLowQuality, {{quality, 1}},
                             {{"quality", good ? rounded(*good) : 0.0}, {"limit", params_.min_quality}});
    if (!seen || !card || seen->size() != card->size()) return judgement.leave_open();
    compare(judgement, face_likeness::similarity(*card, *seen));
  }

  void compare(Judgement& judgement, double alike) const {
    const double same = face_likeness::same_person(alike);
    if (alike >= params_.min_similarity) return judgement.hold(same);
    const judgement::Grounds faces{{reference, 1}, {probe, 1}};
    const boost::json::object facts{{"similarity", rounded(alike)}, {"limit", params_.min_similarity}};
    if (alike >= params_.other_similarity) return judgement.doubt(kFaceUncertain, 1 - same, faces, facts);
    judgement.find(kFaceMismatch, Severity::critical, 1 - same, faces, facts);
  }

  const Params params_;
};

}  // namespace selfie_video
