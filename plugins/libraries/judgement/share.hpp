// Converts a probability that was calibrated on equally many cases of both kinds to cases where one kind is rarer.
#pragma once

namespace cotejo::judgement {

// Bayes' rule. `even`: the probability if half of the cases were of the kind; `share`: the share of cases that are.
inline double at_share(double even, double share) {
  const double of_kind = even * share, other = (1 - even) * (1 - share);
  return of_kind + other > 0 ? of_kind / (of_kind + other) : 0;
}

}  // namespace cotejo::judgement
