// Trains the card map's network and writes its weights (16-bit floats, little endian):
//   train_card_map --render FILE COUNT SEED                                scenes for training
//   train_card_map OUT.bin CPU_SECONDS WARM_START.bin|- RATE LAST_RATE SEED FILE...
//   train_card_map --look OUT.png SEED                                     a sheet of scenes
//   train_card_map --test WEIGHTS.bin                                      agreement with scenes that were not trained
//   on
// One thread. Adam, cosine decay; the loss is the cross entropy of each cell. Scenes are used again mirrored, turned
// and in other colours.
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "card_map.hpp"
#include "scene.hpp"
#include "strip_layers.hpp"

namespace {
using namespace cotejo;
using namespace cotejo::rectify;
using text::layers::kLanes;
using text::layers::Vector;

constexpr int kLayers = std::size(kMapLayers);
constexpr double kBand = 0.8;  // cells: deviation of the band that a side is

struct Sample {
  cv::Mat copy;
  bool card = false;
  std::array<cv::Point2f, 4> corners;  // in pixels of the copy, the first side a long one
};

Sample rendered(training::Dice& dice, cv::Size size) {
  const auto scene = training::scene(dice, size * 2);
  Sample out;
  cv::resize(scene.photo, out.copy, size, 0, 0, cv::INTER_AREA);
  if (!scene.card) return out;
  out.card = true, out.corners = *scene.card;
  for (auto& p : out.corners) p = (p + cv::Point2f(0.5F, 0.5F)) / 2.0F - cv::Point2f(0.5F, 0.5F);
  return out;
}

// One of its mirror images, in other colours.
Sample varied(training::Dice& dice, const Sample& from) {
  Sample out = from;
  out.copy = from.copy.clone();
  if (dice.chance(0.5)) {
    cv::flip(out.copy, out.copy, 1);
    for (auto& p : out.corners) p.x = static_cast<float>(out.copy.cols - 1) - p.x;
  }
  if (dice.chance(0.5)) {
    cv::flip(out.copy, out.copy, 0);
    for (auto& p : out.corners) p.y = static_cast<float>(out.copy.rows - 1) - p.y;
  }
  if (dice.chance(0.5)) {
    out.copy = out.copy.t();
    for (auto& p : out.corners) std::swap(p.x, p.y);
  }
  constexpr int kOrders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
  const auto& order = kOrders[dice.chance(0.4) ? 0 : dice.integer(1, 5)];
  const int gain[3] = {dice.integer(205, 307), dice.integer(230, 282), dice.integer(205, 307)};
  for (int y = 0; y < out.copy.rows; ++y)
    for (int x = 0; x < out.copy.cols; ++x) {
      auto& p = out.copy.at<cv::Vec3b>(y, x);
      const cv::Vec3b was = p;
      for (int k = 0; k < 3; ++k) p[k] = cv::saturate_cast<uchar>(was[order[k]] * gain[k] / 256);
    }
  return out;
}

double distance_to(cv::Point2f p, cv::Point2f a, cv::Point2f b) {
  const cv::Point2f d = b - a, e = p - a;
  const double part = std::clamp(static_cast<double>(e.dot(d)) / std::max(1e-6F, d.dot(d)), 0.0, 1.0);
  return cv::norm(e - d * static_cast<float>(part));
}

// What the map should say: inside, long sides, short sides.
cv::Mat truth_of(const Sample& sample) {
  const cv::Size cells = sample.copy.size() / kMapCell;
  cv::Mat truth(cells, CV_32FC3, cv::Scalar::all(0));
  if (!sample.card) return truth;
  auto corners = sample.corners;
  std::vector<cv::Point> fine;
  cv::Mat mask(cells * 8, CV_8U, cv::Scalar(0)), inside;
  for (auto& p : corners) {
    p = (p + cv::Point2f(0.5F, 0.5F)) / static_cast<float>(kMapCell) - cv::Point2f(0.5F, 0.5F);
    fine.emplace_back(cvRound((p.x + 0.5F) * 8 - 0.5F), cvRound((p.y + 0.5F) * 8 - 0.5F));
  }
  cv::fillConvexPoly(mask, fine, 255);
  cv::resize(mask, inside, cells, 0, 0, cv::INTER_AREA);
  for (int y = 0; y < cells.height; ++y)
    for (int x = 0; x < cells.width; ++x) {
      auto& t = truth.at<cv::Vec3f>(y, x);
      t[0] = static_cast<float>(inside.at<uchar>(y, x)) / 255;
      double near[2] = {1e9, 1e9};
      for (std::size_t i = 0; i < 4; ++i)
        near[i % 2] = std::min(
            near[i % 2], distance_to({static_cast<float>(x), static_cast<float>(y)}, corners[i], corners[(i + 1) % 4]));
      for (int k : {0, 1}) t[k + 1] = static_cast<float>(std::exp(-near[k] * near[k] / (2 * kBand * kBand)));
    }
  return truth;
}

constexpr int kSizes[][2] = {{160, 128}, {160, 112}, {160, 96}, {160, 128}, {160, 160}, {160, 112}, {160, 144}};

int render(const std::string& path, int count, unsigned seed) {
  training::Dice dice(seed);
  std::ofstream out(path, std::ios::binary);
  for (int i = 0; i < count; ++i) {
    const auto& size = kSizes[dice.integer(0, std::size(kSizes) - 1)];
    const bool tall = dice.chance(0.5);
    const Sample s = rendered(dice, tall ? cv::Size(size[1], size[0]) : cv::Size(size[0], size[1]));
    const int head[3] = {s.copy.cols, s.copy.rows, s.card};
    out.write(reinterpret_cast<const char*>(head), sizeof head);
    out.write(reinterpret_cast<const char*>(s.corners.data()), sizeof s.corners);
    out.write(reinterpret_cast<const char*>(s.copy.data), static_cast<std::streamsize>(s.copy.total() * 3));
  }
  return out ? 0 : 1;
}

void load(const std::string& path, std::vector<Sample>& into) {
  std::ifstream in(path, std::ios::binary);
  for (int head[3]; in.read(reinterpret_cast<char*>(head), sizeof head);) {
    Sample s;
    s.copy.create(head[1], head[0], CV_8UC3), s.card = head[2] != 0;
    in.read(reinterpret_cast<char*>(s.corners.data()), sizeof s.corners);
    in.read(reinterpret_cast<char*>(s.copy.data), static_cast<std::streamsize>(s.copy.total() * 3));
    if (in) into.push_back(s);
  }
}

// An image, flat or with a column of zeroes at either end of its rows.
struct Image {
  int rows = 0, columns = 0, channels = 0, pad = 0;
  std::vector<float> values;
  Image() = default;
  Image(int r, int c, int k, int p)
      : rows(r), columns(c), channels(k), pad(p), values(static_cast<std::size_t>(r * (c + 2 * p) * k)) {}
  float* at(int y, int x) { return values.data() + (static_cast<long>(y) * (columns + 2 * pad) + x + pad) * channels; }
  const float* at(int y, int x) const { return const_cast<Image*>(this)->at(y, x); }
  Image with_pad(int p) const {
    if (p == pad) return *this;
    Image out(rows, columns, channels, p);
    for (int y = 0; y < rows; ++y) std::copy_n(at(y, 0), columns * channels, out.at(y, 0));
    return out;
  }
};

template <int K, int IN, int OUT>
Image convolved(const Image& image, const float* kernel, const float* bias) {
  Image out(image.rows, image.columns, OUT, 0);
  text::layers::convolve<K, K, IN, OUT, K / 2>(image.values.data(), image.rows, image.columns + 2 * image.pad, kernel,
                                               bias, out.values.data());
  return out;
}

// Adds to the kernel's and the bias's gradients; returns the image's when wanted.
template <int K, int IN, int OUT>
Image convolved_back(const Image& image, const float* kernel, const Image& outer, float* d_kernel, float* d_bias,
                     bool wanted) {
  constexpr int kPad = K / 2;
  constexpr int kChunk = OUT % 32 == 0 ? 32 : OUT, V = kChunk / kLanes, kInputs = IN % 2 == 0 ? 2 : 1;
  const int rows = outer.rows, columns = outer.columns, wide = image.columns + 2 * image.pad;
  for (long i = 0; i < static_cast<long>(rows) * columns; ++i)
    for (int c = 0; c < OUT; ++c) d_bias[c] += outer.values[static_cast<std::size_t>(i * OUT + c)];
  for (int ky = 0; ky < K; ++ky)
    for (int kx = 0; kx < K; ++kx)
      for (int ci = 0; ci < IN; ci += kInputs)
        for (int c = 0; c < OUT; c += kChunk) {
          Vector sum[kInputs][V] = {};
          for (int y = std::max(0, kPad - ky); y < std::min(rows, rows + kPad - ky); ++y) {
            const float* source = image.values.data() + (static_cast<long>(y + ky - kPad) * wide + kx) * IN + ci;
            const float* gradient = outer.values.data() + static_cast<long>(y) * columns * OUT + c;
            for (int x = 0; x < columns; ++x, source += IN, gradient += OUT)
              for (int v = 0; v < V; ++v) {
                const Vector g = *reinterpret_cast<const Vector*>(gradient + v * kLanes);
                for (int k = 0; k < kInputs; ++k) sum[k][v] += g * source[k];
              }
          }
          for (int k = 0; k < kInputs; ++k)
            for (int v = 0; v < V; ++v)
              *reinterpret_cast<Vector*>(d_kernel + ((static_cast<long>(ky) * K + kx) * IN + ci + k) * OUT + c +
                                         v * kLanes) += sum[k][v];
        }
  if constexpr (IN % kLanes == 0) {
    if (!wanted) return {};
    std::vector<float> turned(static_cast<std::size_t>(K * K * IN * OUT)), none(IN, 0);
    for (int t = 0; t < K * K; ++t)
      for (int ci = 0; ci < IN; ++ci)
        for (int co = 0; co < OUT; ++co)
          turned[static_cast<std::size_t>(((K * K - 1 - t) * OUT + co) * IN + ci)] = kernel[(t * IN + ci) * OUT + co];
    return convolved<K, OUT, IN>(outer.with_pad(kPad), turned.data(), none.data());
  }
  return {};
}

Image rectified(const Image& in, int pad) {
  Image out(in.rows, in.columns, in.channels, pad);
  for (int y = 0; y < in.rows; ++y)
    for (long i = 0; i < static_cast<long>(in.columns) * in.channels; ++i)
      out.at(y, 0)[i] = std::max(0.0F, in.at(y, 0)[i]);
  return out;
}

void rectified_back(const Image& before, Image& gradient) {
  for (std::size_t i = 0; i < gradient.values.size(); ++i)
    if (before.values[i] <= 0) gradient.values[i] = 0;
}

Image halved(const Image& in, int pad) {
  Image out(in.rows / 2, in.columns / 2, in.channels, pad);
  for (int y = 0; y < out.rows; ++y)
    for (int x = 0; x < out.columns; ++x)
      for (int c = 0; c < in.channels; ++c)
        out.at(y, x)[c] = std::max(std::max(in.at(2 * y, 2 * x)[c], in.at(2 * y, 2 * x + 1)[c]),
                                   std::max(in.at(2 * y + 1, 2 * x)[c], in.at(2 * y + 1, 2 * x + 1)[c]));
  return out;
}

// Adds the halved image's gradient to that of the whole one.
void halved_back(const Image& in, const Image& outer, Image& gradient) {
  for (int y = 0; y < outer.rows; ++y)
    for (int x = 0; x < outer.columns; ++x)
      for (int c = 0; c < in.channels; ++c) {
        int best = 0;
        for (int k = 1; k < 4; ++k)
          if (in.at(2 * y + k / 2, 2 * x + k % 2)[c] > in.at(2 * y + best / 2, 2 * x + best % 2)[c]) best = k;
        gradient.at(2 * y + best / 2, 2 * x + best % 2)[c] += outer.at(y, x)[c];
      }
}

Image sum_doubled(const Image& fine, const Image& coarse) {
  Image out = fine;
  for (int y = 0; y < out.rows; ++y)
    for (int x = 0; x < out.columns; ++x)
      for (int c = 0; c < out.channels; ++c) out.at(y, x)[c] += coarse.at(y / 2, x / 2)[c];
  return out;
}

Image doubled_back(const Image& gradient) {
  Image out(gradient.rows / 2, gradient.columns / 2, gradient.channels, 0);
  for (int y = 0; y < gradient.rows; ++y)
    for (int x = 0; x < gradient.columns; ++x)
      for (int c = 0; c < out.channels; ++c) out.at(y / 2, x / 2)[c] += gradient.at(y, x)[c];
  return out;
}

class Trainer {
 public:
  explicit Trainer(unsigned seed)
      : weights_(map_weights()), gradient_(map_weights()), mean_(map_weights()), square_(map_weights()) {
    std::mt19937 random(seed);
    long at = 0;
    for (int l = 0; l < kLayers; ++l) {
      const auto& layer = kMapLayers[l];
      kernels_[l] = at;
      const long size = static_cast<long>(layer.kernel) * layer.kernel * layer.in * layer.out;
      std::normal_distribution<float> normal(
          0, std::sqrt((layer.kernel == 1 ? 1.0F : 2.0F) / static_cast<float>(size / layer.out)));
      for (long i = 0; i < size; ++i) weights_[static_cast<std::size_t>(at + i)] = normal(random);
      at += size + layer.out;
    }
  }
  std::vector<float>& weights() { return weights_; }

