#include "translation.hpp"

#include <algorithm>

#include "folding.hpp"

namespace cotejo::text_reading {

Translation::Translation(const std::vector<std::string>& from, const std::vector<std::string>& to)
    : letters_(static_cast<int>(to.size())) {
  const auto index_of = [&](const std::string& letter) {
    const auto found = std::find(to.begin() + kSpace, to.end(), letter);
    return found == to.end() || letter.empty() ? -1 : static_cast<int>(found - to.begin());
  };
  for (const auto& letter : from) {
    const int same = index_of(letter);
    index_.push_back(same >= 0 ? same : index_of(bare(letter)));
  }
  index_[kBlank] = kBlank;
  index_[kSpace] = kSpace;
}

Posteriors Translation::operator()(const Posteriors& line) const {
  Posteriors out;
  out.steps = line.steps, out.letters = letters_, out.step_width = line.step_width;
  out.values.assign(static_cast<std::size_t>(out.steps * letters_), 0.F);
  for (int t = 0; t < line.steps; ++t)
    for (int i = 0; i < line.letters; ++i)
      if (const int letter = index_[static_cast<std::size_t>(i)]; letter >= 0)
        out.values[static_cast<std::size_t>(t * letters_ + letter)] += line.at(t, i);
  return out;
}

}  // namespace cotejo::text_reading
