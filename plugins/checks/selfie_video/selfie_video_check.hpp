// check.selfie_video: is there one living face in the selfie, and is it the one on the card?
#pragma once
#include <algorithm>
#include <cmath>
#include <cotejo/plugin.hpp>

#include "likeness.hpp"

namespace selfie_video {

using namespace cotejo;

class SelfieVideoCheck final : public Check {
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
  }

  Port<std::int64_t> count{this, "count", "selfie.count", "Faces in the selfie"};
  OptionalPort<Vector> reference{this, "reference", "portrait.embedding", "The face on the card"};
  OptionalPort<Vector> probe{this, "probe", "selfie.embedding", "The face in the selfie"};
  OptionalPort<double> liveness{this, "liveness", "liveness.score", "Whether the face was before the camera"};
  OptionalPort<double> quality{this, "quality", "selfie.quality", "Of the face in the selfie"};
  OptionalPort<double> duration{this, "duration", "video.duration", "Seconds; not bound for a selfie photo"};

  Code no_face{this, "selfie_video.no_face"};
  Code several_faces{this, "selfie_video.several_faces"};
  Code too_short{this, "selfie_video.too_short"};
  Code low_quality{this, "selfie_video.low_quality"};
  Code face_uncertain{this, "selfie_video.face_uncertain"};
  Code not_live{this, "selfie_video.not_live"};
  Code face_mismatch{this, "selfie_video.face_mismatch"};
  Code face_changes{this, "selfie_video.face_changes"};

  Status run(Call& call) override {
    Judgement judgement;
    const bool one = judge_count(call, judgement);
    judge_duration(call, judgement);
    if (one) {
      judge_liveness(call, judgement);
      judge_person(call, judgement);
    }
    call.conclude(judgement.verdict, judgement.verdict == Verdict::undecided ? 0 : judgement.confidence);
    return Status::ok;
  }

 private:
  // The worst answer so far. A pass is as sure as its least sure part, a failure as its surest one.
  struct Judgement {
    Verdict verdict = Verdict::pass;
    double confidence = 1;
    void passed(double sure) {
      if (verdict == Verdict::pass) confidence = std::min(confidence, sure);
    }
    void undecided() {
      if (verdict == Verdict::pass) verdict = Verdict::undecided;
    }
    void failed(double sure) {
      confidence = verdict == Verdict::fail ? std::max(confidence, sure) : sure;
      verdict = Verdict::fail;
    }
  };

  static double rounded(double value) { return std::round(value * 1000) / 1000; }

  bool judge_count(Call& call, Judgement& judgement) {
    const auto faces = call.get(count);
    if (!faces) {
      judgement.undecided();
      return false;
    }
    if (*faces == 1) {
      judgement.passed(faces.probability());
      return true;
    }
    judgement.failed(faces.probability());
    if (*faces < 1) {
      call.item(no_face, Severity::major, faces.probability(), {count});
    } else {
      call.item(several_faces, Severity::major, faces.probability(), {count}, {{"count", *faces}});
    }
    return false;
  }

  void judge_duration(Call& call, Judgement& judgement) {
    const auto seconds = call.get(duration);
    if (!seconds || *seconds >= params_.min_seconds) return;
    judgement.failed(seconds.probability());
    call.item(too_short, Severity::minor, seconds.probability(), {duration},
              {{"seconds", rounded(*seconds)}, {"limit", params_.min_seconds}});
  }

  // The score is not calibrated: it decides by thresholds, adds nothing to the confidence of a pass, and its own is
  // capped.
  void judge_liveness(Call& call, Judgement& judgement) {
    constexpr double kSurest = 0.9;
    const auto score = call.get(liveness);
    if (!score) return judgement.undecided();
    if (*score >= params_.min_liveness) return;
    const double sure = std::min(kSurest, 1 - std::clamp(*score, 0.0, 1.0));
    const bool clear = *score < params_.not_live_below;
    call.item(not_live, clear ? Severity::critical : Severity::major, sure, {liveness},
              {{"score", rounded(*score)}, {"limit", params_.min_liveness}});
    if (clear) {
      judgement.failed(sure);
    } else {
      judgement.undecided();
    }
  }

  void judge_person(Call& call, Judgement& judgement) {
    const auto seen = call.get(probe);
    const auto card = call.get(reference);
    const auto good = call.get(quality);
    if (!seen && seen.absent_reason() == "face.different_people") {
      constexpr double kSure = 0.9;  // of two frames, each compared once
      judgement.failed(kSure);
      call.item(face_changes, Severity::critical, kSure, {probe});
      return;
    }
    if ((!seen && seen.absent_reason() == "face.too_small") || (good && *good < params_.min_quality)) {
      judgement.undecided();
      call.item(low_quality, Severity::minor, 1, {quality},
                {{"quality", good ? rounded(*good) : 0.0}, {"limit", params_.min_quality}});
      return;
    }
    if (!seen || !card || seen->size() != card->size()) return judgement.undecided();
    compare(call, judgement, similarity(*card, *seen));
  }

  void compare(Call& call, Judgement& judgement, double alike) {
    const double same = same_person(alike);
    const boost::json::object facts{{"similarity", rounded(alike)}, {"limit", params_.min_similarity}};
    if (alike >= params_.min_similarity) return judgement.passed(same);
    if (alike >= params_.other_similarity) {
      judgement.undecided();
      call.item(face_uncertain, Severity::minor, 1 - same, {reference, probe}, facts);
      return;
    }
    judgement.failed(1 - same);
    call.item(face_mismatch, Severity::critical, 1 - same, {reference, probe}, facts);
  }

  const Params params_;
};

}  // namespace selfie_video