  double learn(const Sample& s) {
    const int rows = s.copy.rows, columns = s.copy.cols;
    Image x0(rows, columns, 3, 1);
    const cv::Mat input = map_input(s.copy);
    for (int y = 0; y < rows; ++y) std::copy_n(input.ptr<float>(y), 3 * columns, x0.at(y, 0));
    const Image z1 = forward<0>(x0), f1 = rectified(z1, 0), p1 = halved(f1, 1);
    const Image z2 = forward<1>(p1), s2 = rectified(z2, 1), p2 = halved(s2, 1);
    const Image z3 = forward<2>(p2), s3 = rectified(z3, 1), p3 = halved(s3, 1);
    const Image z4 = forward<3>(p3), s4 = rectified(z4, 1), p4 = halved(s4, 1);
    const Image z5 = forward<4>(p4), r5 = rectified(z5, 1);
    const Image z6 = forward<5>(r5), r6 = rectified(z6, 0);
    const Image t4 = sum_doubled(s4, forward<6>(r6)), z7 = forward<7>(t4), r7 = rectified(z7, 0);
    const Image t3 = sum_doubled(s3, forward<8>(r7)), z8 = forward<9>(t3), r8 = rectified(z8, 0);
    const Image t2 = sum_doubled(s2, forward<10>(r8)), z9 = forward<11>(t2), r9 = rectified(z9, 0);
    const Image out = forward<12>(r9);

    const cv::Mat truth = truth_of(s);
    Image d(out.rows, out.columns, kMapOutputs, 0);
    double loss = 0;
    const float cells = static_cast<float>(out.rows * out.columns);
    for (int y = 0; y < out.rows; ++y)
      for (int x = 0; x < out.columns; ++x)
        for (int k = 0; k < 3; ++k) {
          const float t = truth.at<cv::Vec3f>(y, x)[k], o = out.at(y, x)[k], p = 1 / (1 + std::exp(-o));
          const float weight = (k == 0 ? 1.0F : 0.5F * (1 + 5 * t)) / cells;
          d.at(y, x)[k] = weight * (p - t);
          loss -= static_cast<double>(weight) *
                  (t * std::log(std::max(1e-6F, p)) + (1 - t) * std::log(std::max(1e-6F, 1 - p)));
        }
    Image dr9 = back<12>(r9, d);
    rectified_back(z9, dr9);
    const Image dt2 = back<11>(t2, dr9);
    Image dr8 = back<10>(r8, doubled_back(dt2));
    rectified_back(z8, dr8);
    const Image dt3 = back<9>(t3, dr8);
    Image dr7 = back<8>(r7, doubled_back(dt3));
    rectified_back(z7, dr7);
    const Image dt4 = back<7>(t4, dr7);
    Image dr6 = back<6>(r6, doubled_back(dt4));
    rectified_back(z6, dr6);
    Image dr5 = back<5>(r5, dr6);
    rectified_back(z5, dr5);
    Image d4 = dt4;
    halved_back(s4, back<4>(p4, dr5), d4);
    rectified_back(z4, d4);
    Image d3 = dt3;
    halved_back(s3, back<3>(p3, d4), d3);
    rectified_back(z3, d3);
    Image d2 = dt2;
    halved_back(s2, back<2>(p2, d3), d2);
    rectified_back(z2, d2);
    Image d1(z1.rows, z1.columns, z1.channels, 0);
    halved_back(f1, back<1>(p1, d2), d1);
    rectified_back(z1, d1);
    back<0>(x0, d1, false);
    return loss;
  }

