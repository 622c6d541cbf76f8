// The states of a pattern over one part of a line: the symbols of each position, then the silence after each position.
// The search is exact, since a pattern has few symbols at each position; free text needs a beam search.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emissions.hpp"

namespace cotejo::text_reading {

// Keeps a reference to the pattern. [thread-safe]
class Lattice {
 public:
  Lattice(const Posteriors& line, const Pattern& pattern, Span span);

  struct Path {
    std::vector<int> states;  // of each position
    std::vector<Span> letters;
    Span span;
  };
  // The best match; silence around it costs nothing, noise does.
  std::optional<Path> best() const;

  // Log of the sum over all alignments in the stretch, of one text or, without one, of every text of the pattern.
  double log_total(Span stretch, const std::vector<int>* only) const;

  // The states of a text, if it has the pattern.
  std::optional<std::vector<int>> states_of(std::string_view text) const;
  const Symbol& symbol(std::size_t position, int state) const {
    return pattern_[position]->symbols()[static_cast<std::size_t>(state - first_[position])];
  }

 private:
  struct Walk;
  // What the network believes under one alphabet; its logarithms serve every position that has this alphabet.
  struct Believed {
    const Alphabet* alphabet;
    Emissions emissions;
    std::vector<double> log_values{}, log_silence{};
  };
  std::size_t sounding() const { return static_cast<std::size_t>(first_.back()); }  // then the silences
  std::size_t length() const { return believed_.size(); }
  const std::string& text_of(std::size_t position, int state) const { return symbol(position, state).text; }
  std::pair<int, int> two_best_before(const std::vector<double>& now, std::size_t position) const;
  void step(Walk& walk, std::size_t t, std::size_t position) const;
  Path path_of(const Walk& walk) const;

  const Pattern& pattern_;
  std::size_t steps_;
  std::vector<Believed> by_alphabet_;
  std::vector<const Believed*> believed_;  // at each position
  std::vector<int> first_;                 // first state of each position; then their number
  std::vector<int> twin_;  // of each symbol, the same letter at the position before, which may not precede it directly
};

}  // namespace cotejo::text_reading
