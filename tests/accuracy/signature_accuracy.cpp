// cotejo-signature-accuracy: how well the signatures of generated writers are told from traced ones and from other
// hands'. With --fit it prints weights for plugins/subanalyzers/signature/likeness.cpp, found on writers whose seeds
// are not measured on. Not a test: its table is read by people.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <handwriting.hpp>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <surfaces.hpp>

#include "../../plugins/subanalyzers/signature/copies.hpp"
#include "../../plugins/subanalyzers/signature/ink.hpp"
#include "../../plugins/subanalyzers/signature/likeness.hpp"
#include "statistics.hpp"

namespace cotejo::accuracy {
namespace {

using specimens::Hand;
using specimens::Random;
using specimens::Writing;
namespace ink = cotejo::signature;

// What a camera or scanner makes of a drawn patch.
cv::Mat taken(cv::Mat drawn, double blur, double noise, int quality, Random random) {
  const cv::Point2f middle(static_cast<float>(drawn.cols) / 2, static_cast<float>(drawn.rows) / 2);
  cv::warpAffine(drawn, drawn, cv::getRotationMatrix2D(middle, random.uniform(-0.8, 0.8), 1), drawn.size(),
                 cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::GaussianBlur(drawn, drawn, {}, blur);
  specimens::add_light(drawn, random.uniform(0, 0.3), random.fork("light"));
  specimens::add_noise(drawn, noise, random.fork("noise"));
  std::vector<unsigned char> file;
  cv::imencode(".jpg", drawn, file, {cv::IMWRITE_JPEG_QUALITY, quality});
  return cv::imdecode(file, cv::IMREAD_GRAYSCALE);
}

// The card's signature, as rectified at 300 dots per inch.
cv::Mat on_card(const Writing& writing, Random random) {
  const double wide = random.uniform(205, 300), high = random.uniform(85, 120);
  cv::Mat canvas(cvRound(high * 2 + 40), cvRound(wide * 2 + 40), CV_8UC3,
                 cv::Scalar(random.uniform(195, 235), random.uniform(200, 235), random.uniform(195, 235)));
  Writing placed = specimens::placed(writing, {20, 20, wide * 2, high * 2});
  placed.pen = random.uniform(2.6, 4.6);
  placed.colour = cv::Scalar::all(random.integer(15, 60));
  specimens::draw_writing(canvas, placed, 0.95);
  cv::resize(canvas, canvas, {}, 0.5, 0.5, cv::INTER_AREA);
  return taken(canvas, random.uniform(0.4, 1.1), random.uniform(1, 5), random.integer(70, 90), random);
}

// Above its line on a page of 200 dots per inch.
cv::Mat on_contract(const Writing& writing, Random random) {
  constexpr double kDots = 200.0 / 72;
  cv::Mat canvas(cvRound(80 * kDots), cvRound(184 * kDots), CV_8UC3, cv::Scalar::all(random.uniform(240, 255)));
  const double line = 72 * kDots, half = random.uniform(74, 90) * kDots, middle = canvas.cols / 2.0;
  cv::line(canvas, cv::Point2d(middle - half, line), cv::Point2d(middle + half, line), cv::Scalar::all(20), 1,
           cv::LINE_AA);
  const double high = random.uniform(34, 50) * kDots, wide = random.uniform(1.3, 1.75) * half;
  Writing placed =
      specimens::placed(writing, {middle - wide / 2, line - high + random.uniform(2, 9) * kDots, wide, high});
  placed.pen = random.uniform(0.9, 1.5) * kDots;
  placed.colour = random.chance(0.6) ? cv::Scalar(130, 50, 25) : cv::Scalar::all(35);
  specimens::draw_writing(canvas, placed, 1);
  if (random.chance(0.34)) {  // the file itself
    cv::cvtColor(canvas, canvas, cv::COLOR_BGR2GRAY);
    return canvas;
  }
  return taken(canvas, random.uniform(0.35, 0.95), random.uniform(1, 4.5), random.integer(65, 88), random);
}

struct Pair {
  ink::Features features;
  bool genuine = false, traced = false;
};

struct Writers {
  std::vector<Pair> pairs;
  std::size_t lost = 0;                       // signatures that were not isolated
  std::vector<double> twice, steady, pasted;  // how likely pairs of these are copies
};

// A hand half as unsteady: half-way between two signings.
Writing between(const Writing& one, const Writing& other) {
  Writing out = one;
  for (std::size_t s = 0; s < one.strokes.size(); ++s)
    for (std::size_t i = 0; i < one.strokes[s].size(); ++i) {
      out.strokes[s][i].x = (one.strokes[s][i].x + other.strokes[s][i].x) / 2;
      out.strokes[s][i].y = (one.strokes[s][i].y + other.strokes[s][i].y) / 2;
    }
  return out;
}

double copy_probability(const cv::Mat& one, const cv::Mat& other) {
  const auto deviation = ink::apart(one, other);
  return deviation ? ink::copied(*deviation) : 0;
}

std::optional<std::pair<cv::Mat, ink::NormalForm>> read(const cv::Mat& grey) {
  const auto found = ink::isolate(grey, {});
  if (found.empty()) return std::nullopt;
  cv::Mat mask = found.mask(found.box).clone();
  auto form = ink::normal_form(mask);
  if (form.empty()) return std::nullopt;
  return std::pair{mask, std::move(form)};
}

void measure_copies(const Hand& hand, const cv::Mat& card, const Random& random, Writers& out) {
  const auto page = [&](const Writing& writing, const char* name) {
    return read(on_contract(writing, random.fork(name)));
  };
  const Writing once = hand.sign(random.fork("once")), again = hand.sign(random.fork("again"));
  const auto one = page(once, "picture 5"), same = page(once, "picture 6"), other = page(again, "picture 7"),
             nearly = page(between(once, again), "picture 8"),
             carded = page(hand.sign(random.fork("card")), "picture 9");
  if (one && same) out.pasted.push_back(copy_probability(one->first, same->first));
  if (one && other) out.twice.push_back(copy_probability(one->first, other->first));
  if (one && nearly) out.steady.push_back(copy_probability(one->first, nearly->first));
  if (carded) out.pasted.push_back(copy_probability(card, carded->first));
}

Writers measure(std::uint64_t seed, int count) {
  Writers out;
  for (int i = 0; i < count; ++i) {
    const Random random = Random(seed).fork(std::to_string(i));
    const Hand hand(random.fork("hand")), other(random.fork("other hand"));
    const auto card = read(on_card(hand.sign(random.fork("card")), random.fork("card picture")));
    if (!card) {
      ++out.lost;
      continue;
    }
    const Writing seen = hand.sign(random.fork("seen"));
    const auto add = [&](const Writing& writing, const std::string& name, bool genuine, bool traced) {
      const auto found = read(on_contract(writing, random.fork(name)));
      if (!found) {
        ++out.lost;
        return;
      }
      out.pairs.push_back({ink::compare(card->second, found->second), genuine, traced});
      if (genuine) out.twice.push_back(copy_probability(card->first, found->first));
    };
    add(hand.sign(random.fork("first")), "picture 1", true, false);
    add(hand.sign(random.fork("second")), "picture 2", true, false);
    add(specimens::traced(seen, other, random.fork("trace")), "picture 3", false, true);
    add(other.sign(random.fork("third")), "picture 4", false, false);
    measure_copies(hand, card->first, random, out);
  }
  return out;
}

// Logistic regression by gradient descent on standardised features.
void fit(const std::vector<Pair>& pairs) {
  ink::Features mean{}, spread{};
  const auto n = static_cast<double>(pairs.size());
  for (const auto& pair : pairs)
    for (std::size_t i = 0; i < ink::kFeatures; ++i) mean[i] += pair.features[i] / n;
  for (const auto& pair : pairs)
    for (std::size_t i = 0; i < ink::kFeatures; ++i) spread[i] += std::pow(pair.features[i] - mean[i], 2) / n;
  for (auto& value : spread) value = std::sqrt(value) + 1e-9;
  ink::Features weights{};
  double offset = 0;
  for (int round = 0; round < 4000; ++round) {
    ink::Features slope{};
    double offset_slope = 0;
    for (const auto& pair : pairs) {
      double sum = offset;
      for (std::size_t i = 0; i < ink::kFeatures; ++i) sum += weights[i] * (pair.features[i] - mean[i]) / spread[i];
      const double error = (pair.genuine ? 1 : 0) - 1 / (1 + std::exp(-sum));
      offset_slope += error / n;
      for (std::size_t i = 0; i < ink::kFeatures; ++i) slope[i] += error * (pair.features[i] - mean[i]) / spread[i] / n;
    }
    offset += 0.5 * offset_slope;
    for (std::size_t i = 0; i < ink::kFeatures; ++i) weights[i] += 0.5 * (slope[i] - 0.002 * weights[i]);
  }
  for (std::size_t i = 0; i < ink::kFeatures; ++i) offset -= weights[i] * mean[i] / spread[i];
  std::printf("kOffset = %.3f; kWeights{", offset);
  for (std::size_t i = 0; i < ink::kFeatures; ++i) std::printf("%s%.3f", i ? ", " : "", weights[i] / spread[i]);
  std::printf("};  standardised:");
  for (const double weight : weights) std::printf(" %.2f", weight);
  std::printf("\n");
}

void print(const char* what, const std::vector<double>& genuine, const std::vector<double>& others) {
  const auto r = roc(genuine, others);
  std::printf("%-22s genuine %4zu others %4zu  AUC %.3f  EER %5.1f %%", what, genuine.size(), others.size(), r.auc,
              100 * r.eer);
  for (const double limit : {0.6, 0.2, 0.1, 0.05, 0.02}) {
    const auto rates = rates_at(genuine, others, limit);
    std::printf("  at %.2f: refused %.1f %% accepted %.1f %%", limit, 100 * rates.false_negative,
                100 * rates.false_positive);
  }
  std::printf("\n");
}

void tell(const Writers& writers) {
  std::vector<double> genuine, traced, other, both;
  Reliability reliability;
  for (const auto& pair : writers.pairs) {
    const double score = ink::similarity(pair.features);
    (pair.genuine ? genuine : pair.traced ? traced : other).push_back(score);
    if (!pair.genuine) both.push_back(score);
    reliability.add(score, pair.genuine);
  }
  print("traced and other hands", genuine, both);
  print("traced", genuine, traced);
  print("other hands", genuine, other);
  for (const auto& bin : reliability.bins())
    if (bin.count)
      std::printf("  said %.2f on average: %zu pairs, %.1f %% genuine\n", bin.sum / static_cast<double>(bin.count),
                  bin.count, 100 * static_cast<double>(bin.right) / static_cast<double>(bin.count));
  const auto called = [](const std::vector<double>& all) {
    return 100 *
           static_cast<double>(std::count_if(all.begin(), all.end(), [](double p) { return p >= ink::kCopied; })) /
           static_cast<double>(std::max<std::size_t>(1, all.size()));
  };
  std::printf(
      "called copies: of %zu pasted pairs %.1f %%, of %zu pairs signed twice %.1f %%, by hands twice as steady %.1f %% "
      "of %zu; not isolated: %zu\n",
      writers.pasted.size(), called(writers.pasted), writers.twice.size(), called(writers.twice),
      called(writers.steady), writers.steady.size(), writers.lost);
}

}  // namespace
}  // namespace cotejo::accuracy

int main(int argc, char** argv) {
  CLI::App app{"How well signatures of generated writers are told from traced ones and from other hands'"};
  int count = 200;
  std::uint64_t seed = 7'000'000;
  bool only_fit = false;
  app.add_option("--writers", count, "how many")->capture_default_str();
  app.add_option("--seed", seed, "of the writers that are measured on")->capture_default_str();
  app.add_flag("--fit", only_fit, "print weights found on other writers");
  CLI11_PARSE(app, argc, argv);
  cv::setNumThreads(1);
  using namespace cotejo::accuracy;
  constexpr std::uint64_t kFitted = 1;  // seed of the writers that weights are found on
  if (only_fit)
    fit(measure(kFitted, count).pairs);
  else
    tell(measure(seed, count));
  return 0;
}
