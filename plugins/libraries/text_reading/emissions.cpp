#include "emissions.hpp"

#include <algorithm>
#include <cmath>

namespace cotejo::text_reading {

Emissions emissions_of(const Posteriors& line, const Alphabet& alphabet, Span span, double least_silence) {
  Emissions out;
  out.steps = span.last - span.first;
  out.symbols = static_cast<int>(alphabet.symbols().size());
  out.silence.reserve(static_cast<std::size_t>(out.steps));
  out.values.reserve(static_cast<std::size_t>(out.steps * out.symbols));
  for (int t = span.first; t < span.last; ++t) {
    double sum = static_cast<double>(line.at(t, kBlank));
    for (int letter : alphabet.silent()) sum += static_cast<double>(line.at(t, letter));
    out.silence.push_back(std::max(sum, least_silence));
    for (const auto& symbol : alphabet.symbols()) {
      double value = 0;
      for (const auto& [letter, weight] : symbol.letters) value += static_cast<double>(weight * line.at(t, letter));
      sum += value;
      out.values.push_back(std::max(value, kLeast));
    }
    out.explained += std::min(1.0, sum) / out.steps;
  }
  return out;
}

// Sums in plain numbers, rescaled at each step.
double log_probability(const Emissions& e, const std::vector<int>& text) {
  const std::size_t states = 2 * text.size() + 1;
  std::vector<double> now(states, 0), next(states);
  double log_scale = 0;
  for (int t = 0; t < e.steps; ++t) {
    double total = 0;
    for (std::size_t s = 0; s < states; ++s) {
      double sum = now[s];
      if (t == 0)
        sum = s <= 1 ? 1 : 0;
      else if (s > 0) {
        sum += now[s - 1];
        if (s > 2 && s % 2 == 1 && text[s / 2] != text[s / 2 - 1]) sum += now[s - 2];
      }
      next[s] = sum * (s % 2 == 0 ? e.silence[static_cast<std::size_t>(t)] : e.at(t, text[s / 2]));
      total += next[s];
    }
    if (total <= 0) return kImpossible;
    for (auto& value : next) value /= total;
    log_scale += std::log(total);
    std::swap(now, next);
  }
  const double end = now[states - 1] + (states > 1 ? now[states - 2] : 0);
  return end > 0 ? log_scale + std::log(end) : kImpossible;
}

std::vector<Span> align(const Emissions& e, const std::vector<int>& text) {
  const std::size_t states = 2 * text.size() + 1, steps = static_cast<std::size_t>(e.steps);
  std::vector<Span> out(text.size());
  if (steps == 0 || text.empty()) return out;
  std::vector<double> now(states, 0), next(states);
  std::vector<unsigned char> from(steps * states, 0);
  for (std::size_t t = 0; t < steps; ++t) {
    double top = 0;
    for (std::size_t s = 0; s < states; ++s) {
      double best = t == 0 ? (s <= 1 ? 1 : 0) : now[s];
      unsigned char back = 0;
      if (t > 0)
        for (std::size_t d = 1; d <= 2 && d <= s; ++d) {
          if (d == 2 && (s % 2 == 0 || text[s / 2] == text[s / 2 - 1])) continue;
          if (now[s - d] > best) best = now[s - d], back = static_cast<unsigned char>(d);
        }
      from[t * states + s] = back;
      next[s] = best * (s % 2 == 0 ? e.silence[t] : e.at(static_cast<int>(t), text[s / 2]));
      top = std::max(top, next[s]);
    }
    for (auto& value : next) value /= top > 0 ? top : 1;
    std::swap(now, next);
  }
  std::size_t s = now[states - 2] > now[states - 1] ? states - 2 : states - 1;
  for (std::size_t t = steps; t-- > 0;) {
    if (s % 2 == 1) {
      Span& span = out[s / 2];
      if (span.empty()) span.last = static_cast<int>(t) + 1;
      span.first = static_cast<int>(t);
    }
    s -= from[t * states + s];
  }
  return out;
}

}  // namespace cotejo::text_reading
