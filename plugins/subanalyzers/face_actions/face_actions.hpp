// The `face.actions` sub-analyzer: what head and eyes did in a video, in order.
#pragma once
#include <cmath>
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>
#include <memory>

#include "head_watch.hpp"

namespace face_actions {

using namespace cotejo;

class FaceActions final : public SubAnalyzer {
 public:
  static constexpr About about{"face.actions", "1.0.0", "Tells turns and nods of the head, and blinks, in a video"};

  struct Params {
    double min_score = 0.8;
    double min_turn = 12;
    double min_nod = 12;
    double max_aside = 35;
    double max_unsteady = 0.05;
    double max_blink = 1.5;
    double min_rate = 7.5;
    double min_seen = 0.7;
    double min_eye_distance = 14;
    bool mirrored = false;
    static void describe(ParamSet<Params>& set) {
      set.add("min_score", &Params::min_score, "Detector score from which a face counts as one").range(0.5, 1);
      set.add("min_turn", &Params::min_turn, "Degrees off the usual posture from which a head is turned").range(5, 60);
      set.add("min_nod", &Params::min_nod, "Degrees up or down from which a head is raised or lowered").range(5, 60);
      set.add("max_aside", &Params::max_aside,
              "Degrees to a side in the usual posture above which nothing is told: points on such a face are not "
              "reliable")
          .range(5, 60);
      set.add("max_unsteady", &Params::max_unsteady,
              "Share of the frames in which points of the face may jump; above it nothing is told")
          .range(0, 1);
      set.add("max_blink", &Params::max_blink, "Seconds; eyes that stay closed for longer do not blink").range(0.2, 5);
      set.add("min_rate", &Params::min_rate, "Frames a second below which a blink may fall between two").range(1, 60);
      set.add("min_seen", &Params::min_seen, "Share of the frames in which the face must be found").range(0, 1);
      set.add("min_eye_distance", &Params::min_eye_distance, "Pixels between the eyes below which nothing is told")
          .range(4, 1000);
      set.add("mirrored", &Params::mirrored,
              "The video shows what a mirror shows: the person's left is on the left of the picture");
    }
  };

  explicit FaceActions(const Params& params) : params_(params) {
    detector_options_.min_score = static_cast<float>(params.min_score);
    options_.min_turn = params.min_turn;
    options_.min_nod = params.min_nod;
    options_.max_blink = params.max_blink;
  }

  Port<Frames> frames{this, "frames", "video.frames", "Of a selfie video, close enough in time to catch a blink"};

  Trait<Json> list{this, "list",
                   "In order: [{action, start, end, peak, score, box}]; left and right are the person's own"};
  Trait<std::int64_t> turns{this, "turns", "Turns to a side, and looks up or down"};
  Trait<std::int64_t> blinks{this, "blinks", "Blinks"};
  Trait<bool> eyes{this, "eyes", "The eyes are seen well enough to tell whether they blink"};
  Trait<double> rate{this, "rate", "Frames a second in which the face was found"};

  Code too_few_frames{this, "face.actions.too_few_frames"};
  Code face_lost{this, "face.actions.face_lost"};
  Code too_small{this, "face.actions.too_small"};
  Code turned_away{this, "face.actions.turned_away"};
  Code unsteady{this, "face.actions.unsteady"};

  Model detect_model{this, "face-detect"};
  Model landmark_model{this, "face-landmark"};
  Model eye_model{this, "face-eye"};

  void prepare(Host& host) override {
    watch_ = std::make_unique<HeadWatch>(
        HeadWatch::Models{host.model(detect_model), host.model(landmark_model), host.model(eye_model)},
        detector_options_);
  }

  Status run(Call& call) override {
    const auto video = call.get(frames);
    const double seconds = video->duration();
    if (video->size() < 2 || !(seconds > 0) || static_cast<double>(video->size()) < params_.min_rate * seconds)
      return absent(call, too_few_frames);
    watch_->begin_another();
    std::vector<Moment> moments;
    double seen = 0;
    for (std::size_t i = 0; i < video->size(); ++i) {
      if (call.cancelled()) return Status::cancelled;
      const Image& frame = (*video)[i];
      moments.push_back(watch_->see(as_colour_mat(frame), static_cast<double>(frame.time_ns) / 1e9));
      seen += moments.back().face ? 1 : 0;
    }
    call.emit(rate, std::round(seen / seconds * 10) / 10, 1);
    if (seen < params_.min_seen * static_cast<double>(video->size())) return absent_but_rate(call, face_lost);
    if (watch_->eye_distance() < params_.min_eye_distance) return absent_but_rate(call, too_small);
    const Actions found = find_actions(moments, options_);
    if (std::abs(found.usual_yaw) > params_.max_aside) return absent_but_rate(call, turned_away);
    if (found.unsteady > params_.max_unsteady) return absent_but_rate(call, unsteady);
    report(call, found, (*video)[0]);
    return Status::ok;
  }

 private:
  Status absent(Call& call, const Code& reason) {
    call.absent(rate, reason);
    return absent_but_rate(call, reason);
  }
  Status absent_but_rate(Call& call, const Code& reason) {
    call.absent_all(reason, list, turns, blinks, eyes);
    return Status::ok;
  }

  std::string_view name(Kind what) const {
    switch (what) {
      case Kind::turn_right_of_picture:
        return params_.mirrored ? "turn_right" : "turn_left";
      case Kind::turn_left_of_picture:
        return params_.mirrored ? "turn_left" : "turn_right";
      case Kind::look_up:
        return "look_up";
      case Kind::look_down:
        return "look_down";
      case Kind::blink:
        break;
    }
    return "blink";
  }

  void report(Call& call, const Actions& actions, const Image& frame) {
    const auto round3 = [](double v) { return std::round(v * 1e3) / 1e3; };
    boost::json::array all;
    std::int64_t blinked = 0;
    for (const Action& action : actions.list) {
      const Region region = frame.region(action.box.x, action.box.y, action.box.width, action.box.height);
      all.push_back({{"action", name(action.kind)},
                     {"start", round3(action.start)},
                     {"end", round3(action.end)},
                     {"peak", round3(action.peak)},
                     {"score", round3(action.score)},
                     {"box", {round3(region.x), round3(region.y), round3(region.width), round3(region.height)}}});
      blinked += action.kind == Kind::blink ? 1 : 0;
    }
    call.emit(list, all, kProbability);
    call.emit(turns, static_cast<std::int64_t>(actions.list.size()) - blinked, kProbability);
    call.emit(blinks, blinked, kProbability);
    call.emit(eyes, actions.eyes_seen, kProbability);
  }

  // How often the whole of a list is right is in README.md; each entry has a score of its own.
  static constexpr double kProbability = 0.9;

  const Params params_;
  Options options_;
  faces::DetectorOptions detector_options_;
  std::unique_ptr<HeadWatch> watch_;
};

}  // namespace face_actions
