#include "decoding.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "folding.hpp"

namespace cotejo::text_reading {
namespace {

constexpr double kLeast = 1e-6;  // probability of what the network excludes: no single step can veto a text

int index_of(const LineNetwork& network, std::string_view letter) {
  const auto& all = network.letters();
  for (std::size_t i = 1; i < all.size(); ++i)
    if (all[i] == letter) return static_cast<int>(i);
  return -1;
}

Span clip(const Posteriors& line, Span span) {
  return {std::max(span.first, 0), std::min(span.last, line.steps)};
}

// Within a pattern, the least probability of silence: a letter too many (a 0 that was taken for an O and a 0) may be
// passed over at a price.
constexpr double kLeastSilence = 0.01;

// Emissions of one stretch under one alphabet: silence and each symbol, per step; never below their least.
struct Emissions {
  int steps = 0, symbols = 0;
  double explained = 0;  // mean share of a step that the alphabet accounts for
  std::vector<double> silence, values;
  double at(int step, int symbol) const { return values[static_cast<std::size_t>(step * symbols + symbol)]; }
};

Emissions emissions_of(const Posteriors& line, const Alphabet& alphabet, Span span, double least_silence = kLeast) {
  Emissions out;
  out.steps = span.last - span.first;
  out.symbols = static_cast<int>(alphabet.symbols().size());
  out.silence.reserve(static_cast<std::size_t>(out.steps));
  out.values.reserve(static_cast<std::size_t>(out.steps * out.symbols));
  for (int t = span.first; t < span.last; ++t) {
    double sum = static_cast<double>(line.at(t, LineNetwork::kBlank));
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

// Log probability of one sequence of symbols over all alignments. Sums in plain numbers, rescaled at each step.
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
    if (total <= 0) return -1e9;
    for (auto& value : next) value /= total;
    log_scale += std::log(total);
    std::swap(now, next);
  }
  const double end = now[states - 1] + (states > 1 ? now[states - 2] : 0);
  return end > 0 ? log_scale + std::log(end) : -1e9;
}

// Where each symbol of a known text lies: the best alignment.
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

// Beam search over prefixes: unlike the single best path it adds up the alignments of a text. Prefixes are nodes of a
// tree.
class Search {
 public:
  explicit Search(const Emissions& e) : e_(e) {}

  std::vector<int> best() {
    nodes_.push_back({-1, -1, 1, 0, 0, 0});
    beam_ = {0};
    for (int t = 0; t < e_.steps; ++t) step(t);
    int node = beam_.empty() ? 0 : beam_.front();
    std::vector<int> out;
    for (; nodes_[static_cast<std::size_t>(node)].parent >= 0; node = nodes_[static_cast<std::size_t>(node)].parent)
      out.push_back(nodes_[static_cast<std::size_t>(node)].symbol);
    std::reverse(out.begin(), out.end());
    return out;
  }

 private:
  static constexpr std::size_t kBeam = 8;
  static constexpr double kIgnored = 0.004;  // a symbol less probable than this at a step is not worth a new prefix
  struct Node {
    int parent, symbol;
    double silent, sounding;  // probability of the prefix at this step, ending in silence or in its last symbol
    double next_silent, next_sounding;  // at the next step
    std::vector<std::pair<int, int>> children{};
  };

  int child(int parent, int symbol) {
    for (const auto& [known, node] : nodes_[static_cast<std::size_t>(parent)].children)
      if (known == symbol) return node;
    const int node = static_cast<int>(nodes_.size());
    nodes_.push_back({parent, symbol, 0, 0, 0, 0});
    nodes_[static_cast<std::size_t>(parent)].children.emplace_back(symbol, node);
    return node;
  }

  void step(int t) {
    std::vector<int> touched = beam_, likely;
    for (int symbol = 0; symbol < e_.symbols; ++symbol)
      if (e_.at(t, symbol) >= kIgnored) likely.push_back(symbol);
    for (int index : beam_) {
      const Node node = nodes_[static_cast<std::size_t>(index)];
      Node& same = nodes_[static_cast<std::size_t>(index)];
      same.next_silent += (node.silent + node.sounding) * e_.silence[static_cast<std::size_t>(t)];
      if (node.symbol >= 0) same.next_sounding += node.sounding * e_.at(t, node.symbol);
      for (int symbol : likely) {
        const int grown = child(index, symbol);
        Node& longer = nodes_[static_cast<std::size_t>(grown)];
        if (longer.next_sounding == 0 && longer.next_silent == 0 &&
            std::find(touched.begin(), touched.end(), grown) == touched.end())
          touched.push_back(grown);
        longer.next_sounding += (symbol == node.symbol ? node.silent : node.silent + node.sounding) * e_.at(t, symbol);
      }
    }
    double total = 0;
    for (int index : touched) {
      Node& node = nodes_[static_cast<std::size_t>(index)];
      node.silent = node.next_silent, node.sounding = node.next_sounding;
      node.next_silent = node.next_sounding = 0;
      total += node.silent + node.sounding;
    }
    std::sort(touched.begin(), touched.end(), [&](int a, int b) { return value(a) > value(b); });
    for (std::size_t i = kBeam; i < touched.size(); ++i)
      nodes_[static_cast<std::size_t>(touched[i])].silent = nodes_[static_cast<std::size_t>(touched[i])].sounding = 0;
    touched.resize(std::min(touched.size(), kBeam));
    for (int index : touched)
      nodes_[static_cast<std::size_t>(index)].silent /= total,
          nodes_[static_cast<std::size_t>(index)].sounding /= total;
    beam_ = std::move(touched);
  }
  double value(int index) const {
    return nodes_[static_cast<std::size_t>(index)].silent + nodes_[static_cast<std::size_t>(index)].sounding;
  }

