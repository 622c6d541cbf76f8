#include "statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cotejo::accuracy {
namespace {
constexpr double kConfident = 0.9;  // what a user may rely on: at least 98 of 100 of these must be right
}

double character_error_rate(std::string_view truth, std::string_view found) {
  if (truth.empty()) return found.empty() ? 0 : 1;
  std::vector<std::size_t> row(found.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= truth.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= found.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (truth[i - 1] == found[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return std::min(1.0, static_cast<double>(row.back()) / static_cast<double>(truth.size()));
}

void FieldTally::add(bool has_truth, std::string_view truth, bool has_value, std::string_view found,
                     double probability) {
  const bool right = has_truth == has_value && (!has_truth || truth == found);
  if (has_truth) {
    ++expected;
    exact += right;
    absent += !has_value;
    errors += character_error_rate(truth, has_value ? found : std::string_view{});
  } else {
    invented += has_value;
  }
  confident_wrong += has_value && !right && probability >= kConfident;
}

void Reliability::add(double probability, bool right) {
  for (std::size_t i = 0; i < bins_.size(); ++i) {
    if (probability >= edges[i + 1]) continue;
    ++bins_[i].count;
    bins_[i].right += right;
    bins_[i].sum += probability;
    return;
  }
}

Roc roc(std::vector<double> positives, std::vector<double> negatives) {
  Roc out;
  if (positives.empty() || negatives.empty()) return out;
  std::sort(positives.begin(), positives.end());
  std::sort(negatives.begin(), negatives.end());
  double wins = 0;
  for (const double p : positives) {
    const auto [low, high] = std::equal_range(negatives.begin(), negatives.end(), p);
    wins += static_cast<double>(low - negatives.begin()) + 0.5 * static_cast<double>(high - low);
  }
  out.auc = wins / (static_cast<double>(positives.size()) * static_cast<double>(negatives.size()));
  std::vector<double> thresholds = positives;
  thresholds.insert(thresholds.end(), negatives.begin(), negatives.end());
  thresholds.push_back(std::nextafter(std::max(positives.back(), negatives.back()), INFINITY));
  const auto below = [](const std::vector<double>& sorted, double t) {
    return static_cast<double>(std::lower_bound(sorted.begin(), sorted.end(), t) - sorted.begin()) /
           static_cast<double>(sorted.size());
  };
  double best = 2;
  for (const double t : thresholds) {
    const double missed = below(positives, t), accepted = 1 - below(negatives, t);
    if (const double gap = std::abs(missed - accepted); gap < best) {
      best = gap;
      out.eer = (missed + accepted) / 2;
      out.eer_threshold = t;
    }
  }
  return out;
}

double Logistic::operator()(double score) const {
  return 1 / (1 + std::exp(-slope * (score - middle)));
}

Logistic fit_logistic(const std::vector<double>& positives, const std::vector<double>& negatives) {
  // p = 1 / (1 + exp(-(a x + b))): Newton's method on the log likelihood, each class weighing one half. Equal classes
  // would lead to a slope without end: a tiny penalty bounds it.
  constexpr double kPenalty = 1e-6;
  double a = 1, b = 0;
  for (int round = 0; round < 100; ++round) {
    double ga = -kPenalty * a, gb = 0, haa = kPenalty, hab = 0, hbb = 1e-12;
    const auto add = [&](const std::vector<double>& scores, double wanted) {
      const double weight = 0.5 / static_cast<double>(std::max<std::size_t>(1, scores.size()));
      for (const double x : scores) {
        const double p = 1 / (1 + std::exp(-(a * x + b))), error = weight * (wanted - p), bend = weight * p * (1 - p);
        ga += error * x, gb += error;
        haa += bend * x * x, hab += bend * x, hbb += bend;
      }
    };
    add(positives, 1), add(negatives, 0);
    const double determinant = haa * hbb - hab * hab;
    if (determinant <= 0) break;
    const double da = (hbb * ga - hab * gb) / determinant, db = (haa * gb - hab * ga) / determinant;
    const double longest = std::max({1.0, std::abs(da) / 5, std::abs(db) / 5});  // far from the top it would overshoot
    a += da / longest, b += db / longest;
    if (std::abs(da) + std::abs(db) < 1e-9) break;
  }
  return {.middle = -b / a, .slope = a};
}

ErrorRates rates_at(const std::vector<double>& positives, const std::vector<double>& negatives, double threshold) {
  const auto share = [](auto count, std::size_t all) {
    return all ? static_cast<double>(count) / static_cast<double>(all) : 0.0;
  };
  return {share(std::count_if(positives.begin(), positives.end(), [&](double s) { return s < threshold; }),
                positives.size()),
          share(std::count_if(negatives.begin(), negatives.end(), [&](double s) { return s >= threshold; }),
                negatives.size())};
}

}  // namespace cotejo::accuracy
