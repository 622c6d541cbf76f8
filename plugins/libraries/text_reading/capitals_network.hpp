// A small convolutional network that runs along a strip of print and says, every few columns, which capital, digit or
// mark is centred there. It has no language model: it reports what it sees, also in blurred print. Trained on degraded
// print in many typefaces (training/train_capitals_network.cpp).
//
// A strip is kStripHeight rows, dark text on a lighter ground, capitals kCapitalHeight rows tall around the middle row
// and kStretch times as wide as they are in the print. 15 % more or less is what the network was trained for.
//
// Thread safety: const after construction; `read` may run in several threads.
#pragma once
#include <array>
#include <cstdint>
#include <networks/kernels.hpp>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <vector>

namespace cotejo::text_reading::capitals {

inline constexpr int kStripHeight = 24;
inline constexpr double kCapitalHeight = 16, kStretch = 1.25;
inline constexpr int kStep = 4;         // strip columns from one output to the next
inline constexpr double kFirst = 24.5;  // strip column that the first output is centred on
inline constexpr int kField = 50;       // strip columns that one output sees

// Letters by class: "0" … "9", "A" … "Z", "Ñ" and marks; then the two classes that are none.
const std::vector<std::string>& letters();
inline constexpr int kLetters = 45, kSpace = 45, kBetween = 46, kClasses = 47;

// Sizes of the layers, in the order in which kernels and biases stand in the weights.
inline constexpr int kChannels1 = 16, kChannels2 = 32, kChannels3 = 64, kHidden1 = 96, kHidden2 = 96, kOutputs = 64;
inline constexpr int kSizes[6][2] = {{9 * kChannels1, kChannels1},
                                     {9 * kChannels1 * kChannels2, kChannels2},
                                     {9 * kChannels2 * kChannels3, kChannels3},
                                     {3 * 5 * kChannels3 * kHidden1, kHidden1},
                                     {5 * kHidden1 * kHidden2, kHidden2},
                                     {kHidden2 * kOutputs, kOutputs}};
constexpr int weights_in_all() {
  int sum = 0;
  for (const auto& size : kSizes) sum += size[0] + size[1];
  return sum;
}
constexpr int outputs_of(int columns) {
  return columns < kField ? 0 : ((columns - 2) / 2 - 2) / 2 - 10;
}

// Makes contrast and light even: local mean 0, local deviation about 1. 32-bit float of the same size.
cv::Mat normalise(const cv::Mat& strip);

// The contents of capitals_network.bin, 16-bit floats.
std::span<const std::uint16_t> trained_weights();

class Network {
 public:
  // As many values as weights_in_all(); they are copied.
  explicit Network(std::span<const std::uint16_t> weights);

  // Probabilities [outputs][kClasses], row by row; of a strip that was normalised.
  std::vector<float> read(const cv::Mat& strip) const;

 private:
  struct Layer {
    std::vector<networks::Matrix> rows;  // of the kernel
    std::vector<float> bias;
  };
  std::array<Layer, 6> layers_;
};

}  // namespace cotejo::text_reading::capitals
