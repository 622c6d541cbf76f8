#include "lattice.hpp"

#include <algorithm>
#include <cmath>

#include "folding.hpp"

namespace cotejo::text_reading {
namespace {

constexpr double kLeastSilence = 0.01;  // a letter too many (a 0 taken for an O and a 0) may be passed over at a price
constexpr double kNoise = -1.6;         // log probability of a step of noise before or after the value: 0.2
constexpr double kNever = -1e30;
constexpr int kFromNoise = -2;

}  // namespace

Lattice::Lattice(const Posteriors& line, const Pattern& pattern, Span span)
    : pattern_(pattern), steps_(static_cast<std::size_t>(span.last - span.first)) {
  const auto known = [&](const Alphabet* alphabet) {
    return std::find_if(by_alphabet_.begin(), by_alphabet_.end(),
                        [&](const Believed& entry) { return entry.alphabet == alphabet; });
  };
  by_alphabet_.reserve(pattern.size());
  for (const auto* alphabet : pattern)
    if (known(alphabet) == by_alphabet_.end())
      by_alphabet_.push_back({alphabet, emissions_of(line, *alphabet, span, kLeastSilence)});
  for (auto& believed : by_alphabet_) {
    for (double value : believed.emissions.values) believed.log_values.push_back(std::log(value));
    for (double value : believed.emissions.silence) believed.log_silence.push_back(std::log(value));
  }
  first_.push_back(0);
  for (const auto* alphabet : pattern) {
    believed_.push_back(&*known(alphabet));
    first_.push_back(first_.back() + believed_.back()->emissions.symbols);
  }
  twin_.assign(sounding(), -1);
  for (std::size_t k = 1; k < pattern.size(); ++k)
    for (int s = first_[k]; s < first_[k + 1]; ++s)
      for (int p = first_[k - 1]; p < first_[k]; ++p)
        if (text_of(k, s) == text_of(k - 1, p)) twin_[static_cast<std::size_t>(s)] = p;
}

// One pass from the first step to the last, in log probabilities of the best path that ends in each state.
struct Lattice::Walk {
  Walk(std::size_t steps, std::size_t states)
      : now(states, kNever), next(states), lead(steps + 1, 0), tail(steps + 1, 0), from(steps * states, kFromNoise) {}

