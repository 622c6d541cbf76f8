#include "mx/rfc.hpp"

#include <algorithm>
#include <array>

#include "letters.hpp"
#include "mx/name.hpp"
#include "name_parts.hpp"
#include "word_list.hpp"

namespace cotejo::mx {
namespace {

constexpr std::size_t kPersonLength = 13, kCompanyLength = 12;
constexpr std::string_view kGenericPublic = "XAXX010101000";
constexpr std::string_view kGenericForeign = "XEXX010101000";

// Issued by SAT with a check digit that the rule does not give (validate-rfc; the last one: Santander's own documents).
constexpr std::array<std::string_view, 6> kListedExceptions{"BSM970519DU8", "DAA020218JY1", "EDG811007RB3",
                                                            "LIM0011098G0", "LME060822IH5", "NFS0103297H5"};

bool is_rfc_letter(char32_t c) {
  return is_upper(c) || c == kEnye || c == U'&';
}

// Anexo III of the SAT document.
int digit_value(char32_t c) {
  if (is_digit(c)) return static_cast<int>(c - U'0');
  if (c >= U'A' && c <= U'N') return static_cast<int>(c - U'A') + 10;
  if (c == U'&') return 24;
  if (c >= U'O' && c <= U'Z') return static_cast<int>(c - U'O') + 25;
  if (c == U' ') return 37;
  if (c == kEnye) return 38;
  return 0;
}

// Anexo I: two digits for each character of the name.
int homoclave_value(char32_t c) {
  if (is_digit(c)) return static_cast<int>(c - U'0');
  if (c == U'&') return 10;
  if (c >= U'A' && c <= U'I') return static_cast<int>(c - U'A') + 11;
  if (c >= U'J' && c <= U'R') return static_cast<int>(c - U'J') + 21;
  if (c >= U'S' && c <= U'Z') return static_cast<int>(c - U'S') + 32;
  if (c == kEnye) return 40;
  return 0;
}

char digit_of(std::u32string_view body) {
  const std::u32string padded = body.size() == kCompanyLength - 1 ? U" " + std::u32string(body) : std::u32string(body);
  if (padded.size() != kPersonLength - 1) return '?';
  int sum = 0;
  for (std::size_t i = 0; i < padded.size(); ++i) sum += digit_value(padded[i]) * static_cast<int>(kPersonLength - i);
  const int rest = sum % 11;
  if (rest == 0) return '0';
  return rest == 1 ? 'A' : static_cast<char>('0' + 11 - rest);
}

bool possible_date(std::u32string_view yymmdd) {
  auto two = [&](std::size_t at) { return static_cast<int>((yymmdd[at] - U'0') * 10 + (yymmdd[at + 1] - U'0')); };
  const std::chrono::month month(static_cast<unsigned>(two(2)));
  const std::chrono::day day(static_cast<unsigned>(two(4)));
  return Date{std::chrono::year{1900 + two(0)}, month, day}.ok() ||
         Date{std::chrono::year{2000 + two(0)}, month, day}.ok();
}

Problem shape_problem(const std::u32string& text, std::size_t letters) {
  auto known = [](char32_t c) { return is_rfc_letter(c) || is_digit(c); };
  if (!std::all_of(text.begin(), text.end(), known)) return Problem::characters;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    const bool right = i < letters       ? is_rfc_letter(c)
                       : i < letters + 6 ? is_digit(c)
                       : i < letters + 8 ? is_upper(c) || is_digit(c)
                                         : c == U'A' || is_digit(c);
    if (!right) return Problem::format;
  }
  return Problem::none;
}

RfcKind kind_of(std::string_view text, bool company) {
  if (company) return RfcKind::company;
  if (text == kGenericPublic) return RfcKind::generic_public;
  return text == kGenericForeign ? RfcKind::generic_foreign : RfcKind::person;
}

// The four letters, by how many letters and surnames there are to take them from.
std::u32string letters_of(const Person& person) {
  std::u32string first = key_word_of_surname(person.surname, kRfcRule);
  std::u32string second = key_word_of_surname(person.second_surname, kRfcRule);
  const std::u32string given = key_word_of_given_names(person.given_names, kRfcRule);
  auto head = [](const std::u32string& word, std::size_t count) {
    std::u32string out = word.substr(0, count);
    out.resize(count, U'X');
    return out;
  };
  if (first.empty()) std::swap(first, second);
  if (second.empty()) return head(first, 2) + head(given, 2);
  if (first.size() <= 2) return head(first, 1) + head(second, 1) + head(given, 2);
  return head(first, 1) + inner_vowel(first).value_or(U'X') + head(second, 1) + head(given, 1);
}

bool same_letter(char32_t rfc, char32_t curp) {
  return rfc == curp || (curp == U'X' && !is_vowel(rfc));
}

bool letters_agree(std::u32string_view rfc, std::u32string_view curp) {
  const bool defused_rfc = rfc[3] == U'X';
  const bool defused_curp =
      curp[1] == U'X' && is_forbidden(kCurpForbidden, encode(std::u32string{curp[0], rfc[1], curp[2], curp[3]}));
  const bool usual = same_letter(rfc[0], curp[0]) && (rfc[1] == curp[1] || defused_curp) &&
                     same_letter(rfc[2], curp[2]) && (same_letter(rfc[3], curp[3]) || defused_rfc);
  const bool short_surname =
      same_letter(rfc[0], curp[0]) && same_letter(rfc[1], curp[2]) && same_letter(rfc[2], curp[3]);
  const bool one_surname = curp[2] == U'X' && same_letter(rfc[0], curp[0]) && same_letter(rfc[2], curp[3]);
  return usual || short_surname || one_surname;
}

}  // namespace

