// Converts one network's probabilities to the letters of another, so that either of two readers may be used as the
// first. A letter that the other network lacks counts as its plain form (Á as A) or is dropped. Thread-safe: const
// after construction.
#pragma once
#include <string>
#include <vector>

#include "posteriors.hpp"

namespace cotejo::text_reading {

class Translation {
 public:
  // `from`, `to`: letters by index, as LineNetwork::letters().
  Translation(const std::vector<std::string>& from, const std::vector<std::string>& to);
  Posteriors operator()(const Posteriors& line) const;

 private:
  std::vector<int> index_;  // of a letter in the other network; -1: not there
  int letters_;
};

}  // namespace cotejo::text_reading
