// Trains the network of voices and writes its weights (16-bit floats, little endian):
//   train_voice_network --speak CORPUS [SEED=1] [--everybody]     some minutes: what it learns from
//   train_voice_network CORPUS OUT.bin CPU_SECONDS [SEED=1] [WARM_START.bin]
// One thread. Adam, cosine decay. The loss is a softmax over speakers of the cosines between a stretch of speech and
// each speaker's own direction, with a margin, so that speakers who were never heard lie apart as well.
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <random>
#include <training/gradients.hpp>

#include "../voice_network.hpp"
#include "corpus.hpp"

namespace {
using namespace voice;
using namespace cotejo::text::layers;
using cotejo::training::convolve_back;
using cotejo::training::pool_back;

constexpr float kSharpness = 24;  // of the softmax over cosines

class Trainer {
 public:
  Trainer(int labels, unsigned seed)
      : labels_(labels),
        weights_(static_cast<std::size_t>(weights_in_all() + labels * kEmbedding)),
        gradient_(weights_.size()),
        descent_(weights_.size()) {
    std::mt19937 random(seed);
    long at = 0;
    const auto place = [&](int layer, int inputs, int outputs) {
      kernel_[layer] = at, bias_[layer] = at + inputs * outputs;
      std::normal_distribution<float> normal(0, std::sqrt(2.F / static_cast<float>(inputs)));
      for (int i = 0; i < inputs * outputs; ++i) weights_[static_cast<std::size_t>(at + i)] = normal(random);
      at = bias_[layer] + outputs;
    };
    for (std::size_t l = 0; l < kLayers.size(); ++l)
      place(static_cast<int>(l), kLayers[l].moments * kLayers[l].in, kLayers[l].out);
    place(4, kSummary, kEmbedding);
    std::normal_distribution<float> normal(0, 0.3F);
    for (auto i = static_cast<std::size_t>(at); i < weights_.size(); ++i) weights_[i] = normal(random);
  }
  std::vector<float>& weights() { return weights_; }

  // Loss, and whether the speaker was the nearest.
  std::pair<double, bool> learn(const cv::Mat& rows, int label, float margin) {
    forward(rows);
    d_e.assign(kEmbedding, 0);
    const auto told = tell(label, margin);
    back(rows);
    return told;
  }
  void step(double rate, double samples) { descent_.step(weights_, gradient_, rate, samples); }

 private:
  void forward(const cv::Mat& rows) {
    w0 = rows.rows, w1 = w0 - 4, w1p = w1 / 2, w2 = w1p - 4, w2p = w2 / 2, w3 = w2p - 4;
    const auto size = [](int moments, int channels) { return static_cast<std::size_t>(moments * channels); };
    c1.resize(size(w1, kChannels1)), p1.resize(size(w1p, kChannels1));
    c2.resize(size(w2, kChannels2)), p2.resize(size(w2p, kChannels2));
    c3.resize(size(w3, kChannels3)), p3.resize(c3.size());
    c4.resize(size(w3, kMoments)), p4.resize(c4.size()), summary.resize(kSummary), e.resize(kEmbedding);
    convolve<1, kWidth, kFeatures, kChannels1, 0>(rows.ptr<float>(), 1, w0, k(0), b(0), c1.data());
    pool<1, 2, kChannels1>(c1.data(), 1, w1, p1.data());
    convolve<1, kWidth, kChannels1, kChannels2, 0>(p1.data(), 1, w1p, k(1), b(1), c2.data());
    pool<1, 2, kChannels2>(c2.data(), 1, w2, p2.data());
    convolve<1, kWidth, kChannels2, kChannels3, 0>(p2.data(), 1, w2p, k(2), b(2), c3.data());
    pool<1, 1, kChannels3>(c3.data(), 1, w3, p3.data());
    convolve<1, 1, kChannels3, kMoments, 0>(p3.data(), 1, w3, k(3), b(3), c4.data());
    pool<1, 1, kMoments>(c4.data(), 1, w3, p4.data());
    for (int c = 0; c < kMoments; ++c) {
      double sum = 0, squares = 0;
      for (int m = 0; m < w3; ++m) {
        const double v = p4[static_cast<std::size_t>(m * kMoments + c)];
        sum += v, squares += v * v;
      }
      const double mean = sum / w3;
      summary[static_cast<std::size_t>(c)] = static_cast<float>(mean);
      summary[static_cast<std::size_t>(kMoments + c)] =
          static_cast<float>(std::sqrt(std::max(0.0, squares / w3 - mean * mean) + kFlat));
    }
    convolve<1, 1, kSummary, kEmbedding, 0>(summary.data(), 1, 1, k(4), b(4), e.data());
  }

