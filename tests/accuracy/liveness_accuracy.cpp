// cotejo-liveness-accuracy: how well each sign of the liveness plugin tells a living face from prints and displays, on
// videos of cotejo-specimens, and how well all of them together. Seeds are even for one half (to find thresholds on)
// and odd for the other (to measure on). Not a test: its tables are read by people.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <faces/detector.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <opencv2/videoio.hpp>
#include <selfie.hpp>

#include "../../plugins/subanalyzers/liveness/motion.hpp"
#include "../../plugins/subanalyzers/liveness/passive.hpp"
#include "../../plugins/subanalyzers/liveness/pixel_grid.hpp"
#include "../../plugins/subanalyzers/liveness/verdict.hpp"
#include "replay_signs.hpp"
#include "statistics.hpp"

namespace cotejo::accuracy {
namespace {

namespace fs = std::filesystem;
using specimens::Random;

std::vector<std::uint8_t> model(const char* name) {
  std::ifstream in(fs::path(COTEJO_MODELS_DIR) / name, std::ios::binary);
  if (!in) throw std::runtime_error(std::string("no model ") + name);
  return {std::istreambuf_iterator<char>(in), {}};
}

const std::vector<std::string> kKinds{"live", "photo", "screen", "replay"};

void film(const std::string& kind, specimens::PhotoLibrary& library, const Random& random, const fs::path& file) {
  specimens::SelfieOptions options;
  options.paper = kind == "photo";
  options.screen = kind == "screen";
  options.replay = kind == "replay";
  specimens::Selfie(library.pick(random.fork("person")).second, options, random.fork("selfie")).write_video(file);
}

constexpr int kFrames = 8;  // as the video analyzer takes

Frames frames_of(const fs::path& file) {
  cv::VideoCapture video(file.string());
  Frames all, chosen;
  for (cv::Mat frame; video.read(frame);) all.push_back(frame.clone());
  for (int i = 0; i < kFrames; ++i) chosen.push_back(all.at((2 * i + 1) * all.size() / (2 * kFrames)));
  return chosen;
}

using Signs = std::map<std::string, double>;

class Reader {
 public:
  // Empty without a face.
  Signs read(const Frames& frames) {
    Frames seen;
    std::vector<cv::Rect2f> faces;
    liveness_analyzer::Observation observation;
    for (const auto& frame : frames) {
      const auto found = detector_.detect(frame);
      if (found.empty()) continue;
      seen.push_back(frame);
      faces.push_back(found.front().box);
      observation.passive.push_back(passive_.score(frame, faces.back()));
    }
    if (seen.size() < 2) return {};
    observation.motion = liveness_analyzer::measure_motion(seen, faces);
    observation.grid = liveness_analyzer::grid_strength(seen, faces);
    liveness_analyzer::Observation without = observation;
    without.grid = 0;
    return {{"score", liveness_analyzer::combine(observation, {})},
            {"score without grid", liveness_analyzer::combine(without, {})},
            {"bending", observation.motion->bending},
            {"no grid", -observation.grid},
            {"no banding", -banding(seen)},
            {"black", -black_level(seen)},
            {"gamut", gamut(seen)},
            {"no border", -border_sides(seen, faces)},
            {"no repetition", repeated_pictures(seen)}};
  }

 private:
  faces::Detector detector_{model("face-detect.onnx")};
  liveness_analyzer::PassiveModel passive_{model("face-liveness.onnx")};
};

using Table = std::map<std::string, std::map<std::string, std::vector<double>>>;  // sign -> kind -> values

void print(const char* title, const Table& table) {
  std::printf("\n%s\n%-20s %9s %9s %9s %9s %9s %9s\n", title, "sign", "live 5%", "live 50%", "", "AUC photo", "screen",
              "replay");
  for (const auto& [sign, kinds] : table) {
    const auto live = kinds.find("live");
    if (live == kinds.end()) continue;
    auto sorted = live->second;
    std::sort(sorted.begin(), sorted.end());
    std::printf("%-20s %9.4f %9.4f %9s", sign.c_str(), sorted[sorted.size() / 20], sorted[sorted.size() / 2], "");
    for (const char* kind : {"photo", "screen", "replay"}) {
      const auto attack = kinds.find(kind);
      std::printf(" %9.3f", attack == kinds.end() ? 0.0 : roc(live->second, attack->second).auc);
    }
    std::printf("\n");
  }
  for (const double threshold : {0.3, 0.8})
    for (const auto& sign : {"score", "score without grid"}) {
      std::printf("%-20s below %.1f:", sign, threshold);
      for (const auto& [kind, values] : table.at(sign))
        std::printf("  %s %zu of %zu", kind.c_str(),
                    static_cast<std::size_t>(
                        std::count_if(values.begin(), values.end(), [&](double v) { return v < threshold; })),
                    values.size());
      std::printf("\n");
    }
}

int main_of(int argc, char** argv) {
  CLI::App app{"How well signs of displays and prints tell them from living faces"};
  int count = 20;
  std::uint64_t seed = 1;
  std::vector<fs::path> photos{fs::path(COTEJO_MODELS_DIR) / "photos", "/usr/share/doc/libdlib19.1/examples/johns"};
  bool list = false;
  app.add_option("--count", count, "Videos of each kind in each half")->capture_default_str();
  app.add_option("--seed", seed, "Of the first video")->capture_default_str();
  app.add_option("--photos", photos, "Folders with photos of faces");
  app.add_flag("--list", list, "Tell each video's signs");
  CLI11_PARSE(app, argc, argv);
  cv::setNumThreads(1);
  specimens::PhotoLibrary library(photos);
  Reader reader;
  Table halves[2];
  const fs::path file = fs::temp_directory_path() / ("cotejo-liveness-" + std::to_string(seed) + ".mp4");
  for (int i = 0; i < 2 * count; ++i) {
    for (const auto& kind : kKinds) {
      film(kind, library, Random(seed + static_cast<std::uint64_t>(i)).fork(kind), file);
      const Signs signs = reader.read(frames_of(file));
      if (list) std::printf("%d %s", i, kind.c_str());
      for (const auto& [sign, value] : signs) {
        halves[i % 2][sign][kind].push_back(value);
        if (list) std::printf(" %s %.4f", sign.c_str(), value);
      }
      if (list) std::printf("\n");
    }
  }
  fs::remove(file);
  print("first half", halves[0]);
  print("second half", halves[1]);
  return 0;
}

}  // namespace
}  // namespace cotejo::accuracy

int main(int argc, char** argv) {
  try {
    return cotejo::accuracy::main_of(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "cotejo-liveness-accuracy: %s\n", error.what());
    return 1;
  }
}
