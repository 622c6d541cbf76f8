// The months' names in Spanish, in capitals, January first.
#pragma once
#include <array>
#include <string_view>

namespace cotejo::mx {

inline constexpr std::array<std::string_view, 12> kMonths{"ENERO",      "FEBRERO", "MARZO",     "ABRIL",
                                                          "MAYO",       "JUNIO",   "JULIO",     "AGOSTO",
                                                          "SEPTIEMBRE", "OCTUBRE", "NOVIEMBRE", "DICIEMBRE"};

}  // namespace cotejo::mx
