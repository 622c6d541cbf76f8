// check.selfie_video: is there one living face in the selfie, and is it the one on the card?
#pragma once
#include <algorithm>
#include <cmath>
#include <face_likeness/face_likeness.hpp>
#include <judgement/judged_check.hpp>

#include "challenge.hpp"

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
    double min_quality_to_differ = 0.5;
    double min_portrait_quality = 0.3;
    std::int64_t challenge_steps = 0;
    double challenge_max_age = 600;
    double challenge_clock_error = 60;
    double min_action = 0.5;
    std::int64_t extra_actions = 1;
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
      set.add("min_quality_to_differ", &Params::min_quality_to_differ,
              "Quality of the face in the selfie below which neither a difference nor a low liveness score proves "
              "anything")
          .range(0, 1);
      set.add("min_portrait_quality", &Params::min_portrait_quality,
              "Quality of the face on the card below which a difference proves nothing")
          .range(0, 1);
      set.add("challenge_steps", &Params::challenge_steps,
              "Steps that a challenge must have at least; 0: no challenge is asked for")
          .range(0, 10);
      set.add("challenge_max_age", &Params::challenge_max_age,
              "Seconds from when the challenge was given out until the video is received")
          .range(1, 86400);
      set.add("challenge_clock_error", &Params::challenge_clock_error,
              "Seconds by which the clock of who gives challenges out may be ahead")
          .range(0, 3600);
      set.add("min_action", &Params::min_action, "Score from which a movement was clearly made").range(0, 1);
      set.add("extra_actions", &Params::extra_actions,
              "Movements of the head that nobody asked for and that may come between the steps")
          .range(0, 10);
    }
  };

  explicit SelfieVideoCheck(const Params& params) : params_(params) {
    if (params.other_similarity > params.min_similarity)
      throw std::invalid_argument("other_similarity is above min_similarity");
    if (params.not_live_below > params.min_liveness)
      throw std::invalid_argument("not_live_below is above min_liveness");
    declare({kNoFace, kSeveralFaces, kTooShort, kLowQuality, kFaceUncertain, kNotLive, kFaceMismatch, kFaceChanges,
             kChallengeFailed, kChallengeStale, kChallengeReused, kChallengeUnclear, kChallengeUnusable});
  }

  Port<std::int64_t> count{this, "count", "selfie.count", "Faces in the selfie"};
  OptionalPort<Vector> reference{this, "reference", "portrait.embedding", "The face on the card"};
  OptionalPort<Vector> probe{this, "probe", "selfie.embedding", "The face in the selfie"};
  OptionalPort<double> liveness{this, "liveness", "liveness.score", "Whether the face was before the camera"};
  OptionalPort<double> quality{this, "quality", "selfie.quality", "Of the face in the selfie"};
  OptionalPort<double> portrait_quality{this, "portrait_quality", "portrait.quality", "Of the face on the card"};
  OptionalPort<double> duration{this, "duration", "video.duration", "Seconds; not bound for a selfie photo"};

  OptionalPort<Json> challenge{this, "challenge", "challenge.document", "What the applicant was asked to do"};
  OptionalPort<Json> actions{this, "actions", "face.actions.list", "What the applicant did in the selfie"};
  OptionalPort<std::int64_t> uses{this, "uses", "challenge.uses.earlier", "Earlier verifications with this challenge"};
  OptionalPort<bool> eyes{this, "eyes", "face.actions.eyes", "Whether blinks could be seen"};

  Status run(Call& call) override {
    Judgement judgement;
    const bool one = judge_count(call, judgement);
    judge_duration(call, judgement);
    if (one) {
      judge_liveness(call, judgement);
      judge_person(call, judgement);
      if (params_.challenge_steps > 0) judge_challenge(call, judgement);
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
  static constexpr std::string_view kChallengeFailed = "selfie_video.challenge_failed";
  static constexpr std::string_view kChallengeStale = "selfie_video.challenge_stale";
  static constexpr std::string_view kChallengeReused = "selfie_video.challenge_reused";
  static constexpr std::string_view kChallengeUnclear = "selfie_video.challenge_unclear";
  static constexpr std::string_view kChallengeUnusable = "selfie_video.challenge_unusable";

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
    // What is blurred or dark is taken for a picture, also where somebody lives.
    const auto good = call.get(quality);
    if (good && *good < params_.min_quality_to_differ) return poor(judgement, *good, params_.min_quality_to_differ);
    judgement.find(kNotLive, Severity::critical, grounds, facts);
  }

  // Told once, whatever it hinders.
  void poor(Judgement& judgement, double good, double limit) const {
    const auto told = [](const auto& finding) { return finding.code == kLowQuality; };
    if (std::any_of(judgement.findings().begin(), judgement.findings().end(), told)) return;
    judgement.doubt(kLowQuality, {{quality, 1}}, {{"quality", rounded(good)}, {"limit", limit}});
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
      return poor(judgement, good ? *good : 0, params_.min_quality);
    if (!seen || !card || seen->size() != card->size()) return judgement.leave_open();
    const double alike = face_likeness::similarity(*card, *seen);
    if (alike < params_.other_similarity && good && *good < params_.min_quality_to_differ)
      return poor(judgement, *good, params_.min_quality_to_differ);
    const auto portrait = call.get(portrait_quality);
    compare(judgement, alike, portrait ? *portrait : 1.0);
  }

  // Of a portrait that was cut off, the small image beside it may be all that is left: a poor one is like nobody.
  void compare(Judgement& judgement, double alike, double portrait) const {
    const double same = face_likeness::same_person(alike);
    if (alike >= params_.min_similarity) return judgement.hold(same);
    const judgement::Grounds faces{{reference, 1}, {probe, 1}};
    const boost::json::object facts{{"similarity", rounded(alike)}, {"limit", params_.min_similarity}};
    if (alike >= params_.other_similarity || portrait < params_.min_portrait_quality)
      return judgement.doubt(kFaceUncertain, 1 - same, faces, facts);
    judgement.find(kFaceMismatch, Severity::critical, 1 - same, faces, facts);
  }

  void judge_challenge(Call& call, Judgement& judgement) const {
    const auto given = call.get(challenge);
    if (!given) return judgement.leave_open();
    const auto asked = read_challenge(given->parse());
    const double seconds = asked ? instants::seconds_between(asked->issued_at, call.now()) : 0;
    const bool usable = asked && static_cast<std::int64_t>(asked->steps.size()) >= params_.challenge_steps &&
                        worth_asking(*asked) && seconds >= -params_.challenge_clock_error;
    if (!usable)  // the caller's mistake: nothing is said about the applicant
      return judgement.doubt(kChallengeUnusable, {{challenge, 1}}, {{"steps", params_.challenge_steps}});
    if (seconds > params_.challenge_max_age)
      return judgement.find(kChallengeStale, Severity::major, {{challenge, 1}},
                            {{"seconds", std::round(seconds)}, {"limit", params_.challenge_max_age}});
    const auto earlier = call.get(uses);
    if (!earlier) judgement.leave_open();
    if (earlier && *earlier > 0)
      judgement.find(kChallengeReused, Severity::major, {{uses, earlier.probability()}}, {{"count", *earlier}});
    judge_steps(call, judgement, *asked);
  }

  void judge_steps(Call& call, Judgement& judgement, const Challenge& asked) const {
    const auto list = call.get(actions);
    const auto seen = list ? read_actions(list->parse()) : std::nullopt;
    const auto eyes_seen = call.get(eyes);
    const bool blinks = std::find(asked.steps.begin(), asked.steps.end(), "blink") != asked.steps.end();
    const auto followed = !seen || (blinks && !(eyes_seen && *eyes_seen))
                              ? Followed::unclear
                              : follows(asked.steps, *seen, params_.min_action, params_.extra_actions);
    const double probability = list ? list.probability() : 1;
    const judgement::Grounds grounds{{challenge, 1}, {actions, probability}};
    // The score of an action is no probability, so that a challenge that was met makes a pass no surer.
    if (followed == Followed::yes) return;
    boost::json::object facts{{"asked", joined(asked.steps)}, {"seen", seen ? words_of(*seen) : "-"}};
    if (followed == Followed::unclear) return judgement.doubt(kChallengeUnclear, grounds, std::move(facts));
    judgement.find(kChallengeFailed, Severity::major, grounds, std::move(facts));
  }

  static std::string words_of(const std::vector<SeenAction>& seen) {
    std::vector<std::string> words;
    for (const SeenAction& action : seen) words.push_back(action.action);
    return words.empty() ? "-" : joined(words);
  }

  const Params params_;
};

}  // namespace selfie_video