  void step(double rate, int batch) {
    ++steps_;
    double norm = 0;
    for (float& g : gradient_) g /= static_cast<float>(batch), norm += static_cast<double>(g) * g;
    const double clip = std::min(1.0, 1.0 / std::max(1e-9, std::sqrt(norm)));
    const double first = 1 - std::pow(0.9, steps_), second = 1 - std::pow(0.999, steps_);
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      const float g = gradient_[i] * static_cast<float>(clip);
      mean_[i] += 0.1F * (g - mean_[i]);
      square_[i] += 0.001F * (g * g - square_[i]);
      weights_[i] -= static_cast<float>(rate * (mean_[i] / first) / (std::sqrt(square_[i] / second) + 1e-7));
      gradient_[i] = 0;
    }
  }

 private:
  template <std::size_t L>
  Image forward(const Image& in) {
    constexpr MapLayer l = kMapLayers[L];
    const float* kernel = weights_.data() + kernels_[L];
    return convolved<l.kernel, l.in, l.out>(in, kernel, kernel + static_cast<long>(l.kernel) * l.kernel * l.in * l.out);
  }
  template <std::size_t L>
  Image back(const Image& in, const Image& outer, bool wanted = true) {
    constexpr MapLayer l = kMapLayers[L];
    float* gradient = gradient_.data() + kernels_[L];
    return convolved_back<l.kernel, l.in, l.out>(in, weights_.data() + kernels_[L], outer, gradient,
                                                 gradient + static_cast<long>(l.kernel) * l.kernel * l.in * l.out,
                                                 wanted);
  }
  long kernels_[kLayers];
  std::vector<float> weights_, gradient_, mean_, square_;
  int steps_ = 0;
};