  const Emissions& e_;
  std::vector<Node> nodes_;
  std::vector<int> beam_;
};

// The network of states of a pattern over one stretch: the symbols of each position, then the silence after each
// position.
class Lattice {
 public:
  Lattice(const Posteriors& line, const Pattern& pattern, Span span)
      : pattern_(pattern), steps_(span.last - span.first) {
    by_alphabet_.reserve(pattern.size());
    for (const auto* alphabet : pattern) {
      auto found = std::find_if(by_alphabet_.begin(), by_alphabet_.end(),
                                [&](const auto& entry) { return entry.first == alphabet; });
      if (found == by_alphabet_.end())
        by_alphabet_.emplace_back(alphabet, emissions_of(line, *alphabet, span, kLeastSilence));
    }
    first_.push_back(0);
    for (const auto* alphabet : pattern) {
      emissions_.push_back(&std::find_if(by_alphabet_.begin(), by_alphabet_.end(), [&](const auto& entry) {
                              return entry.first == alphabet;
                            })->second);
      first_.push_back(first_.back() + emissions_.back()->symbols);
    }
    // For each symbol, the state of the same letter at the position before: it may not follow directly.
    twin_.assign(static_cast<std::size_t>(first_.back()), -1);
    for (std::size_t k = 1; k < pattern.size(); ++k)
      for (int s = first_[k]; s < first_[k + 1]; ++s)
        for (int p = first_[k - 1]; p < first_[k]; ++p)
          if (text_of(k, s) == text_of(k - 1, p)) twin_[static_cast<std::size_t>(s)] = p;
  }

  struct Path {
    std::vector<int> states;  // of each position
    std::vector<Span> letters;
    Span span;
  };

  // The best stretch; silence around it is free, noise costs kNoise a step.
  std::optional<Path> best() const {
    constexpr double kNoise = -1.6;
    const auto length = emissions_.size(), sounding = static_cast<std::size_t>(first_.back()),
               states = sounding + length;
    const auto steps = static_cast<std::size_t>(steps_);
    constexpr double kNever = -1e30;
    std::vector<double> now(states, kNever), next(states), lead(steps + 1, 0), tail(steps + 1, 0);
    std::vector<int> from(steps * states, kFromNoise);
    for (std::size_t t = 0; t < steps; ++t)
      lead[t + 1] = lead[t] + std::max(std::log(emissions_[0]->silence[t]), kNoise);
    for (std::size_t t = steps; t-- > 0;) tail[t] = tail[t + 1] + lead[t + 1] - lead[t];
    double best = kNever;
    std::size_t end = 0;
    int last = kFromNoise;
    for (std::size_t t = 0; t < steps; ++t) {
      int* back = from.data() + t * states;
      for (std::size_t k = 0; k < length; ++k) {
        int top = -1, second = -1;
        if (k > 0)
          for (int p = first_[k - 1]; p < first_[k]; ++p) {
            if (top < 0 || now[static_cast<std::size_t>(p)] > now[static_cast<std::size_t>(top)])
              second = top, top = p;
            else if (second < 0 || now[static_cast<std::size_t>(p)] > now[static_cast<std::size_t>(second)])
              second = p;
          }
        int here = -1;
        for (int s = first_[k]; s < first_[k + 1]; ++s) {
          double value = k == 0 ? lead[t] : kNever;
          int origin = kFromNoise;
          const auto consider = [&](int state) {
            if (state >= 0 && now[static_cast<std::size_t>(state)] > value)
              value = now[static_cast<std::size_t>(state)], origin = state;
          };
          consider(s);
          if (k > 0) {
            consider(static_cast<int>(sounding + k) - 1);
            consider(twin_[static_cast<std::size_t>(s)] == top ? second : top);
          }
          if (here < 0 || now[static_cast<std::size_t>(s)] > now[static_cast<std::size_t>(here)]) here = s;
          next[static_cast<std::size_t>(s)] =
              value <= kNever ? kNever : value + std::log(emissions_[k]->at(static_cast<int>(t), s - first_[k]));
          back[s] = origin;
        }
        const std::size_t silent = sounding + k;
        const bool stay = here < 0 || now[silent] >= now[static_cast<std::size_t>(here)];
        const double value = stay ? now[silent] : now[static_cast<std::size_t>(here)];
        next[silent] = value <= kNever ? kNever : value + std::log(emissions_[k]->silence[t]);
        back[silent] = stay ? static_cast<int>(silent) : here;
      }
      std::swap(now, next);
      for (int s = first_[length - 1]; s < first_[length]; ++s)
        if (const double total = now[static_cast<std::size_t>(s)] + tail[t + 1]; total > best)
          best = total, end = t, last = s;
    }
    if (last < 0) return std::nullopt;
    Path out{std::vector<int>(length, -1), std::vector<Span>(length), {0, static_cast<int>(end) + 1}};
    for (std::size_t t = end;; --t) {
      if (last < first_.back()) {
        const auto k =
            static_cast<std::size_t>(std::upper_bound(first_.begin(), first_.end(), last) - first_.begin()) - 1;
        out.states[k] = last;
        if (out.letters[k].empty()) out.letters[k].last = static_cast<int>(t) + 1;
        out.letters[k].first = static_cast<int>(t);
      }
      out.span.first = static_cast<int>(t);
      last = from[t * states + static_cast<std::size_t>(last)];
      if (last == kFromNoise || t == 0) return out;
    }
  }

