#include "history_faces.hpp"

#include <algorithm>
#include <cmath>

namespace cotejo::specimens {
namespace {

// Measured with `measure_faces` and its like on what the fetched packages and Debian have (120 faces in 55 press photos
// of five men, and in group photos): 275 pairs of one person 0.787 +- 0.100, one of the two spoilt as a printed
// portrait 0.706 +- 0.102; 4003 pairs of different people among 43: 0.018 +- 0.107, the highest 0.412.
constexpr double kStrangersMean = 0.018, kStrangersDeviation = 0.107;
constexpr double kSelfieMean = 0.887;     // cosine of a photo and its person: its square is that of two photos
constexpr double kPrintedMean = 0.796;    // times kSelfieMean: that of a print and a photo
constexpr double kPhotoDeviation = 0.08;  // gives 0.1 between two photos
constexpr double kWorst = 0.45, kBest = 0.99;

constexpr std::size_t kLength = 512;  // of the model's embeddings
// Random directions of n dimensions deviate by 1 / sqrt(n).
const std::size_t kDimensions = static_cast<std::size_t>(std::lround(1 / (kStrangersDeviation * kStrangersDeviation)));

using Direction = std::vector<double>;

Direction direction(Random random) {
  Direction v(kDimensions);
  double squares = 0;
  for (double& x : v) x = random.normal(0, 1), squares += x * x;
  for (double& x : v) x /= std::sqrt(squares);
  return v;
}

}  // namespace

Embedding photograph(const Face& face, Photographed how, Random random) {
  const Direction person = direction(Random(face.seed));
  Direction noise = direction(random.fork("noise"));
  double along = 0, squares = 0;
  for (std::size_t i = 0; i < kDimensions; ++i) along += person[i] * noise[i];
  for (std::size_t i = 0; i < kDimensions; ++i) noise[i] -= along * person[i], squares += noise[i] * noise[i];
  Random quality = random.fork("quality");
  const double mean = how == Photographed::in_a_selfie ? kSelfieMean : kPrintedMean;
  const double likeness = std::clamp(quality.normal(mean, kPhotoDeviation), kWorst, kBest);
  const double own = std::sqrt(1 - kStrangersMean);
  Embedding out(kLength);
  const std::size_t apart = kLength / (kDimensions + 1);
  for (std::size_t i = 0; i < kDimensions; ++i)
    out[i * apart] = static_cast<float>(
        own * (likeness * person[i] + std::sqrt(1 - likeness * likeness) * noise[i] / std::sqrt(squares)));
  out[kDimensions * apart] = static_cast<float>(std::sqrt(kStrangersMean));  // what all photos have in common
  return out;
}

}  // namespace cotejo::specimens