constexpr int kBatch = 8;

void write(const std::string& path, const std::vector<float>& weights) {
  cv::Mat packed;
  cv::Mat(1, static_cast<int>(weights.size()), CV_32F, const_cast<float*>(weights.data())).convertTo(packed, CV_16F);
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(packed.data), static_cast<std::streamsize>(packed.total() * 2));
}

void read(const std::string& path, std::vector<float>& weights) {
  cv::Mat packed(1, static_cast<int>(weights.size()), CV_16F), full;
  std::ifstream in(path, std::ios::binary);
  in.read(reinterpret_cast<char*>(packed.data), static_cast<std::streamsize>(packed.total() * 2));
  if (!in) throw std::runtime_error("no weights in " + path);
  packed.convertTo(full, CV_32F);
  weights.assign(full.ptr<float>(), full.ptr<float>() + full.total());
}

double cpu_seconds() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

int look(const std::string& path, unsigned seed) {
  training::Dice dice(seed);
  std::vector<cv::Mat> lines;
  for (int r = 0; r < 6; ++r) {
    std::vector<cv::Mat> cells;
    for (int c = 0; c < 8; ++c) {
      const Sample s = rendered(dice, {160, 128});
      cv::Mat truth, both;
      cv::resize(truth_of(s), truth, s.copy.size(), 0, 0, cv::INTER_NEAREST);
      truth.convertTo(truth, CV_8UC3, 255);
      cv::vconcat(s.copy, truth, both);
      cells.push_back(both);
    }
    lines.emplace_back();
    cv::hconcat(cells, lines.back());
  }
  cv::Mat sheet;
  cv::vconcat(lines, sheet);
  return cv::imwrite(path, sheet) ? 0 : 1;
}

