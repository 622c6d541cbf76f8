#include "mx/clave_elector.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>

#include "letters.hpp"
#include "mx/state.hpp"
#include "name_parts.hpp"

namespace cotejo::mx {
namespace {

bool is_letter(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_number(char c) {
  return c >= '0' && c <= '9';
}

bool right_character(std::size_t position, char c) {
  if (position < 6) return is_letter(c);
  if (position == 14) return parse_sex(c).has_value();
  return is_number(c);
}

// The century is unknown, so a date is right when it exists in either; 29 February of 1900 does not, of 2000 does.
bool possible_date(std::string_view yymmdd) {
  auto two = [&](std::size_t at) { return (yymmdd[at] - '0') * 10 + (yymmdd[at + 1] - '0'); };
  const std::chrono::month month(static_cast<unsigned>(two(2)));
  const std::chrono::day day(static_cast<unsigned>(two(4)));
  return Date{std::chrono::year{1900 + two(0)}, month, day}.ok() ||
         Date{std::chrono::year{2000 + two(0)}, month, day}.ok();
}

bool known_state(int number) {
  return state_of_inegi(number) || (number >= kBornAbroadFirst && number <= kBornAbroadLast);
}

char plain_letter(std::optional<char32_t> letter) {
  return letter && is_upper(*letter) ? static_cast<char>(*letter) : 'X';
}

std::string letter_pair(const std::u32string& word) {
  return {word.empty() ? 'X' : plain_letter(word.front()), plain_letter(inner_consonant(word))};
}

// X stands for "none" or "not allowed" in either rule, so it contradicts nothing.
bool same_letter(char a, char b) {
  return a == b || a == 'X' || b == 'X';
}

std::string curp_code_of(int inegi) {
  const State* state = state_of_inegi(inegi);
  return state ? std::string(state->curp_code) : std::string(kBornAbroad);
}

}  // namespace

Parsed<ClaveElector> parse_clave_elector(std::string_view raw) {
  if (raw.size() != kClaveElectorLength) return {std::nullopt, Problem::length};
  std::string text(raw);
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (!std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_number(c); })) {
    return {std::nullopt, Problem::characters};
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!right_character(i, text[i])) return {std::nullopt, Problem::format};
  }
  const int state = (text[12] - '0') * 10 + (text[13] - '0');
  const ClaveElector clave{text, text.substr(6, 6), state, *parse_sex(text[14])};
  Problem problem = Problem::none;
  if (!possible_date(clave.date)) {
    problem = Problem::date;
  } else if (!known_state(state)) {
    problem = Problem::state;
  }
  return {clave, problem};
}

std::string derive_clave_elector(const Person& person, char digit, std::string_view homonymy) {
  const State* state = state_of_curp(person.birth_state);
  char number[8];
  std::snprintf(number, sizeof number, "%02d", state ? state->inegi : kBornAbroadFirst);
  std::string clave = letter_pair(key_word_of_surname(person.surname, kCurpRule)) +
                      letter_pair(key_word_of_surname(person.second_surname, kCurpRule)) +
                      letter_pair(key_word_of_given_names(person.given_names, kCurpRule));
  clave += to_yymmdd(person.birth_date);
  clave += number;
  clave += static_cast<char>(person.sex);
  clave += digit;
  return clave.append(homonymy);
}

std::vector<CurpPart> clave_contradictions(const ClaveElector& clave, const Curp& curp) {
  struct Pair {
    std::size_t clave, curp;
    CurpPart part;
  };
  constexpr std::array<Pair, 6> kPairs{{{0, 0, CurpPart::surname},
                                        {1, 13, CurpPart::surname},
                                        {2, 2, CurpPart::second_surname},
                                        {3, 14, CurpPart::second_surname},
                                        {4, 3, CurpPart::given_names},
                                        {5, 15, CurpPart::given_names}}};
  std::vector<CurpPart> parts;
  for (const Pair& pair : kPairs) {
    const bool same = same_letter(clave.text[pair.clave], curp.text[pair.curp]);
    if (!same && (parts.empty() || parts.back() != pair.part)) parts.push_back(pair.part);
  }
  if (clave.date != curp.text.substr(4, 6)) parts.push_back(CurpPart::birth_date);
  if (clave.sex != curp.sex) parts.push_back(CurpPart::sex);
  if (curp_code_of(clave.state) != curp.state) parts.push_back(CurpPart::state);
  return parts;
}

std::vector<CurpPart> clave_contradictions(const ClaveElector& clave, const Person& person, bool compare_sex) {
  auto agrees = [&](std::size_t at, auto key_word, const std::string& name) {
    if (name.empty()) return true;
    for (const bool skip : {true, false}) {
      for (const bool with_particles : {false, true}) {
        NameRule rule = kCurpRule;
        rule.skip_common_given_name = skip;
        if (with_particles) rule.particles = {};
        const std::string pair = letter_pair(key_word(name, rule));
        if (same_letter(pair[0], clave.text[at]) && same_letter(pair[1], clave.text[at + 1])) return true;
      }
    }
    return false;
  };
  std::vector<CurpPart> parts;
  if (!agrees(0, key_word_of_surname, person.surname)) parts.push_back(CurpPart::surname);
  if (!agrees(2, key_word_of_surname, person.second_surname)) parts.push_back(CurpPart::second_surname);
  if (!agrees(4, key_word_of_given_names, person.given_names)) parts.push_back(CurpPart::given_names);
  if (person.birth_date.ok() && to_yymmdd(person.birth_date) != clave.date) parts.push_back(CurpPart::birth_date);
  if (compare_sex && person.sex != clave.sex) parts.push_back(CurpPart::sex);
  if (!person.birth_state.empty() && person.birth_state != curp_code_of(clave.state)) parts.push_back(CurpPart::state);
  return parts;
}

}  // namespace cotejo::mx
