#include "decoding.hpp"

#include <algorithm>
#include <cmath>

#include "folding.hpp"
#include "lattice.hpp"
#include "prefix_search.hpp"

namespace cotejo::text_reading {
namespace {

Span clip(const Posteriors& line, Span span) {
  return {std::max(span.first, 0), std::min(span.last, line.steps)};
}

std::optional<std::vector<int>> symbols_of(std::string_view text, const Alphabet& alphabet) {
  std::vector<int> out;
  const auto& all = alphabet.symbols();
  for (auto letter : letters_of(text)) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Symbol& symbol) { return symbol.text == letter; });
    if (found == all.end()) return std::nullopt;
    out.push_back(static_cast<int>(found - all.begin()));
  }
  return out;
}

std::vector<double> shares_of(const Posteriors& line, const Alphabet& alphabet, Span letter) {
  std::vector<double> out;
  double total = 0;
  for (const auto& symbol : alphabet.symbols()) {
    double sum = 0;
    for (int t = letter.first; t < letter.last; ++t)
      for (const auto& [index, weight] : symbol.letters) sum += static_cast<double>(weight * line.at(t, index));
    out.push_back(sum);
    total += sum;
  }
  for (double& share : out) share = std::max(kLeastShare, total > 0 ? share / total : 0);
  return out;
}

}  // namespace

std::string Decoded::text() const {
  std::string out;
  for (const auto& letter : letters) out += letter.text;
  return out;
}

Decoded decode(const Posteriors& line, const Alphabet& alphabet, Span span) {
  Decoded out;
  span = clip(line, span);
  if (span.empty()) return out;
  const Emissions e = emissions_of(line, alphabet, span);
  out.fit = e.explained;
  const std::vector<int> text = most_probable(e);
  out.probability = std::min(1.0, std::exp(log_probability(e, text)));
  const auto places = align(e, text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string& symbol = alphabet.symbols()[static_cast<std::size_t>(text[i])].text;
    if (symbol == " " && (out.letters.empty() || out.letters.back().text == " ")) continue;
    out.letters.push_back({symbol, {places[i].first + span.first, places[i].last + span.first}});
  }
  if (!out.letters.empty() && out.letters.back().text == " ") out.letters.pop_back();
  return out;
}

std::optional<Match> match(const Posteriors& line, const Pattern& pattern, Span span) {
  span = clip(line, span);
  if (pattern.empty() || span.last - span.first < static_cast<int>(pattern.size())) return std::nullopt;
  const Lattice lattice(line, pattern, span);
  const auto path = lattice.best();
  if (!path) return std::nullopt;
  Match out;
  const double own = lattice.log_total(path->span, &path->states), all = lattice.log_total(path->span, nullptr);
  out.probability = std::min(1.0, std::exp(own - all));
  out.fit = std::min(1.0, std::exp(all / static_cast<double>(pattern.size())));
  out.plain = 1;
  for (std::size_t k = 0; k < pattern.size(); ++k) {
    const Symbol& symbol = lattice.symbol(k, path->states[k]);
    const Span letter{path->letters[k].first + span.first, path->letters[k].last + span.first};
    out.text += symbol.text;
    out.letters.push_back(letter);
    out.shares.push_back(shares_of(line, *pattern[k], letter));
    double itself = 0, together = 0;
    for (int t = letter.first; t < letter.last; ++t)
      for (std::size_t i = 0; i < symbol.letters.size(); ++i) {
        const double value = static_cast<double>(line.at(t, symbol.letters[i].first));
        together += value;
        if (i == 0) itself += value;
      }
    if (together > 0) out.plain = std::min(out.plain, itself / together);
  }
  out.span = {path->span.first + span.first, path->span.last + span.first};
  return out;
}

std::vector<DecodedLetter> places_of(std::string_view text, const Posteriors& line, const Alphabet& alphabet,
                                     Span span) {
  span = clip(line, span);
  const auto symbols = symbols_of(text, alphabet);
  if (span.empty() || !symbols) return {};
  const auto places = align(emissions_of(line, alphabet, span), *symbols);
  std::vector<DecodedLetter> out;
  for (std::size_t i = 0; i < places.size(); ++i)
    out.push_back({alphabet.symbols()[static_cast<std::size_t>((*symbols)[i])].text,
                   {places[i].first + span.first, places[i].last + span.first}});
  return out;
}

double probability_of(std::string_view text, const Posteriors& line, const Alphabet& alphabet, Span span) {
  span = clip(line, span);
  const auto symbols = symbols_of(text, alphabet);
  if (span.empty() || !symbols) return 0;
  return std::min(1.0, std::exp(log_probability(emissions_of(line, alphabet, span), *symbols)));
}

double probability_of(std::string_view text, const Posteriors& line, const Pattern& pattern, Span span) {
  span = clip(line, span);
  if (pattern.empty() || span.last - span.first < static_cast<int>(pattern.size())) return 0;
  const Lattice lattice(line, pattern, span);
  const auto states = lattice.states_of(text);
  const auto path = lattice.best();
  if (!states || !path) return 0;
  return std::min(1.0, std::exp(lattice.log_total(path->span, &*states) - lattice.log_total(path->span, nullptr)));
}

}  // namespace cotejo::text_reading
