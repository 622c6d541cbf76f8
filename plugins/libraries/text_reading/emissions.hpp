// The network's probabilities for one part of a line, reduced to the symbols of an alphabet, and the two sums over them
// that decoding needs. Free functions; safe from any thread.
#pragma once
#include <vector>

#include "alphabet.hpp"
#include "posteriors.hpp"

namespace cotejo::text_reading {

inline constexpr double kLeast = 1e-6;       // least probability, so that no single step can exclude a text
inline constexpr double kImpossible = -1e9;  // log probability of the impossible

// Silence and each symbol, per step; never below their least.
struct Emissions {
  int steps = 0, symbols = 0;
  double explained = 0;  // mean share of a step that the alphabet accounts for
  std::vector<double> silence, values;
  double at(int step, int symbol) const { return values[static_cast<std::size_t>(step * symbols + symbol)]; }
};

Emissions emissions_of(const Posteriors& line, const Alphabet& alphabet, Span span, double least_silence = kLeast);

// Log probability of one sequence of symbols over all alignments.
double log_probability(const Emissions& e, const std::vector<int>& text);

// Where each symbol of a known text lies: the best alignment, in steps of the stretch.
std::vector<Span> align(const Emissions& e, const std::vector<int>& text);

}  // namespace cotejo::text_reading
