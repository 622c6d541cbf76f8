// A small fully convolutional network that runs along a strip of fixed-pitch text and says, at every quarter of a
// character, which character is centred there. One pass over the strip is enough for all hypotheses about where the
// characters are.
//
// A strip is kStripHeight rows of 8-bit grey, dark text on a lighter ground, warped so that capitals are about
// kCapitalHeight rows tall around the middle row and the pitch is about kPitch columns. 15 % more or less of either is
// what the network was trained for.
//
// Thread safety: const after construction; `read` may run in several threads.
#pragma once
#include <opencv2/core.hpp>
#include <span>
#include <vector>

namespace cotejo::text {

inline constexpr int kStripHeight = 32;
inline constexpr float kCapitalHeight = 18.0F;
inline constexpr float kPitch = 16.0F;
inline constexpr int kStep = 4;         // strip columns from one output to the next
inline constexpr float kFirst = 16.5F;  // strip column that the first output is centred on
inline constexpr int kField = 34;       // strip columns that one output sees
inline constexpr int kCharacters = 37;  // 0-9, A-Z, <
inline constexpr int kBetween = 37;     // the class of places between characters
inline constexpr int kClasses = 38;
inline constexpr int kOutputs = 40;  // classes, padded to whole vectors

// Sizes of the layers, in the order in which their kernels and biases stand in the weights.
inline constexpr int kChannels1 = 16, kChannels2 = 24, kChannels3 = 32, kHidden = 96;
inline constexpr int kWeights = 9 * kChannels1 + kChannels1 + 9 * kChannels1 * kChannels2 + kChannels2 +
                                9 * kChannels2 * kChannels3 + kChannels3 + 4 * 5 * kChannels3 * kHidden + kHidden +
                                kHidden * kOutputs + kOutputs;

// Character of a class, and class of a character (-1: none).
char character(int class_index);
int class_of(char character);

// Makes contrast and light even: local mean 0, local deviation about 1. 32-bit float of the same size.
cv::Mat normalise_strip(const cv::Mat& strip);

// Returns log-probabilities [outputs][kClasses] as a 32-bit float matrix; empty for a strip narrower than kField.
class StripNetwork {
 public:
  // Borrows the weights, which must have kWeights values and outlive the network.
  explicit StripNetwork(std::span<const float> weights) : weights_(weights) {}
  cv::Mat read(const cv::Mat& normalised_strip) const;

 private:
  std::span<const float> weights_;
};

}  // namespace cotejo::text
