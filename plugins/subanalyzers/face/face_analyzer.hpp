// The `face` sub-analyzer: an image or a video's frames -> how many faces, where, how good, and the embedding of the
// one meant.
#pragma once
#include <cmath>
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>

#include "face_component.hpp"

namespace face_analyzer {

using namespace cotejo;

class FaceAnalyzer final : public FaceComponent {
 public:
  static constexpr About about{"face", "1.0.0",
                               "Finds faces, tells portrait from ghost image, and embeds the face that is meant"};

  struct Params {
    double min_score = 0.8;
    double min_eye_distance = 14;
    std::string several = "largest";
    bool mirrored = true;
    std::int64_t max_frames = 8;
    std::int64_t embedded_frames = 3;
    double min_consistency = 0.25;
    static void describe(ParamSet<Params>& set) {
      set.add("min_score", &Params::min_score, "Detector score from which a face counts as one").range(0.5, 1);
      set.add("min_eye_distance", &Params::min_eye_distance, "Pixels between the eyes below which nothing is embedded")
          .range(4, 1000);
      set.add("several", &Params::several, "With several faces: embed the largest, or none")
          .one_of({"largest", "refuse"});
      set.add("mirrored", &Params::mirrored,
              "Embed a still image together with its mirror image: steadier, twice the time");
      set.add("max_frames", &Params::max_frames, "Frames of a video that are searched").range(1, 64);
      set.add("embedded_frames", &Params::embedded_frames, "Frames of a video whose embeddings are averaged")
          .range(1, 16);
      set.add("min_consistency", &Params::min_consistency,
              "Cosine between embedded frames below which they show different people")
          .range(-1, 1);
    }
  };

  explicit FaceAnalyzer(const Params& params) {
    options_.detector.min_score = static_cast<float>(params.min_score);
    options_.min_eye_distance = static_cast<float>(params.min_eye_distance);
    options_.refuse_several = params.several == "refuse";
    options_.mirrored = params.mirrored;
    options_.max_frames = static_cast<int>(params.max_frames);
    options_.embedded_frames = static_cast<int>(params.embedded_frames);
    options_.min_consistency = static_cast<float>(params.min_consistency);
  }

  OptionalPort<Image> image{this, "image", "image.pixels", "A photo, or a card that was straightened"};
  OptionalPort<Frames> frames{this, "frames", "video.frames", "Frames of a selfie video; goes before `image`"};

  Trait<std::int64_t> count{this, "count", "Faces; ghost images are not counted"};
  Trait<Json> box{this, "box", "[x, y, width, height] of the face meant, relative to the evidence"};
  Trait<Json> boxes{
      this, "boxes",
      "For each frame: its box as above in pixels, null without a face, or missing (false) when not searched"};
  Trait<double> quality{this, "quality", "Score 0..1 for comparing: size, pose, sharpness, light"};
  Trait<Json> pose{this, "pose", "Degrees: yaw, pitch, roll; good to about 10"};
  Trait<Json> landmarks{this, "landmarks", "68 points [x, y] relative to the image or frame"};
  Trait<Vector> embedding{this, "embedding", "512 numbers of unit length; compare by cosine"};
  Trait<bool> ghost{this, "ghost", "A smaller, paler image of the same face is beside it"};
  Trait<double> consistency{this, "consistency",
                            "Lowest cosine between the embedded frames of a video; 1 for an image"};

  Code no_image{this, "face.no_image"};
  Code none{this, "face.none"};
  Code too_small{this, "face.too_small"};
  Code several{this, "face.several"};
  Code different_people{this, "face.different_people"};
  Code unclear{this, "face.unclear"};
  Code turned{this, "face.turned"};

  Status run(Call& call) override {
    if (const auto video = call.get(frames)) return read_video(call, *video);
    if (const auto photo = call.get(image)) {
      report(call, reader().read_image(as_colour_mat(*photo), options_), *photo);
      return Status::ok;
    }
    absent(call, no_image);
    call.absent(count, no_image);
    return Status::ok;
  }

 private:
  Status read_video(Call& call, const Frames& video) {
    std::vector<cv::Mat> mats;
    for (size_t i = 0; i < video.size(); ++i) mats.push_back(as_colour_mat(video[i]));
    if (mats.empty()) {
      absent(call, no_image);
      call.absent(count, no_image);
      return Status::ok;
    }
    const Reading reading = reader().read_frames(mats, options_, [&] { return call.cancelled(); });
    if (call.cancelled()) return Status::cancelled;
    report(call, reading, video[static_cast<size_t>(reading.frame)]);
    return Status::ok;
  }

  void absent(Call& call, const Code& reason) {
    call.absent_all(reason, box, boxes, quality, pose, landmarks, embedding, ghost, consistency);
  }

  // The probability that a count is right: in the public photos of README.md all faces of portrait size were found, and
  // nothing else.
  static constexpr double kCountProbability = 0.97;

  void report(Call& call, const Reading& reading, const Image& picture) {
    if (reading.absence == Absence::turned) {  // how many faces there are is as doubtful as whose they are
      call.absent(count, turned);
      absent(call, turned);
      return;
    }
    call.emit(count, static_cast<std::int64_t>(reading.count), kCountProbability);
    if (!reading.face) {
      absent(call, none);
      return;
    }
    const Face& face = *reading.face;
    const auto& b = face.detection.box;
    const Region region = picture.region(b.x, b.y, b.width, b.height);
    const double score = std::clamp(static_cast<double>(face.detection.score), 0.0, 1.0);
    const auto round4 = [](double v) { return std::round(v * 1e4) / 1e4; };
    call.emit(box, boost::json::array{round4(region.x), round4(region.y), round4(region.width), round4(region.height)},
              score, region);
    call.emit(boxes, boxes_json(reading), score);
    call.emit(quality, reading.quality, 1, region);
    call.emit(pose,
              boost::json::object{{"yaw", std::round(face.pose.yaw)},
                                  {"pitch", std::round(face.pose.pitch)},
                                  {"roll", std::round(face.pose.roll)}},
              score, region);
    boost::json::array points;
    for (const auto& p : face.points) {
      points.push_back(boost::json::array{round4(p.x / static_cast<double>(picture.width)),
                                          round4(p.y / static_cast<double>(picture.height))});
    }
    call.emit(landmarks, points, score, region);
    call.emit(ghost, reading.ghost, kCountProbability, region);
    report_embedding(call, reading, region);
  }

  void report_embedding(Call& call, const Reading& reading, const Region& region) {
    if (reading.embedding) {
      call.emit(embedding, Vector(*reading.embedding), 1, region);
      call.emit(consistency, reading.consistency, 1, region);
      return;
    }
    const Code& reason = reading.absence == Absence::several            ? several
                         : reading.absence == Absence::different_people ? different_people
                         : reading.absence == Absence::unclear          ? unclear
                         : reading.absence == Absence::too_small        ? too_small
                                                                        : none;
    call.absent(embedding, reason, region);
    call.absent(consistency, reason, region);
  }

  static boost::json::array boxes_json(const Reading& reading) {
    boost::json::array all;
    for (size_t i = 0; i < reading.boxes.size(); ++i) {
      if (!reading.searched[i]) {
        all.push_back(false);
      } else if (!reading.boxes[i]) {
        all.push_back(nullptr);
      } else {
        const auto& b = *reading.boxes[i];
        all.push_back(boost::json::array{std::round(b.x), std::round(b.y), std::round(b.width), std::round(b.height)});
      }
    }
    return all;
  }

  Options options_;
};

}  // namespace face_analyzer
