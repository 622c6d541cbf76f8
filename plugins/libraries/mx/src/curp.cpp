#include "mx/curp.hpp"

#include <algorithm>
#include <cctype>

#include "letters.hpp"
#include "mx/name.hpp"
#include "mx/state.hpp"
#include "name_parts.hpp"
#include "word_list.hpp"

namespace cotejo::mx {
namespace {

// The alphabet of the check digit has Ñ between N and O, although no CURP holds it.
int check_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'N') return c - 'A' + 10;
  if (c >= 'O' && c <= 'Z') return c - 'A' + 11;
  return -1;
}

bool is_upper_ascii(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_ascii_vowel(char c) {
  return is_vowel(static_cast<char32_t>(c));
}
bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}

bool right_character(std::size_t position, char c) {
  if (position == 1) return is_ascii_vowel(c) || c == 'X';
  if (position < 4 || position == 11 || position == 12) return is_upper_ascii(c);
  if (position < 10 || position == 17) return is_ascii_digit(c);
  if (position == 10) return c == 'H' || c == 'M' || c == 'X';
  if (position < 16) return is_upper_ascii(c) && !is_ascii_vowel(c);
  return is_upper_ascii(c) || is_ascii_digit(c);
}

Date date_of(std::string_view curp) {
  auto two = [&](std::size_t at) { return (curp[at] - '0') * 10 + (curp[at + 1] - '0'); };
  const int century = is_ascii_digit(curp[16]) ? 1900 : 2000;
  return Date{std::chrono::year{century + two(4)}, std::chrono::month(static_cast<unsigned>(two(6))),
              std::chrono::day(static_cast<unsigned>(two(8)))};
}

// A letter as the CURP holds it.
char curp_letter(std::optional<char32_t> letter) {
  return letter && is_upper(*letter) ? static_cast<char>(*letter) : 'X';
}

char initial(const std::u32string& word) {
  return word.empty() ? 'X' : curp_letter(word.front());
}

struct KeyWords {
  std::u32string surname, second_surname, given_name;
};

KeyWords key_words(const Person& person, const NameRule& rule) {
  return {key_word_of_surname(person.surname, rule), key_word_of_surname(person.second_surname, rule),
          key_word_of_given_names(person.given_names, rule)};
}

std::string upper_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

Problem shape_problem(const std::string& text) {
  if (text.size() != kCurpLength) return Problem::length;
  if (std::any_of(text.begin(), text.end(), [](char c) { return check_value(c) < 0; })) return Problem::characters;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!right_character(i, text[i])) return Problem::format;
  }
  return Problem::none;
}

// The readings of a name that registrars are known to use.
std::vector<NameRule> readings() {
  std::vector<NameRule> rules;
  for (const bool with_particles : {false, true}) {
    for (const Specials specials : {Specials::as_x, Specials::dropped}) {
      for (const bool skip : {true, false}) {
        NameRule rule = kCurpRule;
        if (with_particles) rule.particles = {};
        rule.specials = specials;
        rule.skip_common_given_name = skip;
        rules.push_back(rule);
      }
    }
  }
  return rules;
}

int surname_apart(const Curp& curp, const std::u32string& word) {
  const char vowel = curp_letter(inner_vowel(word));
  std::string restored = curp.text.substr(0, 4);
  restored[1] = vowel;
  const bool defused = curp.text[1] == 'X' && is_forbidden(kCurpForbidden, restored);
  return (curp.text[0] != initial(word)) + (curp.text[1] != vowel && !defused) +
         (curp.text[13] != curp_letter(inner_consonant(word)));
}

int second_surname_apart(const Curp& curp, const std::u32string& word) {
  return (curp.text[2] != initial(word)) + (curp.text[14] != curp_letter(inner_consonant(word)));
}

int given_name_apart(const Curp& curp, const std::u32string& word) {
  return (curp.text[3] != initial(word)) + (curp.text[15] != curp_letter(inner_consonant(word)));
}

// Letters that differ, by part, each in the reading that fits it best; 0 for a name that is not given.
struct Apart {
  int surname = 0, second_surname = 0, given_names = 0;
};

