// Trains the network for capitals and writes its weights (16-bit floats, little endian):
//   train_capitals_network OUT.bin CPU_SECONDS [SEED=1] [WARM_START.bin]
//   train_capitals_network --look OUT.png        a sheet of training strips
//   train_capitals_network --test WEIGHTS.bin    error rates on strips of another seed
// One thread. Adam, cosine decay; the loss is the cross entropy of every output; on the edge of a letter that letter
// and none are equally right. Every quarter of an hour of CPU the weights so far are written too.
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <opencv2/imgcodecs.hpp>
#include <random>

#include "../capitals_network.hpp"
#include "line_renderer.hpp"
#include "training/gradients.hpp"

namespace {
using namespace cotejo;
using namespace cotejo::text_reading::capitals;
using namespace cotejo::text::layers;
using training::convolve_back;
using training::pool_back;

constexpr int kWidth = 264;

class Trainer {
 public:
  explicit Trainer(unsigned seed)
      : weights_(static_cast<std::size_t>(weights_in_all())), gradient_(weights_.size()), descent_(weights_.size()) {
    std::mt19937 random(seed);
    long at = 0;
    for (int l = 0; l < 6; ++l) {
      kernel_[l] = at, bias_[l] = at + kSizes[l][0];
      std::normal_distribution<float> normal(
          0, std::sqrt(2.0F * static_cast<float>(kSizes[l][1]) / static_cast<float>(kSizes[l][0])));
      for (int i = 0; i < kSizes[l][0]; ++i) weights_[static_cast<std::size_t>(at + i)] = normal(random);
      at += kSizes[l][0] + kSizes[l][1];
    }
  }
  std::vector<float>& weights() { return weights_; }

  // Sums before softmax, kOutputs a row.
  const std::vector<float>& forward(const cv::Mat& strip) {
    w0 = strip.cols, w1 = w0 - 2, w1p = w1 / 2, w2 = w1p - 2, w2p = w2 / 2, w3 = w2p - 2, w4 = w3 - 4, w5 = w4 - 4;
    const auto size = [](int rows, int columns, int channels) {
      return static_cast<std::size_t>(rows * columns * channels);
    };
    c1.resize(size(24, w1, kChannels1)), p1.resize(size(12, w1p, kChannels1));
    c2.resize(size(12, w2, kChannels2)), p2.resize(size(6, w2p, kChannels2));
    c3.resize(size(6, w3, kChannels3)), p3.resize(size(3, w3, kChannels3));
    c4.resize(size(1, w4, kHidden1)), p4.resize(c4.size());
    c5.resize(size(1, w5, kHidden2)), p5.resize(c5.size()), out.resize(size(1, w5, kOutputs));
    convolve<3, 3, 1, kChannels1, 1>(strip.ptr<float>(), 24, w0, k(0), b(0), c1.data());
    pool<2, 2, kChannels1>(c1.data(), 24, w1, p1.data());
    convolve<3, 3, kChannels1, kChannels2, 1>(p1.data(), 12, w1p, k(1), b(1), c2.data());
    pool<2, 2, kChannels2>(c2.data(), 12, w2, p2.data());
    convolve<3, 3, kChannels2, kChannels3, 1>(p2.data(), 6, w2p, k(2), b(2), c3.data());
    pool<2, 1, kChannels3>(c3.data(), 6, w3, p3.data());
    convolve<3, 5, kChannels3, kHidden1, 0>(p3.data(), 3, w3, k(3), b(3), c4.data());
    pool<1, 1, kHidden1>(c4.data(), 1, w4, p4.data());
    convolve<1, 5, kHidden1, kHidden2, 0>(p4.data(), 1, w4, k(4), b(4), c5.data());
    pool<1, 1, kHidden2>(c5.data(), 1, w5, p5.data());
    convolve<1, 1, kHidden2, kOutputs, 0>(p5.data(), 1, w5, k(5), b(5), out.data());
    return out;
  }

