// Trains the strip network and writes its weights (32-bit floats, little endian):
//   train_strip_network OUT.bin [CPU_SECONDS=420] [SEED=1] [WARM_START.bin]
//   train_strip_network --look OUT.png        a sheet of training strips
//   train_strip_network --test WEIGHTS.bin    error rates on strips of another seed
// One thread. Adam, cosine decay; the loss is the cross entropy of every output that stands clearly on a character or
// clearly between two.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <opencv2/imgcodecs.hpp>

#include "strip_layers.hpp"
#include "strip_network.hpp"
#include "strip_renderer.hpp"
#include "training/gradients.hpp"

namespace {
using namespace cotejo;
using namespace cotejo::text;
using training::convolve_back;
using training::pool_back;

struct Layer {
  long kernel, bias;
};
constexpr int kSizes[5][2] = {{9 * kChannels1, kChannels1},
                              {9 * kChannels1 * kChannels2, kChannels2},
                              {9 * kChannels2 * kChannels3, kChannels3},
                              {20 * kChannels3 * kHidden, kHidden},
                              {kHidden * kOutputs, kOutputs}};

class Trainer {
 public:
  explicit Trainer(unsigned seed) : weights_(kWeights), gradient_(kWeights), descent_(kWeights) {
    std::mt19937 random(seed);
    long at = 0;
    for (int l = 0; l < 5; ++l) {
      layers_[l] = {at, at + kSizes[l][0]};
      std::normal_distribution<float> normal(
          0, std::sqrt(2.0F / (static_cast<float>(kSizes[l][0]) / static_cast<float>(kSizes[l][1]))));
      for (int i = 0; i < kSizes[l][0]; ++i) weights_[static_cast<std::size_t>(at + i)] = normal(random);
      at += kSizes[l][0] + kSizes[l][1];
    }
  }
  std::vector<float>& weights() { return weights_; }

  double learn(const cv::Mat& strip, const std::vector<int>& labels) {
    const int w0 = strip.cols, w1 = w0 - 2, w1p = w1 / 2, w2 = w1p - 2, w2p = w2 / 2, w3 = w2p - 2, w4 = w3 - 4;
    const auto size = [](int rows, int columns, int channels) {
      return static_cast<std::size_t>(rows * columns * channels);
    };
    c1.resize(size(32, w1, kChannels1)), p1.resize(size(16, w1p, kChannels1)), c2.resize(size(16, w2, kChannels2)),
        p2.resize(size(8, w2p, kChannels2));
    c3.resize(size(8, w3, kChannels3)), p3.resize(size(4, w3, kChannels3)), c4.resize(size(1, w4, kHidden)),
        p4.resize(c4.size()), out.resize(size(1, w4, kOutputs));
    const float* w = weights_.data();
    float* g = gradient_.data();
    using namespace layers;
    convolve<3, 3, 1, kChannels1, 1>(strip.ptr<float>(), 32, w0, w + layers_[0].kernel, w + layers_[0].bias, c1.data());
    pool<2, 2, kChannels1>(c1.data(), 32, w1, p1.data());
    convolve<3, 3, kChannels1, kChannels2, 1>(p1.data(), 16, w1p, w + layers_[1].kernel, w + layers_[1].bias,
                                              c2.data());
    pool<2, 2, kChannels2>(c2.data(), 16, w2, p2.data());
    convolve<3, 3, kChannels2, kChannels3, 1>(p2.data(), 8, w2p, w + layers_[2].kernel, w + layers_[2].bias, c3.data());
    pool<2, 1, kChannels3>(c3.data(), 8, w3, p3.data());
    convolve<4, 5, kChannels3, kHidden, 0>(p3.data(), 4, w3, w + layers_[3].kernel, w + layers_[3].bias, c4.data());
    pool<1, 1, kHidden>(c4.data(), 1, w4, p4.data());
    convolve<1, 1, kHidden, kOutputs, 0>(p4.data(), 1, w4, w + layers_[4].kernel, w + layers_[4].bias, out.data());
    double loss = 0;
    d_out.assign(out.size(), 0);
    for (int i = 0; i < w4; ++i) {
      const int label = labels[static_cast<std::size_t>(i)];
      if (label < 0) continue;
      const float* o = &out[static_cast<std::size_t>(i) * kOutputs];
      float* d = &d_out[static_cast<std::size_t>(i) * kOutputs];
      loss += training::cross_entropy(o, kClasses, label, d);
    }
    d4.assign(c4.size(), 0), d4c.resize(c4.size()), d3.assign(p3.size(), 0), d3c.resize(c3.size()),
        d2.assign(p2.size(), 0), d2c.resize(c2.size()), d1.assign(p1.size(), 0), d1c.resize(c1.size());
    convolve_back<1, 1, kHidden, kOutputs, 0>(p4.data(), 1, w4, w + layers_[4].kernel, d_out.data(), d4.data(),
                                              g + layers_[4].kernel, g + layers_[4].bias);
    pool_back<1, 1, kHidden>(c4.data(), 1, w4, d4.data(), d4c.data());
    convolve_back<4, 5, kChannels3, kHidden, 0>(p3.data(), 4, w3, w + layers_[3].kernel, d4c.data(), d3.data(),
                                                g + layers_[3].kernel, g + layers_[3].bias);
    pool_back<2, 1, kChannels3>(c3.data(), 8, w3, d3.data(), d3c.data());
    convolve_back<3, 3, kChannels2, kChannels3, 1>(p2.data(), 8, w2p, w + layers_[2].kernel, d3c.data(), d2.data(),
                                                   g + layers_[2].kernel, g + layers_[2].bias);
    pool_back<2, 2, kChannels2>(c2.data(), 16, w2, d2.data(), d2c.data());
    convolve_back<3, 3, kChannels1, kChannels2, 1>(p1.data(), 16, w1p, w + layers_[1].kernel, d2c.data(), d1.data(),
                                                   g + layers_[1].kernel, g + layers_[1].bias);
    pool_back<2, 2, kChannels1>(c1.data(), 32, w1, d1.data(), d1c.data());
    convolve_back<3, 3, 1, kChannels1, 1>(strip.ptr<float>(), 32, w0, w + layers_[0].kernel, d1c.data(), nullptr,
                                          g + layers_[0].kernel, g + layers_[0].bias);
    return loss;
  }

