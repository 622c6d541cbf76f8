// Months as papers write them.
#pragma once
#include <array>

namespace cotejo::specimens {

inline constexpr std::array kMonths{"enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
                                    "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};
inline constexpr std::array kShortMonths{"ENE", "FEB", "MAR", "ABR", "MAY", "JUN",
                                         "JUL", "AGO", "SEP", "OCT", "NOV", "DIC"};

}  // namespace cotejo::specimens