  double learn(const cv::Mat& strip, const std::vector<training::LineStrip::Label>& labels) {
    forward(strip);
    double loss = 0;
    d_out.assign(out.size(), 0);
    for (std::size_t i = 0; i < labels.size(); ++i)
      loss += training::cross_entropy(&out[i * kOutputs], kClasses, labels[i].letter, &d_out[i * kOutputs],
                                      labels[i].doubtful ? kBetween : -1);
    d5.assign(p5.size(), 0), d5c.resize(c5.size()), d4.assign(p4.size(), 0), d4c.resize(c4.size());
    d3.assign(p3.size(), 0), d3c.resize(c3.size()), d2.assign(p2.size(), 0), d2c.resize(c2.size());
    d1.assign(p1.size(), 0), d1c.resize(c1.size());
    convolve_back<1, 1, kHidden2, kOutputs, 0>(p5.data(), 1, w5, k(5), d_out.data(), d5.data(), g(5), h(5));
    pool_back<1, 1, kHidden2>(c5.data(), 1, w5, d5.data(), d5c.data());
    convolve_back<1, 5, kHidden1, kHidden2, 0>(p4.data(), 1, w4, k(4), d5c.data(), d4.data(), g(4), h(4));
    pool_back<1, 1, kHidden1>(c4.data(), 1, w4, d4.data(), d4c.data());
    convolve_back<3, 5, kChannels3, kHidden1, 0>(p3.data(), 3, w3, k(3), d4c.data(), d3.data(), g(3), h(3));
    pool_back<2, 1, kChannels3>(c3.data(), 6, w3, d3.data(), d3c.data());
    convolve_back<3, 3, kChannels2, kChannels3, 1>(p2.data(), 6, w2p, k(2), d3c.data(), d2.data(), g(2), h(2));
    pool_back<2, 2, kChannels2>(c2.data(), 12, w2, d2.data(), d2c.data());
    convolve_back<3, 3, kChannels1, kChannels2, 1>(p1.data(), 12, w1p, k(1), d2c.data(), d1.data(), g(1), h(1));
    pool_back<2, 2, kChannels1>(c1.data(), 24, w1, d1.data(), d1c.data());
    convolve_back<3, 3, 1, kChannels1, 1>(strip.ptr<float>(), 24, w0, k(0), d1c.data(), nullptr, g(0), h(0));
    return loss;
  }
  void step(double rate, double samples) { descent_.step(weights_, gradient_, rate, samples); }

 private:
  const float* k(int layer) const { return weights_.data() + kernel_[layer]; }
  const float* b(int layer) const { return weights_.data() + bias_[layer]; }
  float* g(int layer) { return gradient_.data() + kernel_[layer]; }
  float* h(int layer) { return gradient_.data() + bias_[layer]; }

