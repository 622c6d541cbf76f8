// Amounts as contracts, receipts and cheques spell them. Pure functions.
//
//   parse_amount_in_words("(CINCUENTA MIL PESOS 00/100 M.N.)") == 50'000'00
//   parse_amount_in_words("Un millón de pesos con diez centavos") == 1'000'000'10
//   amount_in_words(21'001'50) == "VEINTIUN MIL UN PESOS 50/100 M.N."
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cotejo::mx {

inline constexpr std::int64_t kMaxSpelledCents = 999'999'999'99;

// Cents. The whole text must be one amount in pesos, in a usual order of its words; accents, capitals and the marks
// around it do not count. Nothing for words that are no number (`MIL CIEN MIL`), for another currency, or beyond
// kMaxSpelledCents.
std::optional<std::int64_t> parse_amount_in_words(std::string_view text);

// In capitals without accents, as parse_amount_in_words() reads it. Nothing outside of 0..kMaxSpelledCents.
std::optional<std::string> amount_in_words(std::int64_t cents);

}  // namespace cotejo::mx