  // Log of the sum over all alignments in the stretch, of one text or, without one, of every text of the pattern.
  double log_total(Span stretch, const std::vector<int>* only) const {
    const auto length = emissions_.size(), sounding = static_cast<std::size_t>(first_.back());
    std::vector<double> now(sounding + length, 0), next(sounding + length, 0);
    double log_scale = 0;
    for (int t = stretch.first; t < stretch.last; ++t) {
      double before = 0, total = 0;  // sum over the symbols of the position before
      for (std::size_t k = 0; k < length; ++k) {
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
            sum += now[sounding + k - 1] +
                   std::max(0.0, before - (twin_[state] >= 0 ? now[static_cast<std::size_t>(twin_[state])] : 0.0));
          next[state] = sum * emissions_[k]->at(t, s - first_[k]);
          total += next[state];
        }
        next[sounding + k] =
            t == stretch.first ? 0 : (here + now[sounding + k]) * emissions_[k]->silence[static_cast<std::size_t>(t)];
        total += next[sounding + k];
        before = here;
      }
      if (total <= 0) return -1e9;
      for (auto& value : next) value /= total;
      log_scale += std::log(total);
      std::swap(now, next);
    }
    double end = now[sounding + length - 1];
    for (int s = first_[length - 1]; s < first_[length]; ++s) end += now[static_cast<std::size_t>(s)];
    return end > 0 ? log_scale + std::log(end) : -1e9;
  }

  std::optional<std::vector<int>> states_of(std::string_view text) const {
    const auto letters = letters_of(text);
    if (letters.size() != emissions_.size()) return std::nullopt;
    std::vector<int> out;
    for (std::size_t k = 0; k < letters.size(); ++k) {
      for (int s = first_[k]; s < first_[k + 1]; ++s)
        if (text_of(k, s) == letters[k]) out.push_back(s);
      if (out.size() != k + 1) return std::nullopt;
    }
    return out;
  }
  const Symbol& symbol(std::size_t position, int state) const {
    return pattern_[position]->symbols()[static_cast<std::size_t>(state - first_[position])];
  }

 private:
  static constexpr int kFromNoise = -2;
  const std::string& text_of(std::size_t position, int state) const { return symbol(position, state).text; }

  const Pattern& pattern_;
  int steps_;
  std::vector<std::pair<const Alphabet*, Emissions>> by_alphabet_;
  std::vector<const Emissions*> emissions_;  // of each position
  std::vector<int> first_;                   // first state of each position; then their number
  std::vector<int> twin_;
};

}  // namespace

Alphabet::Alphabet(const LineNetwork& network, std::string_view symbols, const std::vector<std::string>& look_alikes,
                   std::string_view silent) {
  for (auto letter : letters_of(symbols)) {
    Symbol symbol{std::string(letter), {}};
    if (const int index = index_of(network, letter); index > 0)
      symbol.letters.emplace_back(index, 1.F);
    else if (const int plain = index_of(network, bare(letter)); plain > 0)
      symbol.letters.emplace_back(plain, 1.F);  // a network without Ñ reads N
    for (const auto& group : look_alikes) {
      const auto members = letters_of(group);
      if (members.empty() || members[0] != letter) continue;
      for (std::size_t i = 1; i < members.size(); ++i)
        if (const int index = index_of(network, members[i]); index > 0) symbol.letters.emplace_back(index, 1.F);
    }
    symbols_.push_back(std::move(symbol));
  }
  for (auto letter : letters_of(silent))
    if (const int index = index_of(network, letter); index > 0) silent_.push_back(index);
}

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
  const std::vector<int> text = Search(e).best();
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

namespace {

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
