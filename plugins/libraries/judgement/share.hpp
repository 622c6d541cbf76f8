// Probabilities that were found on as many of one kind as of the other, where the kinds are not as many.
#pragma once

namespace cotejo::judgement {

// Bayes' rule: `even` is the probability if every other one were of the kind, `share` how many are.
inline double at_share(double even, double share) {
  const double of_kind = even * share, other = (1 - even) * (1 - share);
  return of_kind + other > 0 ? of_kind / (of_kind + other) : 0;
}

}  // namespace cotejo::judgement
