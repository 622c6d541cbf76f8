#include "mx/clabe.hpp"

#include <algorithm>

#include "letters.hpp"

namespace cotejo::mx {
namespace {

constexpr Bank kBanks[] = {
#define BANK(code, name, legal_name, spei, rfc) Bank{code, name, legal_name, spei, rfc},
#include "banks.inc"
#undef BANK
};
static_assert(std::ranges::is_sorted(kBanks, {}, &Bank::code));

constexpr Plaza kPlazas[] = {
#define PLAZA(code, town, inegi) Plaza{code, town, inegi},
#include "plazas.inc"
#undef PLAZA
};
static_assert(std::ranges::is_sorted(kPlazas, {}, &Plaza::code));

constexpr std::size_t kClabeLength = 18;

}  // namespace

std::span<const Bank> banks() {
  return kBanks;
}

const Bank* bank_of(std::string_view code) {
  const auto found = std::ranges::lower_bound(kBanks, code, {}, &Bank::code);
  return found != std::end(kBanks) && found->code == code ? &*found : nullptr;
}

std::span<const Plaza> plazas() {
  return kPlazas;
}

std::span<const Plaza> plazas_of(std::string_view code) {
  // Not equal_range: its subrange does not compile with clang 14 on libstdc++ 12.
  return {std::ranges::lower_bound(kPlazas, code, {}, &Plaza::code),
          std::ranges::upper_bound(kPlazas, code, {}, &Plaza::code)};
}

char clabe_check_digit(std::string_view first17) {
  if (first17.size() != kClabeLength - 1 || !all_digits(first17)) return '?';
  constexpr int kWeights[] = {3, 7, 1};
  int sum = 0;
  for (std::size_t i = 0; i < first17.size(); ++i) sum += (first17[i] - '0') * kWeights[i % 3] % 10;
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

Parsed<Clabe> parse_clabe(std::string_view raw) {
  std::string text(raw.substr(0, 4 * kClabeLength));
  std::erase(text, ' ');
  if (text.size() != kClabeLength) return {std::nullopt, Problem::length};
  if (!all_digits(text)) return {std::nullopt, Problem::characters};
  Clabe clabe{text, bank_of(std::string_view(text).substr(0, 3)), nullptr, text.substr(6, 11)};
  if (const auto towns = plazas_of(std::string_view(text).substr(3, 3)); !towns.empty()) clabe.plaza = &towns.front();
  Problem problem = Problem::none;
  if (clabe_check_digit(std::string_view(text).substr(0, 17)) != text[17]) {
    problem = Problem::check_digit;
  } else if (!clabe.bank) {
    problem = Problem::bank;
  }
  return {clabe, problem};
}

}  // namespace cotejo::mx