  std::vector<float> weights_, gradient_;
  training::Descent descent_;
  long kernel_[6], bias_[6];
  int w0 = 0, w1 = 0, w1p = 0, w2 = 0, w2p = 0, w3 = 0, w4 = 0, w5 = 0;
  std::vector<float> c1, p1, c2, p2, c3, p3, c4, p4, c5, p5, out, d_out, d5, d5c, d4, d4c, d3, d3c, d2, d2c, d1, d1c;
};

// Upright faces of Debian's font packages; what is not installed is left out. By the beginning of the file's name.
training::LineRenderer renderer(unsigned seed) {
  static const std::vector<std::string> names = {"LiberationSans-",
                                                 "LiberationSansNarrow-",
                                                 "LiberationSerif-",
                                                 "LiberationMono-",
                                                 "DejaVuSans",
                                                 "DejaVuSerif",
                                                 "NotoSans-",
                                                 "NotoSansDisplay-",
                                                 "NotoSerif-",
                                                 "NotoMono-",
                                                 "OpenSans-",
                                                 "Lato-",
                                                 "Roboto-",
                                                 "RobotoCondensed-",
                                                 "Carlito-",
                                                 "FreeSans",
                                                 "FreeSerif",
                                                 "FreeMono",
                                                 "B612-",
                                                 "B612Mono-",
                                                 "NimbusSans-",
                                                 "NimbusSansNarrow-",
                                                 "NimbusRoman-",
                                                 "NimbusMonoPS-",
                                                 "C059-",
                                                 "P052-",
                                                 "URWGothic-",
                                                 "URWBookman-",
                                                 "Hack-",
                                                 "Inconsolata",
                                                 "Courier Prime",
                                                 "Anonymous Pro",
                                                 "JetBrainsMono-",
                                                 "LeagueMono-",
                                                 "LeagueMonoNarrow-",
                                                 "OCRB.",
                                                 "OCRA."};
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("/usr/share/fonts")) {
    const std::string name = entry.path().filename().string(), end = entry.path().extension().string();
    const auto has = [&](const char* part) { return name.find(part) != std::string::npos; };
    if ((end != ".ttf" && end != ".otf") || has("Italic") || has("Oblique") || has("Hairline") || has("Thin") ||
        has("UltraLight") || has("ExtraLight") || has("Obl") || has("MathTeX"))
      continue;
    for (const auto& wanted : names)
      if (name.starts_with(wanted)) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<training::Typeface> faces;
  for (const auto& file : files)
    if (auto face = training::load_typeface(file.string()); face.capital > 0) faces.push_back(std::move(face));
  std::fprintf(stderr, "%zu typefaces\n", faces.size());
  return {std::move(faces), seed};
}

int look(const std::string& file) {
  auto strips = renderer(7);
  cv::Mat sheet(40 * 28, 4 * (kWidth + 6), CV_8U, cv::Scalar(255));
  for (int row = 0; row < 40; ++row)
    for (int column = 0; column < 4; ++column)
      strips.next(kWidth).grey.copyTo(sheet(cv::Rect(column * (kWidth + 6), row * 28, kWidth, kStripHeight)));
  return cv::imwrite(file, sheet) ? 0 : 1;
}

bool load(const std::string& file, std::vector<float>& weights) {
  std::vector<cv::float16_t> halves(weights.size());
  std::ifstream in(file, std::ios::binary);
  in.read(reinterpret_cast<char*>(halves.data()), static_cast<std::streamsize>(halves.size() * 2));
  for (std::size_t i = 0; i < halves.size(); ++i) weights[i] = static_cast<float>(halves[i]);
  return in.good();
}

bool save(const std::string& file, const std::vector<float>& weights) {
  std::vector<cv::float16_t> halves;
  for (float w : weights) halves.emplace_back(w);
  std::ofstream out(file, std::ios::binary);
  out.write(reinterpret_cast<const char*>(halves.data()), static_cast<std::streamsize>(halves.size() * 2));
  return out.good();
}

int test(const std::string& file) {
  Trainer trainer(1);
  if (!load(file, trainer.weights())) return 1;
  auto strips = renderer(99991);
  long seen = 0, wrong = 0, places = 0, misplaced = 0;
  std::vector<long> confusions(static_cast<std::size_t>(kClasses * kClasses));
  for (int n = 0; n < 2000; ++n) {
    const auto strip = strips.next(kWidth);
    const auto& sums = trainer.forward(normalise(strip.grey));
    for (std::size_t i = 0; i < strip.labels.size(); ++i) {
      const int label = strip.labels[i].letter;
      if (strip.labels[i].doubtful) continue;
      const float* row = &sums[i * kOutputs];
      const int best = static_cast<int>(std::max_element(row, row + kClasses) - row);
      ++places;
      misplaced += (best >= kLetters) != (label >= kLetters);
      if (label >= kLetters || best >= kLetters) continue;
      ++seen;
      if (best != label) ++wrong, ++confusions[static_cast<std::size_t>(label * kClasses + best)];
    }
  }
  std::printf("letters %ld wrong %.3f %%  places %ld misplaced %.3f %%\n", seen,
              100.0 * static_cast<double>(wrong) / static_cast<double>(seen), places,
              100.0 * static_cast<double>(misplaced) / static_cast<double>(places));
  for (int n = 0; n < 20; ++n) {
    const auto most = std::max_element(confusions.begin(), confusions.end());
    const auto at = static_cast<std::size_t>(most - confusions.begin());
    std::printf("  %s as %s: %ld\n", letters()[at / kClasses].c_str(), letters()[at % kClasses].c_str(), *most);
    *most = 0;
  }
  return 0;
}

int train(const std::string& file, double seconds, unsigned seed, const char* warm) {
  auto strips = renderer(seed);
  Trainer trainer(seed);
  if (warm && !load(warm, trainer.weights())) return 1;
  const std::clock_t start = std::clock();
  const auto elapsed = [&] { return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC; };
  double loss = 0, drawing = 0, samples = 0, saved = 0;
  long batches = 0;
  while (elapsed() < seconds) {
    double in_batch = 0;
    for (int n = 0; n < 12; ++n) {
      const double before = elapsed();
      const auto strip = strips.next(kWidth);
      const cv::Mat even = normalise(strip.grey);
      drawing += elapsed() - before;
      loss += trainer.learn(even, strip.labels);
      in_batch += static_cast<double>(strip.labels.size());
    }
    samples += in_batch;
    const double progress = elapsed() / seconds, peak = warm ? 1.8e-3 : 2.5e-3;
    trainer.step(std::min(1.0, static_cast<double>(batches + 1) / 100) *
                     (peak * 0.5 * (1 + std::cos(CV_PI * std::min(1.0, progress))) + 1e-5),
                 in_batch);
    if (++batches % 200 == 0) {
      std::printf("%5.0f s  %6ld batches  loss %.4f  drawing %.0f %%\n", elapsed(), batches, loss / samples,
                  100 * drawing / elapsed());
      std::fflush(stdout);
      loss = 0, samples = 0;
    }
    if (elapsed() > saved + 120) save(file, trainer.weights()), saved = elapsed();
  }
  return save(file, trainer.weights()) ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> args(arguments + 1, arguments + count);
  if (args.size() < 2)
    return std::cerr
               << "train_capitals_network OUT.bin SECONDS [SEED] [WARM.bin] | --look OUT.png | --test WEIGHTS.bin\n",
           2;
  if (args[0] == "--look") return look(args[1]);
  if (args[0] == "--test") return test(args[1]);
  return train(args[0], std::stod(args[1]), args.size() > 2 ? static_cast<unsigned>(std::stoul(args[2])) : 1,
               args.size() > 3 ? args[3].c_str() : nullptr);
}