  void step(double rate, double samples) { descent_.step(weights_, gradient_, rate, samples); }

 private:
  std::vector<float> weights_, gradient_;
  training::Descent descent_;
  Layer layers_[5];
  std::vector<float> c1, p1, c2, p2, c3, p3, c4, p4, out, d_out, d4, d4c, d3, d3c, d2, d2c, d1, d1c;
};

std::vector<training::Font> load(const std::vector<std::string>& folders_and_names) {
  std::vector<training::Font> fonts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("/usr/share/fonts")) {
    const std::string name = entry.path().filename().string();
    if (std::find(folders_and_names.begin(), folders_and_names.end(), name) == folders_and_names.end()) continue;
    auto font = training::load_font(entry.path().string());
    if (font.pitch > 0) fonts.push_back(std::move(font));
  }
  return fonts;
}

// Debian: fonts-ocr-b; fonts-ocr-a, -liberation, -dejavu-core, -freefont-ttf, -noto-mono, -hack, -inconsolata, -b612,
// -anonymous-pro, -3270, -jetbrains-mono; typewriter: -courier-prime, -freefont-ttf, -urw-base35
training::StripRenderer renderer(unsigned seed) {
  return {load({"OCRB.otf", "OCRBS.otf"}),  // OCRBL is slanted, which no zone is; E, F and X draw outlines and boxes
          load({"OCRA.ttf",
                "OCRABold.ttf",
                "OCRBL.otf",
                "OCRACondensed.ttf",
                "JetBrainsMono-Light.ttf",
                "JetBrainsMono-Medium.ttf",
                "LiberationMono-Regular.ttf",
                "LiberationMono-Bold.ttf",
                "DejaVuSansMono.ttf",
                "DejaVuSansMono-Bold.ttf",
                "NotoMono-Regular.ttf",
                "Hack-Regular.ttf",
                "Hack-Bold.ttf",
                "Inconsolata.otf",
                "B612Mono-Regular.otf",
                "B612Mono-Bold.otf",
                "Anonymous Pro B.ttf",
                "3270-Regular.ttf",
                "JetBrainsMono-Regular.ttf",
                "JetBrainsMono-Bold.ttf"}),
          load({"Courier Prime.otf", "Courier Prime Bold.otf", "FreeMono.ttf", "FreeMonoBold.ttf",
                "NimbusMonoPS-Regular.otf", "NimbusMonoPS-Bold.otf"}),
          seed};
}

constexpr int kWidth = 190;

int look(const std::string& file) {
  auto strips = renderer(7);
  cv::Mat sheet(24 * 36, 4 * (kWidth + 6), CV_8U, cv::Scalar(255));
  for (int row = 0; row < 24; ++row)
    for (int column = 0; column < 4; ++column)
      strips.next(kWidth).grey.copyTo(sheet(cv::Rect(column * (kWidth + 6), row * 36, kWidth, kStripHeight)));
  return cv::imwrite(file, sheet) ? 0 : 1;
}

