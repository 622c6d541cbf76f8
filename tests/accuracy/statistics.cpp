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
  double best = 2;
  for (const double t : thresholds) {
    const auto r = rates_at(positives, negatives, t);
    if (const double gap = std::abs(r.false_negative - r.false_positive); gap < best) {
      best = gap;
      out.eer = (r.false_negative + r.false_positive) / 2;
      out.eer_threshold = t;
    }
  }
  return out;
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
