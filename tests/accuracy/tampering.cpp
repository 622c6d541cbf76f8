#include "tampering.hpp"

#include <algorithm>
#include <cstdio>

#include "statistics.hpp"

namespace cotejo::accuracy {
namespace {

constexpr const char* kPassedOn = "resaved";  // and nothing changed

bool is_genuine(const std::string& kind) {
  return kind == "genuine" || kind == kPassedOn;
}

std::size_t above(const std::vector<double>& scores, double threshold) {
  return static_cast<std::size_t>(
      std::count_if(scores.begin(), scores.end(), [&](double s) { return s >= threshold; }));
}

}  // namespace

void TamperingTable::add(const std::string& kind, const std::string& level, double score, bool hit) {
  auto& scores = scores_[{kind, level}];
  scores.all.push_back(score);
  scores.hits += hit ? 1 : 0;
}

void TamperingTable::print(const char* what, double threshold) const {
  std::map<std::string, Scores> by_kind;
  std::vector<double> genuine, passed_on;
  for (const auto& [key, scores] : scores_) {
    auto& kind = by_kind[key.first];
    kind.all.insert(kind.all.end(), scores.all.begin(), scores.all.end());
    kind.hits += scores.hits;
    if (is_genuine(key.first)) genuine.insert(genuine.end(), scores.all.begin(), scores.all.end());
    if (key.first == kPassedOn) passed_on.insert(passed_on.end(), scores.all.begin(), scores.all.end());
  }
  std::printf("\n%-28s %6s %8s %8s %10s %8s\n", what, "n", "AUC", "saved", "at limit", "place");
  for (const auto& [kind, scores] : by_kind) {
    const double n = static_cast<double>(scores.all.size());
    std::printf("%-28s %6zu ", kind.c_str(), scores.all.size());
    if (is_genuine(kind)) {
      std::printf("%8s %8s %9.1f%% %8s\n", "", "", 100 * static_cast<double>(above(scores.all, threshold)) / n, "");
    } else {
      std::printf("%8.4f %8.4f %9.1f%% %7.1f%%\n", roc(scores.all, genuine).auc, roc(scores.all, passed_on).auc,
                  100 * static_cast<double>(above(scores.all, threshold)) / n,
                  100 * static_cast<double>(scores.hits) / n);
    }
  }
  for (const auto& [key, scores] : scores_)
    if (is_genuine(key.first))
      std::printf("false alarms, %s %s: %zu of %zu\n", key.second.c_str(), key.first.c_str(),
                  above(scores.all, threshold), scores.all.size());
}

}  // namespace cotejo::accuracy