int test(const std::string& file) {
  std::vector<float> weights(kWeights);
  std::ifstream(file, std::ios::binary).read(reinterpret_cast<char*>(weights.data()), kWeights * sizeof(float));
  const StripNetwork network(weights);
  auto strips = renderer(99991);
  long characters = 0, wrong = 0, places = 0, misplaced = 0;
  std::vector<std::array<long, 2>> bins(11);
  double seconds = 0;
  std::vector<long> confusions(static_cast<std::size_t>(kClasses * kClasses));
  for (int n = 0; n < 3000; ++n) {
    const auto strip = strips.next(kWidth);
    const auto start = std::chrono::steady_clock::now();
    const cv::Mat read = network.read(normalise_strip(strip.grey));
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    for (int i = 0; i < read.rows; ++i) {
      const int label = strip.labels[static_cast<std::size_t>(i)];
      if (label < 0) continue;
      const float* row = read.ptr<float>(i);
      const int best = static_cast<int>(std::max_element(row, row + kClasses) - row);
      ++places;
      misplaced += (best == kBetween) != (label == kBetween);
      if (label == kBetween || best == kBetween) continue;
      ++characters;
      wrong += best != label;
      if (best != label) ++confusions[static_cast<std::size_t>(label * kClasses + best)];
      auto& bin = bins[static_cast<std::size_t>(std::exp(row[best]) * 10)];
      ++bin[0];
      bin[1] += best == label;
    }
  }
  std::printf("characters %ld wrong %.3f %%  places %ld misplaced %.3f %%  %.3f ms a strip\n", characters,
              100.0 * static_cast<double>(wrong) / static_cast<double>(characters), places,
              100.0 * static_cast<double>(misplaced) / static_cast<double>(places), seconds / 3000 * 1e3);
  for (std::size_t b = 0; b < bins.size(); ++b)
    if (bins[b][0])
      std::printf("  p %.1f: %6ld right %.3f\n", static_cast<double>(b) / 10, bins[b][0],
                  static_cast<double>(bins[b][1]) / static_cast<double>(bins[b][0]));
  for (int n = 0; n < 14; ++n) {
    const auto most = std::max_element(confusions.begin(), confusions.end());
    const int at = static_cast<int>(most - confusions.begin());
    std::printf("  %c as %c: %ld\n", character(at / kClasses), character(at % kClasses), *most);
    *most = 0;
  }
  return 0;
}

int train(const std::string& file, double seconds, unsigned seed, const char* warm) {
  auto strips = renderer(seed);
  Trainer trainer(seed);
  if (warm)
    std::ifstream(warm, std::ios::binary)
        .read(reinterpret_cast<char*>(trainer.weights().data()), kWeights * sizeof(float));
  const std::clock_t start = std::clock();
  const auto elapsed = [&] { return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC; };
  double loss = 0, drawing = 0;
  long samples = 0, batches = 0;
  while (elapsed() < seconds) {
    double in_batch = 0;
    for (int n = 0; n < 12; ++n) {
      const double before = elapsed();
      const auto strip = strips.next(kWidth);
      const cv::Mat normalised = normalise_strip(strip.grey);
      drawing += elapsed() - before;
      loss += trainer.learn(normalised, strip.labels);
      in_batch +=
          static_cast<double>(std::count_if(strip.labels.begin(), strip.labels.end(), [](int l) { return l >= 0; }));
    }
    samples += static_cast<long>(in_batch);
    const double progress = elapsed() / seconds, peak = warm ? 1.5e-3 : 3e-3;
    trainer.step(std::min(1.0, static_cast<double>(batches + 1) / 100) *
                     (peak * 0.5 * (1 + std::cos(CV_PI * std::min(1.0, progress))) + 1e-5),
                 in_batch);
    if (++batches % 200 == 0) {
      std::printf("%5.0f s  %6ld batches  loss %.4f  drawing %.0f %%\n", elapsed(), batches,
                  loss / static_cast<double>(samples), 100 * drawing / elapsed());
      std::fflush(stdout);
      loss = 0, samples = 0;
    }
  }
  std::ofstream out(file, std::ios::binary);
  out.write(reinterpret_cast<const char*>(trainer.weights().data()), kWeights * sizeof(float));
  return out.good() ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> args(arguments + 1, arguments + count);
  if (args.empty())
    return std::cerr
               << "train_strip_network OUT.bin [SECONDS] [SEED] [WARM.bin] | --look OUT.png | --test WEIGHTS.bin\n",
           2;
  if (args[0] == "--look" && args.size() > 1) return look(args[1]);
  if (args[0] == "--test" && args.size() > 1) return test(args[1]);
  return train(args[0], args.size() > 1 ? std::stod(args[1]) : 420,
               args.size() > 2 ? static_cast<unsigned>(std::stoul(args[2])) : 1,
               args.size() > 3 ? args[3].c_str() : nullptr);
}
