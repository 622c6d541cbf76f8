// The 32 states: their code in the CURP, at INEGI (clave de elector, plazas) and their postal codes.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace cotejo::mx {

struct State {
  std::string_view curp_code;  // "AS"
  int inegi;                   // 1..32
  int first_prefix;            // first two digits of the lowest postal code
  int last_prefix;             // and of the highest
  std::string_view name;       // "Aguascalientes"
};

// CURP code of those who were born abroad, and the numbers that the clave de elector uses for them (87: of Mexican
// parents, 88: naturalised; not published by INE, seen in the field).
inline constexpr std::string_view kBornAbroad = "NE";
inline constexpr int kBornAbroadFirst = 87, kBornAbroadLast = 88;

std::span<const State> states();                                  // in the order of INEGI
const State* state_of_curp(std::string_view curp_code);           // nullptr when unknown; "NE" is not a state
const State* state_of_inegi(int number);                          // nullptr outside of 1..32
const State* state_of_postal_code(std::string_view five_digits);  // nullptr when no state has it
// A state's name or usual abbreviation in any spelling: "Ciudad de México", "CDMX", "N.L.", "Estado de México"; CURP
// codes too.
const State* state_of_name(std::string_view text);

}  // namespace cotejo::mx
