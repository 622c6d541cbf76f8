// How well altered evidence is told from what is genuine, kind by kind.
#pragma once
#include <map>
#include <string>
#include <vector>

namespace cotejo::accuracy {

class TamperingTable {
 public:
  // `kind`: `genuine`, `resaved`, or how it was altered; `hit`: whether the strongest sign points at what was altered.
  void add(const std::string& kind, const std::string& level, double score, bool hit);
  // AUC of each kind against all that is genuine, and against what was saved again alone; how many of each are at or
  // above the threshold.
  void print(const char* what, double threshold) const;
  bool empty() const { return scores_.empty(); }

 private:
  struct Scores {
    std::vector<double> all;
    std::size_t hits = 0;
  };
  std::map<std::pair<std::string, std::string>, Scores> scores_;  // by kind and level
};

}  // namespace cotejo::accuracy