  std::vector<double> now, next;
  std::vector<double> lead, tail;  // of what is before a step, and from it on, when it is no part of the value
  std::vector<int> from;           // of each step and state: the state before
  double best = kNever;
  std::size_t end = 0;    // the last step of the best path
  int last = kFromNoise;  // its state there
};

std::pair<int, int> Lattice::two_best_before(const std::vector<double>& now, std::size_t position) const {
  int top = -1, second = -1;
  if (position == 0) return {top, second};
  const auto value = [&](int state) { return now[static_cast<std::size_t>(state)]; };
  for (int p = first_[position - 1]; p < first_[position]; ++p) {
    if (top < 0 || value(p) > value(top))
      second = top, top = p;
    else if (second < 0 || value(p) > value(second))
      second = p;
  }
  return {top, second};
}

void Lattice::step(Walk& walk, std::size_t t, std::size_t position) const {
  const auto value_of = [&](int state) { return walk.now[static_cast<std::size_t>(state)]; };
  int* back = walk.from.data() + t * walk.now.size();
  const Believed& believed = *believed_[position];
  const double* log_value = believed.log_values.data() + t * static_cast<std::size_t>(believed.emissions.symbols);
  const auto [top, second] = two_best_before(walk.now, position);
  int here = -1;  // the best symbol of this position, from which silence may follow
  for (int s = first_[position]; s < first_[position + 1]; ++s) {
    double value = position == 0 ? walk.lead[t] : kNever;
    int origin = kFromNoise;
    const auto consider = [&](int state) {
      if (state >= 0 && value_of(state) > value) value = value_of(state), origin = state;
    };
    consider(s);
    if (position > 0) {
      consider(static_cast<int>(sounding() + position) - 1);
      consider(twin_[static_cast<std::size_t>(s)] == top ? second : top);
    }
    if (here < 0 || value_of(s) > value_of(here)) here = s;
    walk.next[static_cast<std::size_t>(s)] = value <= kNever ? kNever : value + log_value[s - first_[position]];
    back[s] = origin;
  }
  const auto silent = static_cast<int>(sounding() + position);
  const int before = here < 0 || value_of(silent) >= value_of(here) ? silent : here;
  const double value = value_of(before);
  walk.next[static_cast<std::size_t>(silent)] = value <= kNever ? kNever : value + believed.log_silence[t];
  back[silent] = before;
}

std::optional<Lattice::Path> Lattice::best() const {
  Walk walk(steps_, sounding() + length());
  for (std::size_t t = 0; t < steps_; ++t)
    walk.lead[t + 1] = walk.lead[t] + std::max(believed_[0]->log_silence[t], kNoise);
  for (std::size_t t = steps_; t-- > 0;) walk.tail[t] = walk.tail[t + 1] + walk.lead[t + 1] - walk.lead[t];
  for (std::size_t t = 0; t < steps_; ++t) {
    for (std::size_t k = 0; k < length(); ++k) step(walk, t, k);
    std::swap(walk.now, walk.next);
    for (int s = first_[length() - 1]; s < first_[length()]; ++s)
      if (const double total = walk.now[static_cast<std::size_t>(s)] + walk.tail[t + 1]; total > walk.best)
        walk.best = total, walk.end = t, walk.last = s;
  }
  if (walk.last < 0) return std::nullopt;
  return path_of(walk);
}

Lattice::Path Lattice::path_of(const Walk& walk) const {
  Path out{std::vector<int>(length(), -1), std::vector<Span>(length()), {0, static_cast<int>(walk.end) + 1}};
  int state = walk.last;
  for (std::size_t t = walk.end;; --t) {
    if (state < first_.back()) {
      const auto k =
          static_cast<std::size_t>(std::upper_bound(first_.begin(), first_.end(), state) - first_.begin()) - 1;
      out.states[k] = state;
      if (out.letters[k].empty()) out.letters[k].last = static_cast<int>(t) + 1;
      out.letters[k].first = static_cast<int>(t);
    }
    out.span.first = static_cast<int>(t);
    state = walk.from[t * walk.now.size() + static_cast<std::size_t>(state)];
    if (state == kFromNoise || t == 0) return out;
  }
}

double Lattice::log_total(Span stretch, const std::vector<int>* only) const {
  std::vector<double> now(sounding() + length(), 0), next(sounding() + length(), 0);
  double log_scale = 0;
  for (int t = stretch.first; t < stretch.last; ++t) {
    double before = 0, total = 0;  // sum over the symbols of the position before
    for (std::size_t k = 0; k < length(); ++k) {
      double here = 0;
      for (int s = first_[k]; s < first_[k + 1]; ++s) {
        const auto state = static_cast<std::size_t>(s);
        here += now[state];
        next[state] = 0;
        if (only != nullptr && (*only)[k] != s) continue;
        double sum = now[state];
        if (t == stretch.first)
          sum = k == 0 ? 1 : 0;
        else if (k > 0)
          sum += now[sounding() + k - 1] +
                 std::max(0.0, before - (twin_[state] >= 0 ? now[static_cast<std::size_t>(twin_[state])] : 0.0));
        next[state] = sum * believed_[k]->emissions.at(t, s - first_[k]);
        total += next[state];
      }
      next[sounding() + k] = t == stretch.first ? 0
                                                : (here + now[sounding() + k]) *
                                                      believed_[k]->emissions.silence[static_cast<std::size_t>(t)];
      total += next[sounding() + k];
      before = here;
    }
    if (total <= 0) return kImpossible;
    for (auto& value : next) value /= total;
    log_scale += std::log(total);
    std::swap(now, next);
  }
  double end = now[sounding() + length() - 1];
  for (int s = first_[length() - 1]; s < first_[length()]; ++s) end += now[static_cast<std::size_t>(s)];
  return end > 0 ? log_scale + std::log(end) : kImpossible;
}

std::optional<std::vector<int>> Lattice::states_of(std::string_view text) const {
  const auto letters = letters_of(text);
  if (letters.size() != length()) return std::nullopt;
  std::vector<int> out;
  for (std::size_t k = 0; k < letters.size(); ++k) {
    for (int s = first_[k]; s < first_[k + 1]; ++s)
      if (text_of(k, s) == letters[k]) out.push_back(s);
    if (out.size() != k + 1) return std::nullopt;
  }
  return out;
}

}  // namespace cotejo::text_reading
