// Amounts of money in JSON and in texts.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace cotejo::judgement {

// Nothing beyond what a double holds to the cent.
std::optional<std::int64_t> cents_of(double pesos);
// `1,234.56`, as people read it.
std::string pesos(std::int64_t cents);

}  // namespace cotejo::judgement