  std::pair<double, bool> tell(int label, float margin) {
    const auto norm = [](const float* v) {
      float sum = 1e-8F;
      for (int i = 0; i < kEmbedding; ++i) sum += v[i] * v[i];
      return std::sqrt(sum);
    };
    const float length = norm(e.data());
    std::vector<float> cosine(static_cast<std::size_t>(labels_)), logits(cosine.size()), slope(cosine.size()),
        lengths(cosine.size());
    for (int l = 0; l < labels_; ++l) {
      const auto at = static_cast<std::size_t>(l);
      const float* w = speaker(l);
      lengths[at] = norm(w);
      float dot = 0;
      for (int i = 0; i < kEmbedding; ++i) dot += e[static_cast<std::size_t>(i)] * w[i];
      cosine[at] = dot / length / lengths[at];
      logits[at] = kSharpness * (cosine[at] - (l == label ? margin : 0));
    }
    const double loss = cotejo::training::cross_entropy(logits.data(), labels_, label, slope.data());
    for (int l = 0; l < labels_; ++l) {
      const auto at = static_cast<std::size_t>(l);
      const float d = kSharpness * slope[at];
      const float* w = speaker(l);
      float* g = gradient_.data() + (w - weights_.data());
      for (int i = 0; i < kEmbedding; ++i) {
        const float own = e[static_cast<std::size_t>(i)] / length, theirs = w[i] / lengths[at];
        d_e[static_cast<std::size_t>(i)] += d * (theirs - cosine[at] * own) / length;
        g[i] += d * (own - cosine[at] * theirs) / lengths[at];
      }
    }
    const auto nearest = std::max_element(cosine.begin(), cosine.end()) - cosine.begin();
    return {loss, nearest == label};
  }

  void back(const cv::Mat& rows) {
    d_summary.assign(kSummary, 0);
    convolve_back<1, 1, kSummary, kEmbedding, 0>(summary.data(), 1, 1, k(4), d_e.data(), d_summary.data(), g(4), h(4));
    d4.resize(p4.size());
    for (int m = 0; m < w3; ++m)
      for (int c = 0; c < kMoments; ++c) {
        const auto at = static_cast<std::size_t>(m * kMoments + c), mean = static_cast<std::size_t>(c),
                   spread = static_cast<std::size_t>(kMoments + c);
        d4[at] =
            (d_summary[mean] + d_summary[spread] * (p4[at] - summary[mean]) / summary[spread]) / static_cast<float>(w3);
      }
    d4c.resize(c4.size()), d3.assign(p3.size(), 0), d3c.resize(c3.size()), d2.assign(p2.size(), 0);
    d2c.resize(c2.size()), d1.assign(p1.size(), 0), d1c.resize(c1.size());
    pool_back<1, 1, kMoments>(c4.data(), 1, w3, d4.data(), d4c.data());
    convolve_back<1, 1, kChannels3, kMoments, 0>(p3.data(), 1, w3, k(3), d4c.data(), d3.data(), g(3), h(3));
    pool_back<1, 1, kChannels3>(c3.data(), 1, w3, d3.data(), d3c.data());
    convolve_back<1, kWidth, kChannels2, kChannels3, 0>(p2.data(), 1, w2p, k(2), d3c.data(), d2.data(), g(2), h(2));
    pool_back<1, 2, kChannels2>(c2.data(), 1, w2, d2.data(), d2c.data());
    convolve_back<1, kWidth, kChannels1, kChannels2, 0>(p1.data(), 1, w1p, k(1), d2c.data(), d1.data(), g(1), h(1));
    pool_back<1, 2, kChannels1>(c1.data(), 1, w1, d1.data(), d1c.data());
    convolve_back<1, kWidth, kFeatures, kChannels1, 0>(rows.ptr<float>(), 1, w0, k(0), d1c.data(), nullptr, g(0), h(0));
  }

  const float* speaker(int label) const { return weights_.data() + weights_in_all() + label * kEmbedding; }
  const float* k(int layer) const { return weights_.data() + kernel_[layer]; }
  const float* b(int layer) const { return weights_.data() + bias_[layer]; }
  float* g(int layer) { return gradient_.data() + kernel_[layer]; }
  float* h(int layer) { return gradient_.data() + bias_[layer]; }

