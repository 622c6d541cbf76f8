// train_tamper SIGNS.tsv FOLDER…: measures every sign on altered specimens (cotejo-specimens --altered all), says how
// well each tells each kind of alteration from what is genuine, and fits the weights of the score. Prints weights.inc's
// content. What SIGNS.tsv holds already is not measured again. --apply: the weights that are built in, instead of new
// ones.
#include <algorithm>
#include <boost/json/parse.hpp>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <image_header.hpp>
#include <iterator>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <set>

#include "picture_score.hpp"
#include "rectify.hpp"

namespace {

namespace fs = std::filesystem;
using namespace cotejo::tamper;

struct Sample {
  std::string kind, level;
  std::array<double, kSigns> signs{};
  std::array<double, kSigns> hit{};  // share of the truth's region that the sign points at
};

std::vector<unsigned char> bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::optional<Sample> measure(const fs::path& folder) {
  const auto text = bytes_of(folder / "truth.json");
  const auto truth = boost::json::parse({reinterpret_cast<const char*>(text.data()), text.size()}).as_object();
  const auto* alteration = truth.if_contains("alteration");
  const auto* variant = truth.if_contains("variant");
  if (!alteration && !(variant && *variant == "genuine")) return std::nullopt;
  Sample sample;
  sample.kind = alteration ? std::string(alteration->at("kind").as_string()) : "genuine";
  sample.level = truth.at("level").as_string();
  const auto file = bytes_of(folder / "ine_front.jpg");
  PictureInput input;
  input.file = file;
  const cv::Mat picture = cv::imdecode(file, cv::IMREAD_COLOR);
  cv::cvtColor(picture, input.grey, cv::COLOR_BGR2GRAY);
  const auto header = image_analyzer::read_header(input.file);
  if (const auto* h = std::get_if<image_analyzer::Header>(&header)) input.orientation = h->orientation;
  if (const auto card = cotejo::rectify::rectify(picture)) {
    std::array<cv::Point2d, 4> corners;
    for (std::size_t i = 0; i < 4; ++i)
      corners[i] = {static_cast<double>(card->quad[i].x) / picture.cols,
                    static_cast<double>(card->quad[i].y) / picture.rows};
    place(input, corners);
  }
  const auto found = find_signs(input, [] { return false; });
  if (!found) return std::nullopt;
  sample.signs = found->value;
  if (const auto* region = alteration ? alteration->as_object().if_contains("region") : nullptr) {
    const auto number = [&](std::size_t i) { return region->at(i).to_number<double>(); };
    const cv::Rect2d place(number(0), number(1), number(2), number(3));
    for (std::size_t s = 0; s < kSigns; ++s)
      if (found->where[s] && found->where[s]->area() > 0)
        sample.hit[s] =
            (*found->where[s] & place).area() / std::max(1e-9, std::min(place.area(), found->where[s]->area()));
  }
  return sample;
}

double auc(const std::vector<double>& positive, const std::vector<double>& negative) {
  double sum = 0;
  for (const double p : positive)
    for (const double n : negative) sum += p > n ? 1 : p == n ? 0.5 : 0;
  return sum / std::max(1.0, static_cast<double>(positive.size() * negative.size()));
}

bool is_genuine(const Sample& s) {
  return s.kind == "genuine" || s.kind == "resaved";
}

constexpr double kOrdinaryShare = 0.95;  // of the genuine pictures: their signs count little

std::array<double, kSigns> ordinary;

void find_ordinary(const std::vector<Sample>& samples) {
  for (std::size_t i = 0; i < kSigns; ++i) {
    std::vector<double> genuine;
    for (const auto& s : samples)
      if (is_genuine(s)) genuine.push_back(s.signs[i]);
    std::sort(genuine.begin(), genuine.end());
    const double at = std::ceil(kOrdinaryShare * (static_cast<double>(genuine.size()) - 1));
    ordinary[i] = genuine.empty() ? 1 : genuine[static_cast<std::size_t>(at)];
  }
}

std::array<double, kSigns> scaled(const Sample& s) {
  std::array<double, kSigns> out;
  for (std::size_t i = 0; i < kSigns; ++i) out[i] = cotejo::tamper::scaled(s.signs[i], ordinary[i]);
  return out;
}

void table(const std::vector<Sample>& samples, const std::vector<double>& scores) {
  std::set<std::string> kinds;
  for (const auto& s : samples)
    if (!is_genuine(s)) kinds.insert(s.kind);
  std::printf("%-14s", "AUC");
  for (const auto& kind : kinds) std::printf(" %12.12s", kind.c_str());
  std::printf("\n");
  for (std::size_t i = 0; i <= kSigns; ++i) {
    std::printf("%-14s", i == kSigns ? "score" : std::string(name_of(static_cast<Sign>(i))).c_str());
    const auto value = [&](std::size_t k) { return i == kSigns ? scores[k] : samples[k].signs[i]; };
    std::vector<double> negative;
    for (std::size_t k = 0; k < samples.size(); ++k)
      if (is_genuine(samples[k])) negative.push_back(value(k));
    for (const auto& kind : kinds) {
      std::vector<double> positive;
      double hits = 0;
      for (std::size_t k = 0; k < samples.size(); ++k)
        if (samples[k].kind == kind) {
          positive.push_back(value(k));
          if (i < kSigns) hits += samples[k].hit[i] > 0.3 ? 1 : 0;
        }
      std::printf("   %.3f (%2.0f%%)", auc(positive, negative), 100 * hits / static_cast<double>(positive.size()));
    }
    std::printf("\n");
  }
}

constexpr double kLeastSpread = 0.05;  // of a scaled sign: one that hardly ever speaks gets no large weight

// Logistic regression with a small ridge, by gradient steps on standardised signs.
struct Model {
  std::array<double, kSigns> weight{};
  double bias = 0;
  double operator()(const Sample& s) const {
    const auto x = scaled(s);
    double sum = bias;
    for (std::size_t i = 0; i < kSigns; ++i) sum += weight[i] * x[i];
    return 1 / (1 + std::exp(-sum));
  }
};

Model fit(const std::vector<Sample>& samples) {
  std::array<double, kSigns> mean{}, deviation{};
  for (const auto& s : samples)
    for (std::size_t i = 0; i < kSigns; ++i) mean[i] += scaled(s)[i] / static_cast<double>(samples.size());
  for (const auto& s : samples)
    for (std::size_t i = 0; i < kSigns; ++i)
      deviation[i] += std::pow(scaled(s)[i] - mean[i], 2) / static_cast<double>(samples.size());
  for (auto& d : deviation) d = std::sqrt(d) + kLeastSpread;
  std::array<double, kSigns> w{};
  double bias = 0, genuine = 0;
  for (const auto& s : samples) genuine += is_genuine(s) ? 1 : 0;
  const double n = static_cast<double>(samples.size());
  for (int step = 0; step < 6000; ++step) {
    std::array<double, kSigns> g{};
    double gb = 0;
    for (const auto& s : samples) {
      const auto x = scaled(s);
      double sum = bias;
      for (std::size_t i = 0; i < kSigns; ++i) sum += w[i] * (x[i] - mean[i]) / deviation[i];
      const double share = is_genuine(s) ? 0.5 * n / genuine : 0.5 * n / (n - genuine);
      const double error = share * (1 / (1 + std::exp(-sum)) - (is_genuine(s) ? 0 : 1));
      gb += error / n;
      for (std::size_t i = 0; i < kSigns; ++i) g[i] += error * (x[i] - mean[i]) / deviation[i] / n;
    }
    bias -= 0.3 * gb;
    // A sign never speaks for a picture: it grows with suspicion, or it does not count.
    for (std::size_t i = 0; i < kSigns; ++i) w[i] = std::max(0.0, w[i] - 0.3 * (g[i] + 0.005 * w[i]));
  }
  Model model;
  model.bias = bias;
  for (std::size_t i = 0; i < kSigns; ++i) {
    model.weight[i] = w[i] / deviation[i];
    model.bias -= w[i] * mean[i] / deviation[i];
  }
  return model;
}

void keep(const fs::path& table, const fs::path& folder, const Sample& s) {
  std::ofstream out(table, std::ios::app);
  out << folder.string() << '\t' << s.kind << '\t' << s.level;
  for (std::size_t i = 0; i < kSigns; ++i) out << '\t' << s.signs[i] << '\t' << s.hit[i];
  out << '\n';
}

std::map<std::string, Sample> kept(const fs::path& table) {
  std::map<std::string, Sample> out;
  std::ifstream in(table);
  for (std::string folder; in >> folder;) {
    Sample s;
    in >> s.kind >> s.level;
    for (std::size_t i = 0; i < kSigns; ++i) in >> s.signs[i] >> s.hit[i];
    if (in) out[folder] = s;
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  cv::setNumThreads(1);
  const fs::path signs = argv[1];
  const auto known = kept(signs);
  std::set<fs::path> folders;
  bool apply = false;
  for (int i = 2; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--apply") {
      apply = true;
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(argv[i]))
      if (entry.path().filename() == "truth.json") folders.insert(entry.path().parent_path());
  }
  std::vector<Sample> samples;
  for (const auto& [folder, sample] : known)
    if (folders.empty() || folders.contains(folder)) samples.push_back(sample);
  for (const auto& folder : folders) {
    if (known.contains(folder.string())) continue;
    const auto sample = measure(folder);
    if (!sample) continue;
    samples.push_back(*sample);
    keep(signs, folder, *sample);
  }
  find_ordinary(samples);
  const Model model = fit(samples);
  std::vector<double> scores;
  for (const auto& s : samples) {
    PictureSigns all;
    all.value = s.signs;
    scores.push_back(apply ? score_of(all) : model(s));
  }
  table(samples, scores);
  // At the thresholds of check.document_integrity.
  std::map<std::string, std::array<int, 3>> found;
  for (std::size_t k = 0; k < samples.size(); ++k)
    for (const auto& what :
         {samples[k].kind, samples[k].level + " " + (is_genuine(samples[k]) ? "genuine" : "altered")}) {
      auto& [all, unclear, above] = found[what];
      ++all, unclear += scores[k] >= 0.85 ? 1 : 0, above += scores[k] >= 0.97 ? 1 : 0;
    }
  for (const auto& [what, n] : found)
    std::printf("%s: of %d at 0.85 or more %d, at 0.97 or more %d\n", what.c_str(), n[0], n[1], n[2]);
  std::printf("constexpr std::array<double, kSigns> kOrdinary{\n");
  for (std::size_t i = 0; i < kSigns; ++i)
    std::printf("    %.6g,  // %s\n", ordinary[i], std::string(name_of(static_cast<Sign>(i))).c_str());
  std::printf("};\n");
  std::printf("constexpr double kBias = %.6g;\nconstexpr std::array<double, kSigns> kWeights{\n", model.bias);
  for (std::size_t i = 0; i < kSigns; ++i)
    std::printf("    %.6g,  // %s\n", model.weight[i], std::string(name_of(static_cast<Sign>(i))).c_str());
  std::printf("};\n");
  return 0;
}
