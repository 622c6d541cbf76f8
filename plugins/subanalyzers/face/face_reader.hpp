// Finds the faces in an image or a video, decides which one is meant, and computes its embedding.
#pragma once
#include <faces/detector.hpp>
#include <faces/embedder.hpp>
#include <faces/landmarks.hpp>
#include <faces/quality.hpp>
#include <functional>
#include <optional>
#include <vector>

namespace face_analyzer {

struct Options {
  faces::DetectorOptions detector;
  float min_eye_distance = 14.F;  // pixels; below it there is no embedding
  bool refuse_several = false;    // no embedding when a second face is nearly as large
  bool mirrored = true;           // embed still images together with their mirror image
  int max_frames = 8;             // of a video, searched for faces
  int embedded_frames = 3;        // of these, averaged
  float min_consistency = 0.25F;  // cosine between the embedded frames; below it they show different people
};

struct Face {
  faces::Detection detection;
  faces::Landmarks points;
  faces::Pose pose;
  faces::Quality quality;
  cv::Mat aligned;
};

enum class Absence { none, too_small, several, different_people, unclear, turned };

// A face as it was found in a frame, and the length of its embedding.
struct Sample {
  cv::Mat frame;
  faces::Detection detection;
  float length = 0;
};

struct Reading {
  int count = 0;                              // faces, ghost images not counted
  std::optional<Face> face;                   // the one meant, in `frame`
  int frame = 0;                              // index of the image it was taken from
  double quality = 0;                         // of the face, for comparing
  bool ghost = false;                         // a paler, smaller image of the same face was found beside it
  std::optional<faces::Embedding> embedding;  // absent: see absence
  Absence absence = Absence::none;            // meaningful when face or embedding is absent
  double consistency = 1;                     // lowest cosine between two embedded frames
  std::vector<std::optional<cv::Rect2f>>
      boxes;  // the largest face of each image; nothing for images that were not searched
  std::vector<bool> searched;
};

// `count` indices of 0..size-1, evenly spread.
std::vector<int> spread(int size, int count);

class FaceReader {
 public:
  struct Models {
    std::span<const std::uint8_t> detect, landmark, feature;
  };
  explicit FaceReader(const Models& models);

  Reading read_image(const cv::Mat& image, const Options& options);

  // Every face of one frame, the largest first, at most `most` of them.
  std::vector<Face> read_faces(const cv::Mat& frame, const Options& options, size_t most);
  // Nothing when the face is too small to be compared.
  std::optional<faces::Embedding> embed(const Face& face, const Options& options, float* length = nullptr);
  // How good the face is for comparing when its embedding has that length.
  static double quality(const Face& face, float length);
  // Whether these faces lie on their side or on their head, as in a video that was recorded so and does not say it, or
  // on a card that was straightened the wrong way round. They are found like that too, and resemble nobody.
  bool turned(const std::vector<Sample>& samples, const Options& options);

  // `stop` is asked between frames; once it has returned true the reading is incomplete and must not be used.
  Reading read_frames(const std::vector<cv::Mat>& frames, const Options& options, const std::function<bool()>& stop);

 private:
  bool better_turned(const cv::Mat& picture, float length, const Options& options);
  Face examine(const cv::Mat& image, const faces::Detection& detection);
  bool is_ghost(const cv::Mat& image, const Face& portrait, const faces::Detection& other,
                const faces::Embedding& embedding);

  faces::Detector detector_;
  faces::LandmarkModel landmarks_;
  faces::Embedder embedder_;
};

}  // namespace face_analyzer