  int labels_;
  std::vector<float> weights_, gradient_;
  cotejo::training::Descent descent_;
  long kernel_[5], bias_[5];
  int w0 = 0, w1 = 0, w1p = 0, w2 = 0, w2p = 0, w3 = 0;
  std::vector<float> c1, p1, c2, p2, c3, p3, c4, p4, summary, e, d_e, d_summary, d4, d4c, d3, d3c, d2, d2c, d1, d1c;
};

// A piece of a stretch, with noise that the channels did not have, and sometimes without its pitch.
cv::Mat piece(const cv::Mat& rows, std::mt19937& random) {
  const auto uniform = [&](float low, float high) { return std::uniform_real_distribution<float>(low, high)(random); };
  const int wanted = std::uniform_int_distribution<int>(180, 400)(random), frames = std::min(wanted, rows.rows);
  const int first = std::uniform_int_distribution<int>(0, rows.rows - frames)(random);
  cv::Mat out = rows.rowRange(first, first + frames).clone();
  if (uniform(0, 1) < 0.5F) {
    const float level = uniform(-3, -0.3F), lean = uniform(-0.8F, 0.8F);  // in the features' unit
    for (int f = 0; f < out.rows; ++f) {
      float* row = out.ptr<float>(f);
      for (int b = 0; b < speech::kBands; ++b) {
        const float noise = level + lean * (static_cast<float>(b) / speech::kBands - 0.5F) + uniform(-0.3F, 0.3F);
        row[b] = 0.5F * std::log(std::exp(2 * row[b]) + std::exp(2 * noise));
      }
    }
  }
  normalise(out);
  for (int b = 0; b < speech::kBands; ++b) out.col(b) *= 2;  // it was scaled before
  if (uniform(0, 1) < 0.15F) out.col(speech::kBands).setTo(0);
  return out;
}

bool load(const std::string& file, std::vector<float>& weights) {
  std::vector<cv::float16_t> halves(static_cast<std::size_t>(weights_in_all()));
  std::ifstream in(file, std::ios::binary);
  in.read(reinterpret_cast<char*>(halves.data()), static_cast<std::streamsize>(halves.size() * 2));
  for (std::size_t i = 0; i < halves.size(); ++i) weights[i] = static_cast<float>(halves[i]);
  return in.good();
}

bool save(const std::string& file, const std::vector<float>& weights) {
  std::vector<cv::float16_t> halves;
  for (int i = 0; i < weights_in_all(); ++i) halves.emplace_back(weights[static_cast<std::size_t>(i)]);
  std::ofstream out(file, std::ios::binary);
  out.write(reinterpret_cast<const char*>(halves.data()), static_cast<std::streamsize>(halves.size() * 2));
  return out.good();
}

int train(const training::Corpus& corpus, const std::string& file, double seconds, unsigned seed, const char* warm) {
  Trainer trainer(corpus.labels, seed);
  if (warm && !load(warm, trainer.weights())) return 1;
  std::mt19937 random(seed);
  const std::clock_t start = std::clock();
  const auto elapsed = [&] { return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC; };
  constexpr int kBatch = 32;
  constexpr float kMargin = 0.15F;
  double loss = 0;
  long batches = 0, right = 0, seen = 0;
  while (elapsed() < seconds) {
    const double progress = std::min(1.0, elapsed() / seconds);
    const float margin = kMargin * std::min(1.F, static_cast<float>(batches) / 1500);
    for (int n = 0; n < kBatch; ++n) {
      const auto& stretch =
          corpus.stretches[std::uniform_int_distribution<std::size_t>(0, corpus.stretches.size() - 1)(random)];
      const auto [lost, found] = trainer.learn(piece(stretch.rows, random), stretch.label, margin);
      loss += lost, right += found ? 1 : 0, ++seen;
    }
    trainer.step(std::min(1.0, static_cast<double>(batches + 1) / 100) *
                     (1.5e-3 * 0.5 * (1 + std::cos(CV_PI * progress)) + 1e-5),
                 kBatch);
    if (++batches % 100 == 0) {
      std::printf("%5.0f s  %6ld batches  loss %.3f  right %.1f %%\n", elapsed(), batches,
                  loss / static_cast<double>(seen), 100.0 * static_cast<double>(right) / static_cast<double>(seen));
      std::fflush(stdout);
      loss = 0, right = 0, seen = 0;
      save(file, trainer.weights());
    }
  }
  return save(file, trainer.weights()) ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<std::string> args(arguments + 1, arguments + count);
  const bool everybody = !args.empty() && args.back() == "--everybody";
  if (everybody) args.pop_back();
  if (args.size() < 2)
    return std::cerr << "train_voice_network --speak CORPUS [SEED] [--everybody] | CORPUS OUT.bin SECONDS [SEED] "
                        "[WARM.bin]\n",
           2;
  if (args[0] == "--speak") {
    training::save(training::speak_corpus(args.size() > 2 ? std::stoull(args[2]) : 1, everybody), args[1]);
    return 0;
  }
  if (args.size() < 3) return 2;
  return train(training::load(args[0]), args[1], std::stod(args[2]),
               args.size() > 3 ? static_cast<unsigned>(std::stoul(args[3])) : 1,
               args.size() > 4 ? args[4].c_str() : nullptr);
}
