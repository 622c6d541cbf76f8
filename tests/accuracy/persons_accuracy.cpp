// cotejo-persons-accuracy: how well persons are told apart over a sequence. Each sequence is a scene of frames into
// which photos of its people are set, turned, scaled, moved, relit, blurred and compressed. Of those with a folder of
// their own each frame has another photo, which is harder than a video, whose frames are alike; of those who stand in
// group photos there is one. Not a test: its table is read by people.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "../../plugins/subanalyzers/face/face_reader.hpp"
#include "../../plugins/subanalyzers/face/sequence.hpp"

namespace cotejo::accuracy {
namespace {

namespace fs = std::filesystem;
using namespace face_analyzer;

constexpr int kFrames = 24;
constexpr std::size_t kReferencePhoto = 0;  // of each person: the card's; the others are for the video

std::vector<std::uint8_t> bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

double cpu_ms() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

// The first photo of each is the card's, the others are for the video; of one there is only one for both.
using People = std::map<std::string, std::vector<cv::Mat>>;

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

People people_in(const fs::path& folder) {
  People out;
  for (const auto& file : files_in(folder))
    if (const cv::Mat photo = cv::imread(file.string()); !photo.empty())
      out[file.parent_path().filename()].push_back(photo);
  std::erase_if(out, [](const auto& person) { return person.second.size() < 4; });
  return out;
}

// Who is in a frame, how large (of the frame's height) and where.
struct Actor {
  std::size_t person;
  double size, x, y;
};
using Script = std::vector<std::vector<Actor>>;

struct Scene {
  const char* name;
  std::size_t people;        // that it needs
  std::size_t count;         // whom a viewer would count
  double applicant, others;  // shares; negative: whatever comes out
  Script (*script)();
};

Script everywhere(std::vector<Actor> actors) {
  return Script(kFrames, std::move(actors));
}

const Actor kSeat{0, 0.55, 0.5, 0.5};

const std::vector<Scene>& scenes() {
  static const std::vector<Scene> all{
      {"alone", 1, 1, 1, 0, [] { return everywhere({kSeat}); }},
      {"two take turns", 2, 2, 0.5, 0.5,
       [] {
         Script out;
         for (std::size_t f = 0; f < kFrames; ++f) out.push_back({{f / 3 % 2, kSeat.size, kSeat.x, kSeat.y}});
         return out;
       }},
      {"replaced half-way", 2, 2, 0.5, 0.5,
       [] {
         Script out;
         for (std::size_t f = 0; f < kFrames; ++f) out.push_back({{f * 2 / kFrames, kSeat.size, kSeat.x, kSeat.y}});
         return out;
       }},
      {"bystander for a third", 2, 2, 1, 1.0 / 3,
       [] {
         Script out = everywhere({{0, 0.5, 0.35, 0.55}});
         for (std::size_t f = 8; f < 16; ++f) out[f].push_back({1, 0.35, 0.8, 0.3});
         return out;
       }},
      {"bystander passes", 2, 2, 1, 3.0 / kFrames,
       [] {
         Script out = everywhere({{0, 0.5, 0.4, 0.55}});
         for (std::size_t f = 10; f < 13; ++f) out[f].push_back({1, 0.3, 0.95 - 0.1 * double(f - 10), 0.3});
         return out;
       }},
      {"interviewer beside", 2, 2, 1, 1,
       [] {
         return everywhere({{0, 0.45, 0.3, 0.5}, {1, 0.45, 0.75, 0.5}});
       }},
      {"three of them", 3, 3, 1, 1,
       [] {
         return everywhere({{0, 0.4, 0.2, 0.5}, {1, 0.4, 0.5, 0.5}, {2, 0.4, 0.8, 0.5}});
       }},
      {"away for a quarter", 1, 1, 0.75, 0,
       [] {
         Script out = everywhere({kSeat});
         for (std::size_t f = 6; f < 12; ++f) out[f].clear();
         return out;
       }},
      {"two change seats", 2, 2, 1, 1,
       [] {
         Script out = everywhere({{0, 0.45, 0.3, 0.5}, {1, 0.45, 0.75, 0.5}});
         for (std::size_t f = kFrames / 2; f < kFrames; ++f) std::swap(out[f][0].x, out[f][1].x);
         return out;
       }},
      {"four one by one", 4, 4, 0.25, 0.75,
       [] {
         Script out;
         for (std::size_t f = 0; f < kFrames; ++f) out.push_back({{f * 4 / kFrames, kSeat.size, kSeat.x, kSeat.y}});
         return out;
       }},
      {"somebody looks in", 2, 2, 22.0 / kFrames, 2.0 / kFrames,
       [] {
         Script out = everywhere({kSeat});
         for (std::size_t f = 15; f < 17; ++f) out[f] = {{1, kSeat.size, kSeat.x, kSeat.y}};
         return out;
       }},
      {"three, two come later", 3, 3, 1, 0.5,
       [] {
         Script out = everywhere({{0, 0.4, 0.5, 0.6}});
         for (std::size_t f = kFrames / 2; f < kFrames; ++f)
           out[f].insert(out[f].end(), {{1, 0.35, 0.15, 0.4}, {2, 0.35, 0.85, 0.4}});
         return out;
       }},
  };
  return all;
}

// A photo set into the scene: turned, scaled, brightened.
void set_in(cv::Mat& scene, const cv::Mat& photo, const Actor& actor, cv::RNG& random) {
  const double scale = actor.size * scene.rows / photo.rows * random.uniform(0.92, 1.08);
  const double angle = random.uniform(-9.0, 9.0);
  cv::Mat turn = cv::getRotationMatrix2D({photo.cols / 2.F, photo.rows / 2.F}, angle, scale);
  turn.at<double>(0, 2) += actor.x * scene.cols - photo.cols / 2.0 + random.uniform(-12.0, 12.0);
  turn.at<double>(1, 2) += actor.y * scene.rows - photo.rows / 2.0 + random.uniform(-10.0, 10.0);
  cv::Mat lit, mask(photo.size(), CV_8U, cv::Scalar(255)), there;
  photo.convertTo(lit, -1, random.uniform(0.8, 1.15), random.uniform(-15.0, 15.0));
  cv::warpAffine(mask, there, turn, scene.size(), cv::INTER_NEAREST);
  cv::warpAffine(lit, lit, turn, scene.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  lit.copyTo(scene, there);
}

cv::Mat frame_of(const std::vector<Actor>& actors, const std::vector<const std::vector<cv::Mat>*>& cast,
                 cv::RNG& random) {
  cv::Mat scene(360, 480, CV_8UC3, cv::Scalar(170, 165, 150));
  for (const Actor& actor : actors) {
    const auto& photos = *cast[actor.person];
    const int first = std::min(static_cast<int>(kReferencePhoto) + 1, static_cast<int>(photos.size()) - 1);
    const auto i = static_cast<std::size_t>(random.uniform(first, static_cast<int>(photos.size())));
    cv::Mat photo = photos[i];
    if (random.uniform(0, 2) == 0) cv::flip(photo, photo, 1);
    set_in(scene, photo, actor, random);
  }
  cv::GaussianBlur(scene, scene, {}, random.uniform(0.3, 1.0));
  cv::Mat noise(scene.size(), CV_8UC3);
  random.fill(noise, cv::RNG::NORMAL, 128, 4);
  cv::addWeighted(scene, 1, noise, 1, -128, scene);
  std::vector<std::uint8_t> file;
  cv::imencode(".jpg", scene, file, {cv::IMWRITE_JPEG_QUALITY, random.uniform(50, 80)});
  return cv::imdecode(file, cv::IMREAD_COLOR);
}

struct Seen {
  std::vector<Sighting> sightings;
  faces::Embedding reference{}, stranger{};  // of the applicant; of somebody who is not in the scene
};

struct Tally {
  int sequences = 0, right = 0, more = 0, fewer = 0, applicant_missed = 0, stranger_accepted = 0;
  double applicant_error = 0, other_error = 0;

  void add(const Scene& scene, const Seen& seen, const SequenceOptions& options) {
    std::vector<double> times;
    for (int f = 0; f < kFrames; ++f) times.push_back(f + 0.5);
    const auto told = persons_in(seen.sightings, times, kFrames, std::span<const float>(seen.reference), options);
    const auto other = persons_in(seen.sightings, times, kFrames, std::span<const float>(seen.stranger), options);
    ++sequences;
    right += told.persons.size() == scene.count;
    more += told.persons.size() > scene.count;
    fewer += told.persons.size() < scene.count;
    applicant_missed += !told.applicant_found;
    stranger_accepted += other.applicant_found;
    applicant_error += std::abs(told.applicant_share - scene.applicant);
    other_error += std::abs(told.other_share - scene.others);
  }

  void operator+=(const Tally& o) {
    sequences += o.sequences, right += o.right, more += o.more, fewer += o.fewer;
    applicant_missed += o.applicant_missed, stranger_accepted += o.stranger_accepted;
    applicant_error += o.applicant_error, other_error += o.other_error;
  }

  void print(const char* name) const {
    const double n = std::max(1, sequences);
    std::printf(
        "%-24s %4d | count right %5.1f %%, too many %4.1f %%, too few %4.1f %% | applicant missed %4.1f %%, stranger "
        "taken for "
        "them %4.1f %% | mean error of shares %.3f %.3f\n",
        name, sequences, 100 * right / n, 100 * more / n, 100 * fewer / n, 100 * applicant_missed / n,
        100 * stranger_accepted / n, applicant_error / n, other_error / n);
  }
};

class Measurement {
 public:
  explicit Measurement(const fs::path& models) {
    for (const auto* name : {"face-detect", "face-landmark", "face-feature"})
      files_.push_back(bytes_of(models / (std::string(name) + ".onnx")));
    reader_ = std::make_unique<FaceReader>(FaceReader::Models{files_[0], files_[1], files_[2]});
  }

  void add(People people) { people_.merge(people); }
  std::size_t people() const { return people_.size(); }

  // Everybody in group photos whose face can be compared, cut out. Who is there twice counts once: a cosine that two
  // people do not have, see README.md.
  void add_groups(const fs::path& folder) {
    constexpr float kSmallest = 56, kAround = 1.9F;  // pixels; of the face's height
    constexpr float kTwice = 0.42F;
    constexpr std::size_t kMost = 40;
    for (const auto& file : files_in(folder)) {
      const cv::Mat photo = cv::imread(file.string());
      if (photo.empty()) continue;
      for (const Face& face : reader_->read_faces(photo, options_, kMost)) {
        const auto embedding = reader_->embed(face, options_);
        if (!embedding || face.detection.box.height < kSmallest || face.quality.overall() < kFound) continue;
        if (std::any_of(known_.begin(), known_.end(),
                        [&](const auto& one) { return faces::similarity(one, *embedding) >= kTwice; }))
          continue;
        known_.push_back(*embedding);
        const cv::Rect2f box = faces::square_around(face.detection.box, kAround);
        const cv::Rect inside = cv::Rect(box) & cv::Rect({}, photo.size());
        people_[file.filename().string() + std::to_string(known_.size())].push_back(photo(inside).clone());
      }
    }
  }

  // `size`: of all faces, against what the scene says.
  Seen look(const Scene& scene, double size, cv::RNG& random) {
    std::vector<const std::vector<cv::Mat>*> all;
    for (const auto& [name, photos] : people_) all.push_back(&photos);
    for (std::size_t i = all.size(); i > 1; --i)
      std::swap(all[i - 1], all[static_cast<std::size_t>(random.uniform(0, static_cast<int>(i)))]);
    Seen out;
    out.reference = embed((*all[0])[kReferencePhoto]);
    out.stranger = embed((*all[scene.people])[kReferencePhoto]);
    Script script = scene.script();
    for (auto& actors : script)
      for (Actor& actor : actors) actor.size *= size;
    for (std::size_t f = 0; f < script.size(); ++f) {
      const cv::Mat frame = frame_of(script[f], all, random);
      const double start = cpu_ms();
      for (const Face& face : reader_->read_faces(frame, options_, 4))
        out.sightings.push_back({f, face.detection.box, face.quality.overall(), reader_->embed(face, options_)});
      spent_ += cpu_ms() - start;
      ++frames_;
    }
    return out;
  }

  double ms_a_frame() const { return spent_ / std::max(1, frames_); }

 private:
  faces::Embedding embed(const cv::Mat& photo) {
    const auto reading = reader_->read_image(photo, options_);
    return reading.embedding.value_or(faces::Embedding{});
  }

  static constexpr double kFound = 0.1;  // quality that a face needs to found a group
  People people_;
  std::vector<faces::Embedding> known_;  // of group photos
  std::vector<std::vector<std::uint8_t>> files_;
  std::unique_ptr<FaceReader> reader_;
  Options options_;
  double spent_ = 0;
  int frames_ = 0;
};

}  // namespace
}  // namespace cotejo::accuracy

int main(int argc, char** argv) {
  CLI::App app{"How well persons are told apart over a sequence, on scenes made of photos"};
  std::string models = "models", photos = "/usr/share/doc/libdlib19.1/examples/johns";
  std::vector<std::string> groups{"models/photos", "/usr/share/doc/libdlib19.1/examples/faces"};
  int count = 40;
  std::uint64_t seed = 1;
  double size = 1;
  bool sweep = false;
  app.add_option("--models", models, "folder")->capture_default_str();
  app.add_option("--photos", photos, "one folder a person, four photos or more each")->capture_default_str();
  app.add_option("--groups", groups, "folders of group photos")->capture_default_str();
  app.add_option("--count", count, "sequences of each scene")->capture_default_str();
  app.add_option("--seed", seed, "of the scenes")->capture_default_str();
  app.add_option("--size", size, "of the faces, against the scenes'")->capture_default_str();
  app.add_flag("--sweep", sweep, "the sum over all scenes at other thresholds");
  CLI11_PARSE(app, argc, argv);
  cv::setNumThreads(1);
  using namespace cotejo::accuracy;
  Measurement measurement(models);
  if (!photos.empty()) measurement.add(people_in(photos));
  for (const auto& folder : groups) measurement.add_groups(folder);
  if (measurement.people() < 5) return std::fprintf(stderr, "needs photos of five people\n"), 1;
  std::printf("%zu people\n", measurement.people());
  std::vector<std::pair<const Scene*, Seen>> seen;
  for (const Scene& scene : scenes())
    for (int i = 0; i < count; ++i) {
      cv::RNG random(seed * 1'000'003 + static_cast<std::uint64_t>(i));
      seen.emplace_back(&scene, measurement.look(scene, size, random));
    }
  Tally sum;
  for (const Scene& scene : scenes()) {
    Tally tally;
    for (const auto& [which, sightings] : seen)
      if (which == &scene) tally.add(scene, sightings, {});
    tally.print(scene.name);
    sum += tally;
  }
  sum.print("all");
  std::printf("%.1f ms of one core a frame\n", measurement.ms_a_frame());
  if (!sweep) return 0;
  for (const float same : {0.15F, 0.2F, 0.25F, 0.3F, 0.35F, 0.4F})
    for (const float follows : {0.1F, 0.15F, 0.2F, 0.25F, 0.3F}) {
      if (follows > same) continue;
      Tally tally;
      for (const auto& [scene, sightings] : seen)
        tally.add(*scene, sightings, {.groups = {.same_person = same, .follows = follows}});
      char name[64];
      std::snprintf(name, sizeof name, "same %.2f follows %.2f", same, follows);
      tally.print(name);
    }
  return 0;
}
