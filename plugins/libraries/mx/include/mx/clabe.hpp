// CLABE, the 18-digit account key: 3 digits institution, 3 plaza, 11 account, 1 check digit.
// Source: Banxico's lists and the rule as published in clabe-validator and cuenca-mx/clabe-python.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "mx/problem.hpp"

namespace cotejo::mx {

struct Bank {
  std::string_view code;  // ABM code, three digits
  std::string_view name;  // short name in SPEI
  std::string_view legal_name;
  std::string_view spei_code;  // participant code, five digits (Banxico: four)
  std::string_view rfc;        // may be empty
};

struct Plaza {
  std::string_view code;  // three digits; several towns may share one
  std::string_view town;
  int inegi;  // number of the state; 0 when unknown
};

struct Clabe {
  std::string text;
  const Bank* bank = nullptr;  // static; nullptr when unknown
  const Plaza* plaza =
      nullptr;  // first town of the code; nullptr when unknown, which is usual for institutions that are not banks
  std::string account;  // 11 digits
};

std::span<const Bank> banks();               // sorted by code
const Bank* bank_of(std::string_view code);  // nullptr when unknown
std::span<const Plaza> plazas();             // sorted by code
std::span<const Plaza> plazas_of(std::string_view code);

// The check digit for the first 17 digits; '?' when they are not 17 digits.
char clabe_check_digit(std::string_view first17);

// Blanks are ignored. Problems are looked for in this order: length, characters, check_digit, bank. A CLABE of zeros
// has a right check digit but no bank.
Parsed<Clabe> parse_clabe(std::string_view text);

}  // namespace cotejo::mx
