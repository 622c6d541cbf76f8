#include "amounts.hpp"

#include <cmath>
#include <cstdlib>

namespace cotejo::judgement {
namespace {

constexpr double kMaxPesos = 1e12;  // beyond, cents are no longer exact

}  // namespace

std::optional<std::int64_t> cents_of(double pesos) {
  if (!(std::abs(pesos) < kMaxPesos)) return std::nullopt;
  return std::llround(pesos * 100);
}

std::string pesos(std::int64_t cents) {
  std::string text = std::to_string(std::abs(cents) / 100);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  const auto rest = std::to_string(std::abs(cents) % 100);
  return (cents < 0 ? "-" : "") + text + (rest.size() == 1 ? ".0" : ".") + rest;
}

}  // namespace cotejo::judgement
