#include "face_reader.hpp"

#include <algorithm>

namespace face_analyzer {
namespace {

// A face counts as another person's claim to be the subject when it is at least this share of the largest (by area);
// smaller ones are passers-by and pictures on the wall, which are counted only from kMinCounted on.
constexpr float kRivalShare = 0.3F;
constexpr float kMinCounted = 0.04F;

// A ghost image is smaller than the portrait, and paler in contrast or colour, or else shows the same person.
constexpr float kGhostMaxArea = 0.6F;
constexpr double kGhostContrast = 0.7;
constexpr double kGhostSaturation = 0.5;
constexpr float kSamePerson = 0.35F;  // cosine; see README.md

// Lengths of embeddings. Upright, 84 faces of photos and of selfies of all levels have 2.7 to 4.4; turned by right
// angles 1.4 to 2.6, but for one that is aligned alike either way. Upright is the longest by 1.15 and more in 82 of
// them, and no other way round is ever longer by more than 1.03.
constexpr float kAligned = 3.0F;  // no other way round is looked for
constexpr float kBetterAligned = 1.15F;
// What has a shorter one is no face, or too blurred a one: it is nobody else's, and nothing better turned.
constexpr float kLeastAligned = 2.65F;
constexpr double kNoFace = 0.2;  // quality of such a crop at most, however sharp: below what tells two people apart
constexpr int kMostSamples = 3;

// A face of this quality is told from another person's (min_quality_to_differ of check.selfie_video); a poorer one may
// resemble nobody.
constexpr double kClear = 0.5;
// So many frames of somebody else are no slip. Of 16 genuine specimens, seven of them with turned heads, and three
// pieces of films, none had more than one frame in eight that was unlike the others.
constexpr size_t kFewestToTell = 2;
constexpr size_t kUnlikeShare = 5;  // more than one frame in so many

void drop_negligible(std::vector<faces::Detection>& found) {
  if (found.empty()) return;
  const float smallest = found.front().box.area() * kMinCounted;
  std::erase_if(found, [&](const auto& d) { return d.box.area() < smallest; });
}

// Twice its size, as far as the picture reaches.
cv::Rect surroundings(const cv::Mat& image, const cv::Rect2f& box) {
  return cv::Rect(cv::Rect2f(box.x - box.width / 2, box.y - box.height / 2, 2 * box.width, 2 * box.height)) &
         cv::Rect(0, 0, image.cols, image.rows);
}

bool has_rival(const std::vector<faces::Detection>& found) {
  return found.size() > 1 && found[1].box.area() >= found[0].box.area() * kRivalShare;
}

}  // namespace

std::vector<int> spread(int size, int count) {
  std::vector<int> indices;
  count = std::min(size, count);
  for (int i = 0; i < count; ++i) indices.push_back(static_cast<int>((2LL * i + 1) * size / (2LL * count)));
  return indices;
}

FaceReader::FaceReader(const Models& models)
    : detector_(models.detect), landmarks_(models.landmark), embedder_(models.feature) {}

Face FaceReader::examine(const cv::Mat& image, const faces::Detection& detection) {
  Face face;
  face.detection = detection;
  face.points = landmarks_.find(image, detection.box);
  face.pose = faces::estimate_pose(face.points);
  face.aligned = faces::align(image, face.points);
  face.quality = faces::measure_quality(face.aligned, face.points);
  return face;
}

bool FaceReader::is_ghost(const cv::Mat& image, const Face& portrait, const faces::Detection& other,
                          const faces::Embedding& embedding) {
  if (other.box.area() > portrait.detection.box.area() * kGhostMaxArea) return false;
  const auto strong = faces::measure_tone(image, portrait.detection.box);
  const auto pale = faces::measure_tone(image, other.box);
  if (pale.contrast < strong.contrast * kGhostContrast && pale.saturation < strong.saturation * kGhostSaturation)
    return true;
  const Face second = examine(image, other);
  return faces::similarity(embedding, embedder_.embed(second.aligned, false)) >= kSamePerson;
}

// Whether a face in the picture has an embedding of that length at least when it is turned by right angles.
bool FaceReader::better_turned(const cv::Mat& picture, float length, const Options& options) {
  auto search = options.detector;
  search.search_harder = false;
  if (picture.empty()) return false;
  for (const int way : {cv::ROTATE_90_CLOCKWISE, cv::ROTATE_180, cv::ROTATE_90_COUNTERCLOCKWISE}) {
    cv::Mat other;
    cv::rotate(picture, other, way);
    const auto found = detector_.detect(other, search);
    if (found.empty()) continue;
    float reached = 0;
    embedder_.embed(examine(other, found[0]).aligned, false, &reached);
    if (reached >= std::max(length, kLeastAligned)) return true;
  }
  return false;
}

bool FaceReader::turned(const std::vector<Sample>& samples, const Options& options) {
  if (samples.empty()) return false;
  float sum = 0;
  for (const Sample& sample : samples) sum += sample.length;
  if (sum >= kAligned * static_cast<float>(samples.size())) return false;
  size_t better = 0, looked = 0;
  for (const int i : spread(static_cast<int>(samples.size()), kMostSamples)) {
    const Sample& sample = samples[static_cast<size_t>(i)];
    const cv::Rect around = surroundings(sample.frame, sample.detection.box);
    ++looked;
    better += better_turned(sample.frame(around), kBetterAligned * sample.length, options) ? 1 : 0;
  }
  return better * 2 > looked;
}

double FaceReader::quality(const Face& face, float length) {
  return length < kLeastAligned ? std::min(kNoFace, face.quality.overall()) : face.quality.overall();
}

Reading FaceReader::read_image(const cv::Mat& image, const Options& options) {
  Reading reading;
  auto found = detector_.detect(image, options.detector);
  drop_negligible(found);
  reading.searched = {true};
  reading.boxes = {std::nullopt};
  if (found.empty()) return reading;
  Face face = examine(image, found[0]);
  Sample sample{image, found[0]};
  const faces::Embedding embedding = embedder_.embed(face.aligned, options.mirrored, &sample.length);
  const bool large_enough = faces::eye_distance(face.points) >= options.min_eye_distance;
  if (large_enough && turned({sample}, options)) return reading;  // a card that was straightened the wrong way round
  reading.boxes[0] = found[0].box;
  reading.quality = quality(face, sample.length);
  reading.face = std::move(face);
  std::vector<faces::Detection> people{found[0]};
  for (size_t i = 1; i < found.size(); ++i) {
    if (is_ghost(image, *reading.face, found[i], embedding)) {
      reading.ghost = true;
    } else {
      people.push_back(found[i]);
    }
  }
  reading.count = static_cast<int>(people.size());
  if (!large_enough) {
    reading.absence = Absence::too_small;
  } else if (options.refuse_several && has_rival(people)) {
    reading.absence = Absence::several;
  } else {
    reading.embedding = embedding;
  }
  return reading;
}

std::vector<Face> FaceReader::read_faces(const cv::Mat& frame, const Options& options, size_t most) {
  auto found = detector_.detect(frame, options.detector);
  drop_negligible(found);
  std::vector<Face> faces;
  for (size_t i = 0; i < std::min(most, found.size()); ++i) faces.push_back(examine(frame, found[i]));
  return faces;
}

std::optional<faces::Embedding> FaceReader::embed(const Face& face, const Options& options, float* length) {
  if (faces::eye_distance(face.points) < options.min_eye_distance) return std::nullopt;
  return embedder_.embed(face.aligned, false, length);
}

Reading FaceReader::read_frames(const std::vector<cv::Mat>& frames, const Options& options,
                                const std::function<bool()>& stop) {
  Reading reading;
  reading.boxes.resize(frames.size());
  reading.searched.resize(frames.size(), false);
  struct Candidate {
    int frame;
    Face face;
  };
  std::vector<Candidate> candidates;
  std::vector<int> counts;
  int rivals = 0;
  for (const int i : spread(static_cast<int>(frames.size()), options.max_frames)) {
    if (stop()) return reading;
    const auto index = static_cast<size_t>(i);
    auto found = detector_.detect(frames[index], options.detector);
    drop_negligible(found);
    reading.searched[index] = true;
    counts.push_back(static_cast<int>(found.size()));
    if (found.empty()) continue;
    rivals += has_rival(found) ? 1 : 0;
    reading.boxes[index] = found[0].box;
    candidates.push_back({i, examine(frames[index], found[0])});
  }
  if (candidates.empty()) {  // some faces are not found at all when they lie on their side
    if (!frames.empty() && better_turned(frames[frames.size() / 2], kAligned, options))
      reading.absence = Absence::turned;
    return reading;
  }

  // The second-highest count: one frame alone may err, or catch somebody who walks by.
  std::sort(counts.rbegin(), counts.rend());
  reading.count = std::max(1, counts[std::min<size_t>(1, counts.size() - 1)]);
  const auto better = [](const Candidate& a, const Candidate& b) {
    return a.face.quality.overall() < b.face.quality.overall();
  };
  const auto best = std::max_element(candidates.begin(), candidates.end(), better);
  reading.face = best->face;
  reading.quality = best->face.quality.overall();
  reading.frame = best->frame;
  if (faces::eye_distance(best->face.points) < options.min_eye_distance) {
    reading.absence = Absence::too_small;
    return reading;
  }
  if (options.refuse_several && rivals >= 2) {
    reading.absence = Absence::several;
    return reading;
  }

  // The best frame of each part of the video: neighbouring frames err alike, and a face that changes half-way is seen.
  std::vector<faces::Embedding> embeddings;
  std::vector<Sample> samples;
  std::vector<const Candidate*> rest;
  const size_t parts = std::min<size_t>(static_cast<size_t>(options.embedded_frames), candidates.size());
  for (size_t part = 0; part < parts; ++part) {
    if (stop()) return reading;
    const auto from = candidates.begin() + static_cast<std::ptrdiff_t>(part * candidates.size() / parts);
    const auto to = candidates.begin() + static_cast<std::ptrdiff_t>((part + 1) * candidates.size() / parts);
    const auto pick = std::max_element(from, to, better);
    for (auto other = from; other != to; ++other)
      if (other != pick) rest.push_back(&*other);
    if (faces::eye_distance(pick->face.points) < options.min_eye_distance) continue;
    Sample& sample = samples.emplace_back(frames[static_cast<size_t>(pick->frame)], pick->face.detection);
    embeddings.push_back(embedder_.embed(pick->face.aligned, false, &sample.length));
    for (size_t i = 0; i + 1 < embeddings.size(); ++i) {
      reading.consistency =
          std::min(reading.consistency, static_cast<double>(faces::similarity(embeddings[i], embeddings.back())));
    }
  }
  if (turned(samples, options)) {
    reading.absence = Absence::turned;
    return reading;
  }
  float lengths = 0;
  for (const Sample& sample : samples) lengths += sample.length;
  if (!samples.empty()) reading.quality = quality(best->face, lengths / static_cast<float>(samples.size()));
  // Whoever makes one of two faces the poorer chooses which frames are the best: all others must be of the same person.
  const auto person = faces::mean_direction(embeddings);
  size_t unlike = 0, clearly = 0;
  for (const Candidate* other : rest) {
    if (stop()) return reading;
    const bool large = faces::eye_distance(other->face.points) >= options.min_eye_distance;
    float length = 0;
    if (large &&
        faces::similarity(person, embedder_.embed(other->face.aligned, false, &length)) >= options.min_consistency)
      continue;
    ++unlike;
    if (length >= kLeastAligned && other->face.quality.overall() >= kClear) ++clearly;
  }
  const bool differ = reading.consistency < options.min_consistency;
  const bool all_faces =
      std::all_of(samples.begin(), samples.end(), [](const Sample& s) { return s.length >= kLeastAligned; });
  if ((differ && all_faces) || clearly >= kFewestToTell) {
    reading.absence = Absence::different_people;
  } else if (differ || (unlike >= kFewestToTell && unlike * kUnlikeShare > candidates.size())) {
    reading.absence = Absence::unclear;
  } else {
    reading.embedding = person;
  }
  return reading;
}

}  // namespace face_analyzer
