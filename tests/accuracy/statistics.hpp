// What the accuracy tables are made of. Pure functions.
#pragma once
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace cotejo::accuracy {

// Levenshtein distance in bytes over the length of the truth; 1 when only one of them is empty.
double character_error_rate(std::string_view truth, std::string_view found);

// One field at one level of distortion.
struct FieldTally {
  std::size_t expected = 0;  // specimens whose truth has a value
  std::size_t exact = 0;
  std::size_t absent = 0;           // of the expected ones
  std::size_t invented = 0;         // a value where the truth has none
  std::size_t confident_wrong = 0;  // probability >= 0.9 and not the truth
  double errors = 0;                // sum of character error rates over the expected ones

  void add(bool has_truth, std::string_view truth, bool has_value, std::string_view found, double probability);
};

// Do probabilities keep their promise: of the values said with p in a bin, how many were right.
class Reliability {
 public:
  static constexpr std::array<double, 7> edges{0, 0.3, 0.5, 0.7, 0.9, 0.97, 1.0000001};
  struct Bin {
    std::size_t count = 0, right = 0;
    double sum = 0;  // of probabilities
  };
  void add(double probability, bool right);
  const std::array<Bin, edges.size() - 1>& bins() const { return bins_; }

 private:
  std::array<Bin, edges.size() - 1> bins_{};
};

// Two-class scores, higher meaning positive.
struct Roc {
  double auc = 0;  // probability that a positive scores above a negative, ties counting half
  double eer = 0;  // error rate where both errors are equal
  double eer_threshold = 0;
};
Roc roc(std::vector<double> positives, std::vector<double> negatives);

// The probability of a positive, when both kinds are as likely beforehand.
struct Logistic {
  double middle = 0;  // the score at which both are as likely
  double slope = 1;
  double operator()(double score) const;
};
// The most likely one for these scores, each kind counting as much as the other.
Logistic fit_logistic(const std::vector<double>& positives, const std::vector<double>& negatives);

// Shares at a threshold: positives below it, negatives at or above it.
struct ErrorRates {
  double false_negative = 0, false_positive = 0;
};
ErrorRates rates_at(const std::vector<double>& positives, const std::vector<double>& negatives, double threshold);

}  // namespace cotejo::accuracy
