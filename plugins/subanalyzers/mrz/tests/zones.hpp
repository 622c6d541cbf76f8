// Machine-readable zones of invented people, with right check digits. Deterministic by seed.
#pragma once
#include <random>
#include <string>
#include <vector>

namespace cotejo::mrz::testing {

// `french_id`: France's former card, two lines of 36 with an order of its own.
enum class Kind { td1, td2, td3, mrv_a, mrv_b, ine, french_id };
inline constexpr Kind kKinds[] = {Kind::td1,   Kind::td2, Kind::td3,      Kind::mrv_a,
                                  Kind::mrv_b, Kind::ine, Kind::french_id};

std::vector<std::string> random_zone(Kind kind, std::mt19937& random);

inline double uniform(std::mt19937& random, double low, double high) {
  return std::uniform_real_distribution<>(low, high)(random);
}
inline int integer(std::mt19937& random, int low, int high) {
  return std::uniform_int_distribution<>(low, high)(random);
}
inline bool chance(std::mt19937& random, double probability) {
  return uniform(random, 0, 1) < probability;
}

}  // namespace cotejo::mrz::testing
