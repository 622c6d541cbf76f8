// CURP, the 18-character population key: derive, validate, compare with a name.
// Source of the rules: DOF 18/10/2021 (Instructivo Normativo), as implemented and tested in public by npm curp and
// validate-curp.
//
//   GOMV 800705 M AS ML R 0 C
//   |    |      | |  |  | | check digit
//   |    |      | |  |  | homonymy: 0-9 born up to 1999, A-Z born from 2000 on
//   |    |      | |  first inner consonants of surname, second surname, given name
//   |    |      | state of birth
//   |    |      sex H, M, X
//   |    birth date, YYMMDD
//   surname's first letter and first inner vowel, second surname's and given name's first letters
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mx/person.hpp"
#include "mx/problem.hpp"

namespace cotejo::mx {

inline constexpr std::size_t kCurpLength = 18;

struct Curp {
  std::string text;   // 18 characters, upper case
  Date birth_date{};  // century from the homonymy character
  Sex sex = Sex::female;
  std::string state;  // CURP code of the state; not an existing one when the problem is `state`
  char homonymy = '0';
};

// The check digit for the first 17 characters; '?' when they are not 17 characters of 0-9, A-Z.
char curp_check_digit(std::string_view first17);

// Problems in the order in which they are looked for: length, characters, format, forbidden_word, date, state,
// check_digit.
Parsed<Curp> parse_curp(std::string_view text);

// The four letters from the names, with forbidden words already replaced: "GOVM".
std::string curp_initials(const Person& person);

// The CURP as it would be assigned to the person. RENAPO chooses `homonymy`; '\0' stands for what the first person gets
// ('0', or 'A' for births from 2000 on).
std::string derive_curp(const Person& person, char homonymy = '\0');

// The parts of a CURP that can contradict a person's data.
enum class CurpPart { surname, second_surname, given_names, birth_date, sex, state };
std::string_view code(CurpPart part);

// The parts of `curp` that disagree with the person. Where registrars are known to differ (particles, MARIA and JOSE
// before another name, apostrophes and hyphens) every reading of the name is accepted. An empty name, an unset date, an
// empty state are not compared. `curp` must be parse_curp()'s value.
std::vector<CurpPart> curp_contradictions(const Curp& curp, const Person& person, bool compare_sex = true);

// How many of the seven letters that come from the person's names (those that are not empty) differ, for the reading of
// the names that fits best. One may be a misread letter; more are another name.
int curp_letters_apart(const Curp& curp, const Person& person);

}  // namespace cotejo::mx
