#include "mx/state.hpp"

#include <array>
#include <string>

#include "letters.hpp"
#include "mx/name.hpp"

namespace cotejo::mx {
namespace {

constexpr State kStates[] = {
#define STATE(curp, inegi, first, last, name) State{curp, inegi, first, last, name},
#include "states.inc"
#undef STATE
};

struct Alias {
  std::string_view text;  // comparable form
  std::string_view curp_code;
};

// Abbreviations in addresses and on cards (INE style), and names that are not the table's own.
constexpr Alias kAliases[] = {{"AGS", "AS"},
                              {"BCN", "BC"},
                              {"BCS", "BS"},
                              {"CAMP", "CC"},
                              {"COAH", "CL"},
                              {"COAHUILA DE ZARAGOZA", "CL"},
                              {"COL", "CM"},
                              {"CHIS", "CS"},
                              {"CHIH", "CH"},
                              {"CDMX", "DF"},
                              {"MEXICO DF", "DF"},
                              {"DISTRITO FEDERAL", "DF"},
                              {"DGO", "DG"},
                              {"GTO", "GT"},
                              {"GRO", "GR"},
                              {"HGO", "HG"},
                              {"JAL", "JC"},
                              {"MEX", "MC"},
                              {"EDOMEX", "MC"},
                              {"EDO MEX", "MC"},
                              {"EDO DE MEX", "MC"},
                              {"EDO DE MEXICO", "MC"},
                              {"ESTADO DE MEXICO", "MC"},
                              {"MICH", "MN"},
                              {"MICHOACAN DE OCAMPO", "MN"},
                              {"MOR", "MS"},
                              {"NAY", "NT"},
                              {"OAX", "OC"},
                              {"PUE", "PL"},
                              {"QRO", "QT"},
                              {"QUERETARO DE ARTEAGA", "QT"},
                              {"QROO", "QR"},
                              {"Q ROO", "QR"},
                              {"SLP", "SP"},
                              {"SIN", "SL"},
                              {"SON", "SR"},
                              {"TAB", "TC"},
                              {"TAMPS", "TS"},
                              {"TAM", "TS"},
                              {"TLAX", "TL"},
                              {"VER", "VZ"},
                              {"VERACRUZ DE IGNACIO DE LA LLAVE", "VZ"},
                              {"YUC", "YN"},
                              {"ZAC", "ZS"}};

}  // namespace

std::span<const State> states() {
  return kStates;
}

const State* state_of_curp(std::string_view curp_code) {
  for (const State& state : kStates) {
    if (state.curp_code == curp_code) return &state;
  }
  return nullptr;
}

const State* state_of_inegi(int number) {
  const auto count = static_cast<int>(std::size(kStates));
  return number >= 1 && number <= count ? &kStates[number - 1] : nullptr;
}

const State* state_of_postal_code(std::string_view five_digits) {
  if (five_digits.size() != 5 || !all_digits(five_digits)) return nullptr;
  const int prefix = (five_digits[0] - '0') * 10 + (five_digits[1] - '0');
  for (const State& state : kStates) {
    if (prefix >= state.first_prefix && prefix <= state.last_prefix) return &state;
  }
  return nullptr;
}

const State* state_of_name(std::string_view text) {
  const std::string name = comparable(text);
  for (const State& state : kStates) {
    if (name == comparable(state.name)) return &state;
  }
  for (const Alias& alias : kAliases) {
    if (name == alias.text) return state_of_curp(alias.curp_code);
  }
  return state_of_curp(name);
}

}  // namespace cotejo::mx
