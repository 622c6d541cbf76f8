// measure_mrz [--condition NAME] [--count N] [--seed S] [--failures DIR] [FOLDER...]
// Reads drawn pages under every condition (or the backs of specimens in FOLDERs, each with ine_back.jpg and
// truth.json), and prints how many zones are right, wrong and absent, how sure the wrong ones were, and the CPU time of
// a picture.
// --failures keeps the pictures that failed.
#include <boost/json.hpp>
#include <cotejo/testing.hpp>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "conditions.hpp"
#include "mrz_component.hpp"

namespace {
using namespace cotejo::mrz;
namespace fs = std::filesystem;

struct Tally {
  int total = 0, right = 0, wrong = 0, absent = 0, valid_right = 0, valid_wrong = 0, sure = 0, sure_wrong = 0;
  std::vector<double> cpu;
  double median() {
    std::sort(cpu.begin(), cpu.end());
    return cpu.empty() ? 0 : cpu[cpu.size() / 2];
  }
  double most() const { return cpu.empty() ? 0 : *std::max_element(cpu.begin(), cpu.end()); }
};

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

// A dot where the reading agrees, its character where not.
std::string difference(const std::string& truth, const std::string& read) {
  std::string out;
  for (std::size_t i = 0; i < read.size(); ++i)
    out += read[i] == '\n' ? '|' : (i < truth.size() && truth[i] == read[i] ? '.' : read[i]);
  return out;
}

// Returns what failed, or nothing.
std::string judge(const cv::Mat& picture, const std::string& truth, Tally& tally) {
  cotejo::testing::Fake<Mrz> fake;
  fake.given("image", cotejo::as_image(picture, cotejo::Image::whole(static_cast<std::uint32_t>(picture.cols),
                                                                     static_cast<std::uint32_t>(picture.rows))));
  const std::clock_t start = std::clock();
  const auto result = fake.run();
  tally.cpu.push_back(1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  ++tally.total;
  const auto& lines = result.traits.at("lines");
  if (!lines.absent_reason.empty()) {
    ++tally.absent;
    return "absent";
  }
  const std::string read = std::get<std::string>(lines.value);
  const auto& valid = result.traits.at("valid");
  const bool claims = valid.absent_reason.empty() && std::get<bool>(valid.value);
  const bool right = read == truth;
  (right ? tally.right : tally.wrong)++;
  if (claims) (right ? tally.valid_right : tally.valid_wrong)++;
  if (lines.probability >= 0.9) ++tally.sure, tally.sure_wrong += !right;
  if (right) return {};
  char note[64];
  std::snprintf(note, sizeof note, "wrong p=%.2f %s ", lines.probability, claims ? "VALID" : "");
  return note + difference(truth, read);
}

void print(const std::string& name, Tally& t) {
  std::printf(
      "%-16s %4d  right %4d (%5.1f %%)  wrong %3d  absent %3d  valid %4d, wrongly %d  p>=0.9 %4d, wrong %d  CPU %.0f "
      "ms, most %.0f\n",
      name.c_str(), t.total, t.right, 100.0 * t.right / std::max(1, t.total), t.wrong, t.absent,
      t.valid_right + t.valid_wrong, t.valid_wrong, t.sure, t.sure_wrong, t.median(), t.most());
  std::fflush(stdout);
}

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

int main(int argc, char** argv) {
  cv::setNumThreads(1);
  std::string only, failures;
  unsigned seed = 1;
  int count = 30;
  std::vector<fs::path> folders;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    const auto next = [&] { return std::string(i + 1 < argc ? argv[++i] : ""); };
    if (arg == "--condition")
      only = next();
    else if (arg == "--count")
      count = std::stoi(next());
    else if (arg == "--seed")
      seed = static_cast<unsigned>(std::stoul(next()));
    else if (arg == "--failures")
      failures = next();
    else
      folders.push_back(arg);
  }
  if (!failures.empty()) fs::create_directories(failures);
  const auto keep = [&](const std::string& name, const cv::Mat& picture, const std::string& what) {
    if (failures.empty() || what.empty()) return;
    cv::imwrite((fs::path(failures) / (name + ".png")).string(), picture);
    std::printf("  %s %dx%d %s\n", name.c_str(), picture.cols, picture.rows, what.c_str());
  };
  for (const auto& folder : folders) {
    Tally tally;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (!fs::exists(entry.path() / "truth.json")) continue;
      const auto truth = boost::json::parse(slurp(entry.path() / "truth.json"));
      const auto* lines = truth.at("traits").as_object().if_contains("mrz.lines");
      if (!lines || !lines->is_string()) continue;
      const cv::Mat picture = cv::imread((entry.path() / "ine_back.jpg").string());
      keep(folder.filename().string() + "_" + entry.path().filename().string(), picture,
           judge(picture, std::string(lines->as_string()), tally));
    }
    print(folder.filename().string(), tally);
  }
  if (!folders.empty()) return 0;
  Tally all;
  for (const auto& condition : testing::conditions()) {
    if (!only.empty() && only != condition.name) continue;
    Tally tally;
    for (int n = 0; n < count; ++n) {
      const auto s = testing::sample(condition, seed * 1000 + static_cast<unsigned>(n));
      keep(std::string(condition.name) + "_" + std::to_string(n), s.picture, judge(s.picture, joined(s.zone), tally));
    }
    print(std::string(condition.name), tally);
    all.total += tally.total, all.right += tally.right, all.wrong += tally.wrong, all.absent += tally.absent;
    all.valid_right += tally.valid_right, all.valid_wrong += tally.valid_wrong, all.sure += tally.sure,
        all.sure_wrong += tally.sure_wrong;
    all.cpu.insert(all.cpu.end(), tally.cpu.begin(), tally.cpu.end());
  }
  print("all", all);
}
