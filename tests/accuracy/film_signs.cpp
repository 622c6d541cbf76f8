// cotejo-film-signs FILE…: what is seen in films of real people, piece by piece: movements and blinks, and the signs of
// liveness. Not a test: nothing of such films is in the tree; their figures stand in the plugins' README.md.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "../../plugins/subanalyzers/face_actions/head_watch.hpp"
#include "../../plugins/subanalyzers/liveness/motion.hpp"
#include "../../plugins/subanalyzers/liveness/passive.hpp"
#include "../../plugins/subanalyzers/liveness/pixel_grid.hpp"
#include "../../plugins/subanalyzers/liveness/verdict.hpp"

namespace cotejo::accuracy {
namespace {

namespace fs = std::filesystem;

std::vector<std::uint8_t> model(const char* name) {
  std::ifstream in(fs::path(COTEJO_MODELS_DIR) / name, std::ios::binary);
  if (!in) throw std::runtime_error(std::string("no model ") + name);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Film {
  std::vector<cv::Mat> frames;
  std::vector<double> times;  // seconds
};

cv::Mat shrunk(const cv::Mat& frame, int side) {
  const double scale = static_cast<double>(side) / std::max(frame.cols, frame.rows);
  cv::Mat smaller = frame;
  if (scale < 1) cv::resize(frame, smaller, {}, scale, scale, cv::INTER_AREA);
  return smaller;
}

const char* name(face_actions::Kind kind) {
  static constexpr const char* kNames[] = {"turn_left", "turn_right", "look_up", "look_down", "blink"};
  return kNames[static_cast<std::size_t>(kind)];
}

class Watcher {
 public:
  void tell(const Film& film, int side) {
    watch_.begin_another();
    std::vector<face_actions::Moment> moments;
    for (std::size_t i = 0; i < film.frames.size(); ++i)
      moments.push_back(watch_.see(shrunk(film.frames[i], side), film.times[i]));
    const face_actions::Actions found = face_actions::find_actions(moments, {});
    std::printf("%7.2f s  eyes %s ", film.times.front(), found.eyes_seen ? "seen" : "not seen");
    for (const auto& action : found.list)
      std::printf(" %s@%.2f-%.2f:%.2f", name(action.kind), action.start, action.end, action.score);
    tell_liveness(film);
  }

 private:
  void tell_liveness(const Film& film) {
    constexpr std::size_t kFrames = 8;  // as the video analyzer takes
    std::vector<cv::Mat> frames;
    std::vector<cv::Rect2f> faces;
    liveness_analyzer::Observation seen;
    for (std::size_t i = 0; i < kFrames; ++i) {
      const cv::Mat frame = shrunk(film.frames.at((2 * i + 1) * film.frames.size() / (2 * kFrames)), 640);
      const auto found = detector_.detect(frame);
      if (found.empty()) continue;
      frames.push_back(frame);
      faces.push_back(found.front().box);
      seen.passive.push_back(passive_.score(frame, faces.back()));
    }
    if (frames.size() < 2) return void(std::printf("  no face\n"));
    seen.motion = liveness_analyzer::measure_motion(frames, faces);
    seen.grid = liveness_analyzer::grid_strength(frames, faces);
    std::printf("  live %.3f (movement %.4f bending %.4f grid %.2f)\n", liveness_analyzer::combine(seen, {}),
                seen.motion->movement, seen.motion->bending, seen.grid);
  }

  const std::vector<std::uint8_t> detect_ = model("face-detect.onnx"), landmark_ = model("face-landmark.onnx"),
                                  eye_ = model("face-eye.onnx"), live_ = model("face-liveness.onnx");
  face_actions::HeadWatch watch_{{detect_, landmark_, eye_}, {}};
  faces::Detector detector_{detect_};
  liveness_analyzer::PassiveModel passive_{live_};
};

int main_of(int argc, char** argv) {
  CLI::App app{"What is seen in films of real people"};
  std::vector<fs::path> files;
  double seconds = 8;
  int side = 400, every = 1;
  app.add_option("files", files, "Films")->required();
  app.add_option("--seconds", seconds, "Of a piece")->capture_default_str();
  app.add_option("--side", side, "Pixels of a frame's longer side, for movements")->capture_default_str();
  app.add_option("--every", every, "Takes one frame of so many")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  cv::setNumThreads(1);
  Watcher watcher;
  for (const auto& file : files) {
    std::printf("%s\n", file.filename().c_str());
    cv::VideoCapture video(file.string());
    const double rate = video.get(cv::CAP_PROP_FPS);
    Film film;
    cv::Mat frame;
    for (int i = 0; video.read(frame); ++i) {
      if (i % every != 0) continue;
      film.frames.push_back(frame.clone());
      film.times.push_back(i / rate);
      if (film.times.back() - film.times.front() < seconds) continue;
      watcher.tell(film, side);
      film = {};
    }
  }
  return 0;
}

}  // namespace
}  // namespace cotejo::accuracy

int main(int argc, char** argv) {
  try {
    return cotejo::accuracy::main_of(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "cotejo-film-signs: %s\n", error.what());
    return 1;
  }
}