char rfc_check_digit(std::string_view without_digit) {
  return digit_of(decode(without_digit));
}

Parsed<Rfc> parse_rfc(std::string_view raw) {
  constexpr std::size_t kMaxBytes = 2 * kPersonLength + 8;  // Ñ has two bytes
  if (raw.size() > kMaxBytes) return {std::nullopt, Problem::length};
  const std::string text = normalize(raw);
  const std::u32string letters = decode(text);
  if (letters.size() != kPersonLength && letters.size() != kCompanyLength) return {std::nullopt, Problem::length};
  const bool company = letters.size() == kCompanyLength;
  const std::size_t prefix = company ? 3 : 4;
  if (const Problem problem = shape_problem(letters, prefix); problem != Problem::none) return {std::nullopt, problem};
  Rfc rfc{text, kind_of(text, company), encode(letters.substr(prefix, 6)), false};
  rfc.listed_exception = std::ranges::find(kListedExceptions, text) != kListedExceptions.end();
  const bool generic = rfc.kind == RfcKind::generic_public || rfc.kind == RfcKind::generic_foreign;
  Problem problem = Problem::none;
  if (!company && is_forbidden(kRfcForbidden, encode(letters.substr(0, 4)))) {
    problem = Problem::forbidden_word;
  } else if (!possible_date(std::u32string_view(letters).substr(prefix, 6))) {
    problem = Problem::date;
  } else if (!generic && !rfc.listed_exception &&
             digit_of(std::u32string_view(letters).substr(0, letters.size() - 1)) !=
                 static_cast<char>(letters.back())) {
    problem = Problem::check_digit;
  }
  return {rfc, problem};
}

std::string rfc_homoclave(std::string_view full_name) {
  std::string pairs = "0";
  for (char32_t c : decode(normalize(full_name))) {
    if (c == U'-' || c == U'.' || c == U'\'' || c == U',') continue;
    const int value = homoclave_value(c);
    pairs += static_cast<char>('0' + value / 10);
    pairs += static_cast<char>('0' + value % 10);
  }
  long sum = 0;
  for (std::size_t i = 0; i + 1 < pairs.size(); ++i) {
    sum += static_cast<long>((pairs[i] - '0') * 10 + (pairs[i + 1] - '0')) * (pairs[i + 1] - '0');
  }
  constexpr std::string_view kAlphabet = "123456789ABCDEFGHIJKLMNPQRSTUVWXYZ";  // 34, without 0 and O
  const auto rest = static_cast<std::size_t>(sum % 1000);
  return {kAlphabet[rest / 34], kAlphabet[rest % 34]};
}

std::string derive_rfc_root(const Person& person) {
  std::u32string letters = letters_of(person);
  if (is_forbidden(kRfcForbidden, encode(letters))) letters[3] = U'X';
  return encode(letters) + to_yymmdd(person.birth_date);
}

std::string derive_rfc(const Person& person) {
  std::string name = person.surname;
  for (const std::string* part : {&person.second_surname, &person.given_names}) {
    if (!part->empty()) name += ' ' + *part;
  }
  const std::string rfc = derive_rfc_root(person) + rfc_homoclave(name);
  return rfc + rfc_check_digit(rfc);
}

bool rfc_agrees_with_curp(std::string_view rfc_text, std::string_view curp_text) {
  const std::u32string rfc = decode(rfc_text);
  const std::u32string curp = decode(curp_text);
  if (rfc.size() < 10 || curp.size() < 10) return false;
  const std::u32string_view letters_of_rfc = std::u32string_view(rfc).substr(0, 4);
  return rfc.substr(4, 6) == curp.substr(4, 6) && letters_agree(letters_of_rfc, std::u32string_view(curp).substr(0, 4));
}

}  // namespace cotejo::mx
