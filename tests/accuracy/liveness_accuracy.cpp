// cotejo-liveness-accuracy: how well the liveness plugin tells a living face from prints and displays, sign by sign and
// all together, and how well the face plugin tells whether it is the one of another photo: on videos of
// cotejo-specimens at three levels. Set limits on other seeds than those
// that are reported. Not a test: its tables are read by people.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <faces/detector.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <opencv2/videoio.hpp>
#include <optional>
#include <selfie.hpp>
#include <specimen.hpp>

#include "../../plugins/subanalyzers/face/face_reader.hpp"
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

struct Grade {
  const char* name;
  specimens::Level level;
};
const std::vector<Grade> kGrades{
    {"clean", specimens::Level::kClean}, {"phone", specimens::Level::kPhone}, {"hard", specimens::Level::kHard}};

void film(const std::string& kind, const specimens::Shot& shot, specimens::Level level, const Random& random,
          const fs::path& file) {
  specimens::SelfieOptions options;
  options.frame_rate = 10;  // eight frames of them are looked at
  options.paper = kind == "photo";
  options.screen = kind == "screen";
  options.replay = kind == "replay";
  Random spoiling = random.fork("spoil");
  specimens::spoil(options, level, spoiling);
  specimens::Selfie(shot, options, random.fork("selfie")).write_video(file);
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
  std::optional<faces::Embedding> person_in(const Frames& frames) {
    return faces_.read_frames(frames, {}, [] { return false; }).embedding;
  }
  // In a photo as small as the one on a card.
  std::optional<faces::Embedding> person_on_card(const specimens::Shot& shot) {
    return faces_.read_image(specimens::frame_face(shot, {240, 300}, 0.55), {}).embedding;
  }

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
            {"network", liveness_analyzer::combine({observation.passive, std::nullopt}, {})},
            {"movement", observation.motion->movement},
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
  const std::vector<std::uint8_t> detect_ = model("face-detect.onnx"), landmark_ = model("face-landmark.onnx"),
                                  feature_ = model("face-feature.onnx");
  face_analyzer::FaceReader faces_{{detect_, landmark_, feature_}};
};

using Table = std::map<std::string, std::map<std::string, std::vector<double>>>;  // sign -> kind -> values

void print_signs(const std::string& title, const Table& table) {
  std::printf("\n%s\n%-20s %9s %9s | AUC against %9s %9s %9s\n", title.c_str(), "sign", "live 5%", "live 50%", "photo",
              "screen", "replay");
  for (const auto& [sign, kinds] : table) {
    const auto live = kinds.find("live");
    if (live == kinds.end()) continue;
    auto sorted = live->second;
    std::sort(sorted.begin(), sorted.end());
    std::printf("%-20s %9.4f %9.4f |            ", sign.c_str(), sorted[sorted.size() / 20], sorted[sorted.size() / 2]);
    for (const char* kind : {"photo", "screen", "replay"}) {
      const auto attack = kinds.find(kind);
      std::printf(" %9.3f", attack == kinds.end() ? 0.0 : roc(live->second, attack->second).auc);
    }
    std::printf("\n");
  }
}

// Of the product's thresholds: below the lower one it is no living face, between them nothing is decided.
void print_rates(const std::string& what, const std::vector<double>& genuine,
                 const std::map<std::string, std::vector<double>>& others, double lower, double upper) {
  const auto shares = [&](const std::vector<double>& values) {
    const auto below = [&](double limit) {
      return std::count_if(values.begin(), values.end(), [&](double v) { return v < limit; });
    };
    std::printf("%4zd %9zd %7zd", static_cast<std::ptrdiff_t>(values.size()) - below(upper),
                below(upper) - below(lower), below(lower));
  };
  std::printf("%-22s taken for it, undecided, not:", what.c_str());
  shares(genuine);
  for (const auto& [name, values] : others) {
    const Roc curve = roc(genuine, values);
    std::printf("\n    %-10s AUC %.3f  EER %4.1f %%           ", name.c_str(), curve.auc, 100 * curve.eer);
    shares(values);
  }
  std::printf("\n");
}

class Grid {
 public:
  Grid(const std::vector<fs::path>& photos, std::uint64_t seed, bool list)
      : library_(photos),
        seed_(seed),
        list_(list),
        file_(fs::temp_directory_path() / ("cotejo-liveness-" + std::to_string(seed) + ".mp4")) {}
  ~Grid() { fs::remove(file_); }

  void measure(const Grade& grade, int number) {
    const Random random = Random(seed_ + static_cast<std::uint64_t>(number)).fork(grade.name);
    const auto person = library_.pick(random.fork("person"));
    for (const auto& kind : kKinds) {
      film(kind, person.second, grade.level, random.fork(kind), file_);
      const Frames frames = frames_of(file_);
      add(grade.name, kind, reader_.read(frames));
      if (kind == "live") compare(grade.name, person, random, frames);
    }
  }
  void print() const {
    for (const auto& [level, table] : tables_) print_signs(level, table);
    std::printf("\n");
    for (const auto& [level, table] : tables_) {
      auto attacks = table.at("score");
      const auto live = attacks.extract("live").mapped();
      print_rates(level + ", living face", live, attacks, 0.3, 0.8);
    }
    for (const auto& [level, pairs] : pairs_)
      print_rates(level + ", same person", pairs.at("same"), {{"other", pairs.at("other")}}, 0.32, 0.42);
  }

 private:
  void add(const std::string& level, const std::string& kind, const Signs& signs) {
    if (list_) std::printf("%s %s", level.c_str(), kind.c_str());
    for (const auto& [sign, value] : signs) {
      tables_[level][sign][kind].push_back(value);
      if (list_) std::printf(" %s %.4f", sign.c_str(), value);
    }
    if (list_) std::printf("\n");
  }
  // Somebody of whom there are two photos is compared with himself, and everybody with somebody else.
  void compare(const std::string& level, const specimens::PhotoLibrary::Pair& person, const Random& random,
               const Frames& frames) {
    const auto probe = reader_.person_in(frames);
    const auto with = [&](const std::string& which, const specimens::Shot& shot) {
      const auto reference = reader_.person_on_card(shot);
      if (probe && reference)
        pairs_[level][which].push_back(static_cast<double>(faces::similarity(*probe, *reference)));
    };
    if (person.first.image.data != person.second.image.data) with("same", person.first);
    with("other", library_.pick(random.fork("other"), person.person).first);
  }

  specimens::PhotoLibrary library_;
  std::uint64_t seed_;
  bool list_;
  fs::path file_;
  Reader reader_;
  std::map<std::string, Table> tables_;                                      // by level
  std::map<std::string, std::map<std::string, std::vector<double>>> pairs_;  // level -> same or other -> cosines
};

int main_of(int argc, char** argv) {
  CLI::App app{"How well living faces are told from prints and displays, and people from each other"};
  int count = 12;
  std::uint64_t seed = 1;
  std::vector<fs::path> photos{fs::path(COTEJO_MODELS_DIR) / "photos", "/usr/share/doc/libdlib19.1/examples/johns"};
  bool list = false;
  app.add_option("--count", count, "Videos of each kind at each level")->capture_default_str();
  app.add_option("--seed", seed, "Of the first video")->capture_default_str();
  app.add_option("--photos", photos, "Folders with photos of faces");
  app.add_flag("--list", list, "Tell each video's signs");
  CLI11_PARSE(app, argc, argv);
  cv::setNumThreads(1);
  Grid grid(photos, seed, list);
  for (int i = 0; i < count; ++i)
    for (const auto& grade : kGrades) grid.measure(grade, i);
  grid.print();
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
