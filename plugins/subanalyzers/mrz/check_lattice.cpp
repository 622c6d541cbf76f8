#include "check_lattice.hpp"

#include <algorithm>

namespace cotejo::mrz {
namespace {

constexpr int kWeights[] = {7, 3, 1};
constexpr int kAgainst = 9;  // -1 modulo 10

// Classes are 0-9, A-Z (10 to 35) and the filler, which counts 0.
int remainder_of(int class_index) {
  return class_index == 36 ? 0 : class_index % 10;
}

struct State {
  std::array<float, 100> value{};  // own remainder x 10 + composite remainder
};

}  // namespace

CheckLattice::CheckLattice(const Cells& cells, const std::vector<CheckRule>& rules) : cells_(cells) {
  struct Weighed {
    Place place;
    int weight;
    bool used;
  };
  std::vector<Weighed> composite;
  const bool has_composite = !rules.empty() && rules.back().field == Field::composite;
  if (has_composite) {
    for (const Span& span : rules.back().covers)
      for (std::size_t i = 0; i < span.length; ++i)
        composite.push_back({{span.line, span.begin + i}, kWeights[composite.size() % 3], false});
    composite.push_back({{rules.back().digit.line, rules.back().digit.begin}, kAgainst, false});
  }
  const auto in_composite = [&](Place place) {
    for (auto& c : composite)
      if (c.place == place) {
        c.used = true;
        return c.weight;
      }
    return 0;
  };
  for (std::size_t r = 0; r + (has_composite ? 1 : 0) < rules.size(); ++r) {
    int position = 0;
    for (const Span& span : rules[r].covers)
      for (std::size_t i = 0; i < span.length; ++i) {
        const Place place{span.line, span.begin + i};
        steps_.push_back({place, kWeights[position++ % 3], in_composite(place), false});
      }
    const Place digit{rules[r].digit.line, rules[r].digit.begin};
    steps_.push_back({digit, kAgainst, in_composite(digit), true});
  }
  for (const auto& c : composite)
    if (!c.used) steps_.push_back({c.place, 0, c.weight, false});
}

std::array<float, 10> CheckLattice::by_remainder(const Step& step, const std::vector<Choice>& fixed) const {
  const Cell& cell = cells_[step.place.line][step.place.column];
  std::array<float, 10> sums{};
  for (const Choice& choice : fixed)
    if (choice.place == step.place) {
      const int c = text::class_of(choice.character);
      sums[static_cast<std::size_t>(remainder_of(c))] = cell[static_cast<std::size_t>(c)];
      return sums;
    }
  for (int c = 0; c < text::kCharacters; ++c)
    sums[static_cast<std::size_t>(remainder_of(c))] += cell[static_cast<std::size_t>(c)];
  return sums;
}

double CheckLattice::mass(const std::vector<Choice>& fixed) const {
  State now;
  now.value[0] = 1;
  for (const Step& step : steps_) {
    const auto sums = by_remainder(step, fixed);
    State next;
    for (std::size_t v = 0; v < 10; ++v) {
      if (sums[v] <= 0) continue;
      const std::size_t own = v * static_cast<std::size_t>(step.own) % 10,
                        composite = v * static_cast<std::size_t>(step.composite) % 10;
      for (std::size_t s = 0; s < 100; ++s)
        if (now.value[s] > 0)
          next.value[(s / 10 + own) % 10 * 10 + (s % 10 + composite) % 10] += now.value[s] * sums[v];
    }
    if (step.closes) std::fill(next.value.begin() + 10, next.value.end(), 0.0F);
    now = next;
  }
  return static_cast<double>(now.value[0]);
}

std::vector<CheckLattice::Choice> CheckLattice::best() const {
  State now;
  now.value[0] = 1;
  struct From {
    signed char state = -1, character = 0;
  };
  std::vector<std::array<From, 100>> trail(steps_.size());
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Step& step = steps_[i];
    const Cell& cell = cells_[step.place.line][step.place.column];
    std::array<int, 10> likeliest;
    likeliest.fill(-1);
    for (int c = 0; c < text::kCharacters; ++c) {
      int& now_likeliest = likeliest[static_cast<std::size_t>(remainder_of(c))];
      if (now_likeliest < 0 || cell[static_cast<std::size_t>(c)] > cell[static_cast<std::size_t>(now_likeliest)])
        now_likeliest = c;
    }
    State next;
    for (std::size_t v = 0; v < 10; ++v) {
      const float p = cell[static_cast<std::size_t>(likeliest[v])];
      if (p <= 0) continue;
      const std::size_t own = v * static_cast<std::size_t>(step.own) % 10,
                        composite = v * static_cast<std::size_t>(step.composite) % 10;
      for (std::size_t s = 0; s < 100; ++s) {
        const std::size_t to = (s / 10 + own) % 10 * 10 + (s % 10 + composite) % 10;
        if (now.value[s] * p > next.value[to]) {
          next.value[to] = now.value[s] * p;
          trail[i][to] = {static_cast<signed char>(s), static_cast<signed char>(likeliest[v])};
        }
      }
    }
    if (step.closes) std::fill(next.value.begin() + 10, next.value.end(), 0.0F);
    now = next;
  }
  std::vector<Choice> choices;
  if (now.value[0] <= 0) return choices;
  std::size_t state = 0;
  for (std::size_t i = steps_.size(); i-- > 0;) {
    const From from = trail[i][state];
    choices.push_back({steps_[i].place, text::character(from.character)});
    state = static_cast<std::size_t>(from.state);
  }
  return choices;
}

}  // namespace cotejo::mrz
