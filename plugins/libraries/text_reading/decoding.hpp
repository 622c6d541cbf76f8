// Decodes the network's probabilities into text: freely, or with the pattern of a field.
//
// A probability here is the network's own: the share of one text among all texts (decode) or among all that the pattern
// allows (match). It ranks readings well, but it is not the probability that a reading is right; each component
// calibrates that with data. Free functions; safe from any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alphabet.hpp"
#include "posteriors.hpp"

namespace cotejo::text_reading {

struct DecodedLetter {
  std::string text;
  Span span;
};
struct Decoded {
  std::vector<DecodedLetter> letters;
  double probability = 0;  // of this text, among all texts of the alphabet
  double fit = 0;          // 0..1: mean share of a step's probability that the alphabet explains
  std::string text() const;
};

// The most probable text of the alphabet in the span. If the alphabet has spaces, there are only single ones, and none
// at the ends.
Decoded decode(const Posteriors& line, const Alphabet& alphabet, Span span);

struct Match {
  std::string text;
  std::vector<Span> letters;  // of each position
  // For each position, the probability of each symbol of its alphabet, never below kLeastShare.
  std::vector<std::vector<double>> shares{};
  double probability = 0;  // of this text, among all texts of the pattern
  double fit = 0;          // 0..1, geometric mean over the positions: how well the pattern explains the stretch
  double plain =
      0;  // 0..1: least share, over the positions, that was read as the letter itself and not as a look-alike
  Span span;
};

inline constexpr double kLeastShare = 1e-4;

// The most probable part of `span` that matches the pattern; noise before and after it reduces its probability. None
// when the pattern is impossible there.
std::optional<Match> match(const Posteriors& line, const Pattern& pattern, Span span);

// Where the letters of a known text lie; empty when the alphabet lacks one.
std::vector<DecodedLetter> places_of(std::string_view text, const Posteriors& line, const Alphabet& alphabet,
                                     Span span);

// The probability of a given text among all texts of the alphabet, or of the pattern.
double probability_of(std::string_view text, const Posteriors& line, const Alphabet& alphabet, Span span);
double probability_of(std::string_view text, const Posteriors& line, const Pattern& pattern, Span span);

}  // namespace cotejo::text_reading
