// Amounts of money in JSON and in texts.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace cotejo::judgement {

// Pesos as whole cents; none when the amount is too large for a double to be exact to the cent.
std::optional<std::int64_t> cents_of(double pesos);
// An amount for people: `1,234.56`.
std::string pesos(std::int64_t cents);

}  // namespace cotejo::judgement
