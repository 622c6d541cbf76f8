// Random: the only source of chance in the specimens.
//
// The standard distributions differ between library versions, so the few that are needed are written here: the same
// seed gives the same specimen wherever the program is built. `fork` gives an independent stream per topic; a draw
// added to one topic leaves the others alone. Not thread-safe.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string_view>

namespace cotejo::specimens {

inline constexpr double kTau = 2 * std::numbers::pi;  // a whole turn

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  [[nodiscard]] Random fork(std::string_view topic) const {
    std::uint64_t hash =
        0xcbf29ce484222325U ^ Random(state_).next();  // FNV-1a; the state is mixed first, else near seeds meet
    for (char c : topic) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return Random(hash);
  }

  // splitmix64
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }

  double uniform(double low, double high) { return low + (high - low) * static_cast<double>(next() >> 11) * 0x1.0p-53; }
  // Both ends included.
  int integer(int low, int high) { return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1)); }
  bool chance(double probability) { return uniform(0, 1) < probability; }
  double normal(double mean, double deviation) {
    const double radius = std::sqrt(-2 * std::log(1 - uniform(0, 1)));
    return mean + deviation * radius * std::cos(kTau * uniform(0, 1));
  }
  template <class Sequence>
  const auto& pick(const Sequence& sequence) {
    return sequence[static_cast<std::size_t>(next() % std::size(sequence))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace cotejo::specimens