Apart letters_apart(const Curp& curp, const Person& person) {
  constexpr int kAll = 7;
  Apart best{kAll, kAll, kAll};
  for (const NameRule& rule : readings()) {
    const KeyWords names = key_words(person, rule);
    best.surname = std::min(best.surname, surname_apart(curp, names.surname));
    best.second_surname = std::min(best.second_surname, second_surname_apart(curp, names.second_surname));
    best.given_names = std::min(best.given_names, given_name_apart(curp, names.given_name));
  }
  if (person.surname.empty()) best.surname = 0;
  if (person.second_surname.empty()) best.second_surname = 0;
  if (person.given_names.empty()) best.given_names = 0;
  return best;
}

}  // namespace

char curp_check_digit(std::string_view first17) {
  if (first17.size() != kCurpLength - 1) return '?';
  int sum = 0;
  for (std::size_t i = 0; i < first17.size(); ++i) {
    const int value = check_value(first17[i]);
    if (value < 0) return '?';
    sum += value * static_cast<int>(kCurpLength - i);
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

Parsed<Curp> parse_curp(std::string_view raw) {
  if (raw.size() > 4 * kCurpLength) return {std::nullopt, Problem::length};
  const std::string text = upper_ascii(raw);
  if (const Problem problem = shape_problem(text); problem != Problem::none) return {std::nullopt, problem};
  const Curp curp{text, date_of(text), *parse_sex(text[10]), text.substr(11, 2), text[16]};
  Problem problem = Problem::none;
  if (is_forbidden(kCurpForbidden, text.substr(0, 4))) {
    problem = Problem::forbidden_word;
  } else if (!curp.birth_date.ok()) {
    problem = Problem::date;
  } else if (!state_of_curp(curp.state) && curp.state != kBornAbroad) {
    problem = Problem::state;
  } else if (curp_check_digit(text.substr(0, 17)) != text[17]) {
    problem = Problem::check_digit;
  }
  return {curp, problem};
}

std::string curp_initials(const Person& person) {
  const KeyWords names = key_words(person, kCurpRule);
  std::string letters{initial(names.surname), curp_letter(inner_vowel(names.surname)), initial(names.second_surname),
                      initial(names.given_name)};
  if (is_forbidden(kCurpForbidden, letters)) letters[1] = 'X';
  return letters;
}

std::string derive_curp(const Person& person, char homonymy) {
  const KeyWords names = key_words(person, kCurpRule);
  std::string curp = curp_initials(person) + to_yymmdd(person.birth_date);
  curp += static_cast<char>(person.sex);
  curp += person.birth_state;
  for (const std::u32string* word : {&names.surname, &names.second_surname, &names.given_name}) {
    curp += curp_letter(inner_consonant(*word));
  }
  const bool before_2000 = person.birth_date.year() < std::chrono::year{2000};
  curp += homonymy != '\0' ? homonymy : (before_2000 ? '0' : 'A');
  return curp + curp_check_digit(curp);
}

std::string_view code(CurpPart part) {
  switch (part) {
    case CurpPart::surname:
      return "surname";
    case CurpPart::second_surname:
      return "second_surname";
    case CurpPart::given_names:
      return "given_names";
    case CurpPart::birth_date:
      return "birth_date";
    case CurpPart::sex:
      return "sex";
    case CurpPart::state:
      return "state";
  }
  return "";
}

std::vector<CurpPart> curp_contradictions(const Curp& curp, const Person& person, bool compare_sex) {
  const Apart apart = letters_apart(curp, person);
  std::vector<CurpPart> parts;
  if (apart.surname > 0) parts.push_back(CurpPart::surname);
  if (apart.second_surname > 0) parts.push_back(CurpPart::second_surname);
  if (apart.given_names > 0) parts.push_back(CurpPart::given_names);
  if (person.birth_date.ok() && person.birth_date != curp.birth_date) parts.push_back(CurpPart::birth_date);
  if (compare_sex && person.sex != curp.sex) parts.push_back(CurpPart::sex);
  if (!person.birth_state.empty() && person.birth_state != curp.state) parts.push_back(CurpPart::state);
  return parts;
}

int curp_letters_apart(const Curp& curp, const Person& person) {
  const Apart apart = letters_apart(curp, person);
  return apart.surname + apart.second_surname + apart.given_names;
}

}  // namespace cotejo::mx
