// Clave de elector, 18 characters of the voter card.
//
//   GM VL MR 800705 01 M 1 00
//   |  |  |  |      |  | | homonymy
//   |  |  |  |      |  | digit; INE has not published how it is computed, so it cannot be checked
//   |  |  |  |      |  sex
//   |  |  |  |      INEGI number of the state of birth, 87 or 88 when born abroad
//   |  |  |  birth date, YYMMDD
//   first letter and first inner consonant of surname, second surname, given name
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mx/curp.hpp"
#include "mx/person.hpp"
#include "mx/problem.hpp"

namespace cotejo::mx {

inline constexpr std::size_t kClaveElectorLength = 18;

struct ClaveElector {
  std::string text;
  std::string date;  // YYMMDD: the century is not in it
  int state = 0;     // INEGI number, or 87..88
  Sex sex = Sex::female;
};

// Problems in the order: length, characters, format, date, state.
Parsed<ClaveElector> parse_clave_elector(std::string_view text);

// `digit` and `homonymy` are INE's to choose. The state of birth comes from person.birth_state.
std::string derive_clave_elector(const Person& person, char digit = '0', std::string_view homonymy = "00");

// The parts in which the clave de elector and the CURP of one card disagree. Letters that either rule replaces by X are
// not compared.
std::vector<CurpPart> clave_contradictions(const ClaveElector& clave, const Curp& curp);
// As curp_contradictions(), for the clave de elector.
std::vector<CurpPart> clave_contradictions(const ClaveElector& clave, const Person& person, bool compare_sex = true);

}  // namespace cotejo::mx
