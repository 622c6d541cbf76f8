#include "photos.hpp"

#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/opencv.h>

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <set>

namespace cotejo::specimens {
namespace fs = std::filesystem;
namespace {

constexpr int kLargestSide = 1400;  // pixels; larger photos are reduced before faces are looked for
// dlib's score: clear frontal faces; badges, blurred and averted faces stay below.
constexpr double kSurelyAFace = 1.0;
constexpr double kPerhapsAFace = -0.3;  // enough to keep it out of somebody else's picture
constexpr int kSmallestFace = 70;       // pixels; smaller faces make a portrait that nobody recognises

bool photo(const fs::path& file) {
  const std::string type = file.extension().string();
  return type == ".jpg" || type == ".jpeg" || type == ".png";
}

// The public sets that are used most show men (dlib's) or women (face-api's) only.
char sex_shown(const std::string& source) {
  if (source.starts_with("johns/")) return 'H';
  if (source.starts_with("sample")) return 'M';
  return 0;
}

struct Found {
  cv::Rect box;
  double score;
};

std::vector<Found> find_faces(const cv::Mat& image) {
  static dlib::frontal_face_detector detector = dlib::get_frontal_face_detector();
  std::vector<dlib::rect_detection> detections;
  detector(dlib::cv_image<dlib::bgr_pixel>(image), detections, kPerhapsAFace);
  std::vector<Found> faces;
  for (const auto& [score, weight, box] : detections) {
    const cv::Rect face(static_cast<int>(box.left()), static_cast<int>(box.top()), static_cast<int>(box.width()),
                        static_cast<int>(box.height()));
    faces.push_back({face, score});
  }
  std::sort(faces.begin(), faces.end(), [](const Found& a, const Found& b) {
    return a.box.area() != b.box.area() ? a.box.area() > b.box.area() : a.box.x < b.box.x;
  });
  return faces;
}

}  // namespace

PhotoLibrary::PhotoLibrary(const std::vector<fs::path>& folders) {
  std::set<fs::path> files;  // sorted, so that the order of the file system does not matter
  for (const auto& folder : folders) {
    if (!fs::is_directory(folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file() && photo(entry.path())) files.insert(entry.path());
    }
  }
  std::map<fs::path, Source> people;
  for (const auto& file : files) {
    const fs::path folder = file.parent_path(), above = folder.parent_path().filename();
    if (above == "johns" || above == "people") {
      Source& source =
          people.try_emplace(folder, Source{above.string() + "/" + folder.filename().string(), {}, true}).first->second;
      source.files.push_back(file);
    } else {
      sources_.push_back({file.filename().string(), {file}, false});
    }
  }
  for (auto& [folder, source] : people) sources_.push_back(std::move(source));
}

const std::vector<Shot>& PhotoLibrary::shots(const fs::path& file) {
  const auto known = seen_.find(file);
  if (known != seen_.end()) return known->second;
  std::vector<Shot>& found = seen_[file];
  cv::Mat image = cv::imread(file.string(), cv::IMREAD_COLOR);
  if (image.empty()) return found;
  const double reduce = static_cast<double>(kLargestSide) / std::max(image.cols, image.rows);
  if (reduce < 1) cv::resize(image, image, {}, reduce, reduce, cv::INTER_AREA);
  const std::vector<Found> faces = find_faces(image);
  for (const auto& face : faces) {
    if (face.score < kSurelyAFace || face.box.width < kSmallestFace) continue;
    Shot shot{image, face.box};
    for (const auto& other : faces) {
      if ((other.box & face.box).area() == 0) shot.others.push_back(other.box);
    }
    found.push_back(std::move(shot));
  }
  return found;
}

PhotoLibrary::Pair PhotoLibrary::pick(Random random, const std::string& other_than) {
  constexpr int kTries = 60;  // photos without a usable face are rare
  for (int i = 0; i < kTries && !sources_.empty(); ++i) {
    const Source& source = random.pick(sources_);
    Pair pair;
    const fs::path& file = random.pick(source.files);
    const auto& first = shots(file);
    if (first.empty()) continue;
    if (source.one_person) {
      const fs::path& another = random.pick(source.files);
      const auto& second = shots(another);
      if (second.empty() || (another == file && source.files.size() > 1)) continue;
      pair = {source.name, first.front(), second.front(), 0};
    } else {
      const int which = random.integer(0, static_cast<int>(first.size()) - 1);
      const Shot& shot = first[static_cast<std::size_t>(which)];
      pair = {source.name + "#" + std::to_string(which), shot, shot, 0};
    }
    pair.sex = sex_shown(source.name);
    if (pair.person != other_than) return pair;
  }
  const int number = random.integer(0, 99999);
  const Shot drawing = draw_face(random);
  return {"drawing-" + std::to_string(number), drawing, drawing, 0};
}

}  // namespace cotejo::specimens
