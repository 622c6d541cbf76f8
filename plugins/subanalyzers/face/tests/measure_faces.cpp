// Measures how well the embeddings tell people apart, and how long they take:
//   measure_faces MODELS PHOTOS
// PHOTOS holds one folder a person. Every pair of photos is compared as it is, and with one of the two spoilt as a
// portrait printed on a card and photographed by a phone is spoilt.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

#include "../face_reader.hpp"

namespace {

namespace fs = std::filesystem;

double cpu_ms() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

std::vector<std::uint8_t> read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Fewer pixels, paler and greyer print, lens blur, sensor noise, JPEG.
cv::Mat as_printed(const cv::Mat& photo) {
  cv::Mat small, grey, result;
  const double factor = 90.0 / photo.rows;
  cv::resize(photo, small, {}, factor, factor, cv::INTER_AREA);
  cv::cvtColor(small, grey, cv::COLOR_BGR2GRAY);
  cv::cvtColor(grey, grey, cv::COLOR_GRAY2BGR);
  result = (small * 0.5 + grey * 0.5) * 0.7 + cv::Scalar::all(50);
  cv::GaussianBlur(result, result, {}, 0.8);
  cv::RNG random(7);
  cv::Mat noise(result.size(), CV_8UC3);
  random.fill(noise, cv::RNG::NORMAL, 128, 5);
  cv::addWeighted(result, 1, noise, 1, -128, result);
  cv::resize(result, result, {}, 2, 2, cv::INTER_CUBIC);
  std::vector<std::uint8_t> jpeg;
  cv::imencode(".jpg", result, jpeg, {cv::IMWRITE_JPEG_QUALITY, 60});
  return cv::imdecode(jpeg, cv::IMREAD_COLOR);
}

struct Sample {
  std::string person;
  faces::Embedding clean, printed;
};

struct Scores {
  std::vector<float> genuine, impostor;
};

void report(const char* name, Scores scores) {
  auto& [genuine, impostor] = scores;
  std::sort(genuine.begin(), genuine.end());
  std::sort(impostor.begin(), impostor.end());
  double wins = 0;
  for (const float g : genuine) {
    const auto range = std::equal_range(impostor.begin(), impostor.end(), g);
    wins += static_cast<double>(range.first - impostor.begin()) + 0.5 * static_cast<double>(range.second - range.first);
  }
  const auto miss = [&](float t) {
    return static_cast<double>(std::lower_bound(genuine.begin(), genuine.end(), t) - genuine.begin()) /
           static_cast<double>(genuine.size());
  };
  const auto accept = [&](float t) {
    return static_cast<double>(impostor.end() - std::lower_bound(impostor.begin(), impostor.end(), t)) /
           static_cast<double>(impostor.size());
  };
  double eer = 1;
  for (float t = -0.2F; t < 1; t += 0.001F) eer = std::min(eer, std::max(miss(t), accept(t)));
  const auto moments = [](const std::vector<float>& v) {
    double sum = 0, squares = 0;
    for (const float x : v) sum += x, squares += static_cast<double>(x) * x;
    const double mean = sum / static_cast<double>(v.size());
    return std::pair(mean, std::sqrt(squares / static_cast<double>(v.size()) - mean * mean));
  };
  const auto [gm, gs] = moments(genuine);
  const auto [im, is] = moments(impostor);
  std::printf(
      "%s: %zu genuine %.3f +- %.3f, lowest %.3f %.3f %.3f | %zu impostor %.3f +- %.3f, highest %.3f %.3f %.3f | AUC "
      "%.5f EER %.4f\n",
      name, genuine.size(), gm, gs, genuine[0], genuine[1], genuine[2], impostor.size(), im, is,
      impostor[impostor.size() - 1], impostor[impostor.size() - 2], impostor[impostor.size() - 3],
      wins / static_cast<double>(genuine.size()) / static_cast<double>(impostor.size()), eer);
  for (const float t : {0.30F, 0.35F, 0.40F, 0.42F, 0.45F, 0.50F})
    std::printf("  at %.2f: misses %.4f, false accepts %.4f\n", t, miss(t), accept(t));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "usage: measure_faces MODELS PHOTOS\n"), 2;
  cv::setNumThreads(1);
  const fs::path models(argv[1]);
  const auto detect = read(models / "face-detect.onnx"), landmark = read(models / "face-landmark.onnx"),
             feature = read(models / "face-feature.onnx");
  face_analyzer::FaceReader reader({detect, landmark, feature});
  face_analyzer::Options options;
  options.detector.min_score = 0.8F;
  std::vector<Sample> samples;
  int photos = 0, found = 0;
  double spent = 0;
  for (const auto& entry : fs::recursive_directory_iterator(argv[2])) {
    const cv::Mat photo = entry.is_regular_file() ? cv::imread(entry.path().string()) : cv::Mat();
    if (photo.empty()) continue;
    ++photos;
    const double start = cpu_ms();
    const auto clean = reader.read_image(photo, options);
    spent += cpu_ms() - start;
    const auto printed = reader.read_image(as_printed(photo), options);
    found += clean.count == 1 ? 1 : 0;
    if (clean.embedding && printed.embedding)
      samples.push_back({entry.path().parent_path().filename(), *clean.embedding, *printed.embedding});
  }
  std::printf("%d photos, one face in %d, compared %zu, %.1f ms of one core each\n", photos, found, samples.size(),
              spent / std::max(1, photos));
  Scores clean, printed;
  for (size_t i = 0; i < samples.size(); ++i) {
    for (size_t j = 0; j < samples.size(); ++j) {
      if (i == j) continue;
      const bool same = samples[i].person == samples[j].person;
      if (i < j)
        (same ? clean.genuine : clean.impostor).push_back(faces::similarity(samples[i].clean, samples[j].clean));
      (same ? printed.genuine : printed.impostor).push_back(faces::similarity(samples[i].printed, samples[j].clean));
    }
  }
  if (clean.genuine.empty() || clean.impostor.empty())
    return std::fprintf(stderr, "needs several photos of several people\n"), 1;
  report("as they are", clean);
  report("one as printed on a card", printed);
}