int test(const std::string& path) {
  std::vector<float> weights(map_weights());
  read(path, weights);
  const CardMapNetwork network(weights);
  training::Dice dice(987654);
  double overlap = 0;
  int cards = 0, good = 0, false_cards = 0, none = 0;
  for (int i = 0; i < 400; ++i) {
    const Sample s = rendered(dice, {160, 128});
    const CardMap map = network.look(s.copy);
    cv::Mat truth[3];
    cv::split(truth_of(s), truth);
    const cv::Mat said = map.inside > 0.5, is = truth[0] > 0.5;
    if (cv::countNonZero(is) == 0) {
      ++none, false_cards += cv::countNonZero(said) > 40;
      continue;
    }
    const double part = static_cast<double>(cv::countNonZero(said & is)) / cv::countNonZero(said | is);
    overlap += part, ++cards, good += part > 0.9;
  }
  std::printf("cards %d: overlap %.3f, over 0.9: %.3f; without a card %d, cells said %d\n", cards, overlap / cards,
              1.0 * good / cards, none, false_cards);
  return 0;
}

int train(int argc, char** argv) {
  const double budget = std::atof(argv[2]), full_rate = std::atof(argv[4]), last_rate = std::atof(argv[5]);
  const auto seed = static_cast<unsigned>(std::atoi(argv[6]));
  Trainer trainer(seed);
  if (std::string(argv[3]) != "-") read(argv[3], trainer.weights());
  std::vector<Sample> scenes;
  for (int i = 7; i < argc; ++i) load(argv[i], scenes);
  if (scenes.empty()) throw std::runtime_error("no scenes");
  training::Dice dice(seed);
  double sum = 0;
  int since = 0, batches = 0;
  for (double part = 0; part < 1; part = cpu_seconds() / budget) {
    for (int i = 0; i < kBatch; ++i, ++since)
      sum += trainer.learn(
          varied(dice, scenes[static_cast<std::size_t>(dice.integer(0, static_cast<int>(scenes.size()) - 1))]));
    const double rate = last_rate + (full_rate - last_rate) * 0.5 * (1 + std::cos(CV_PI * std::min(1.0, part)));
    trainer.step(rate * std::min(1.0, (batches + 1) / 50.0), kBatch);
    if (++batches % 50 == 0) {
      std::printf("%5.0f s  %6d scenes  loss %.4f  rate %.5f\n", cpu_seconds(), batches * kBatch, sum / since, rate);
      std::fflush(stdout);
      sum = 0, since = 0;
      write(argv[1], trainer.weights());
    }
  }
  write(argv[1], trainer.weights());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  cv::setNumThreads(1);
  const std::string first = argc > 1 ? argv[1] : "";
  if (first == "--render" && argc == 5)
    return render(argv[2], std::atoi(argv[3]), static_cast<unsigned>(std::atoi(argv[4])));
  if (first == "--look" && argc == 4) return look(argv[2], static_cast<unsigned>(std::atoi(argv[3])));
  if (first == "--test" && argc == 3) return test(argv[2]);
  if (argc > 7) return train(argc, argv);
  std::fprintf(stderr, "see the head of train_card_map.cpp\n");
  return 2;
}
