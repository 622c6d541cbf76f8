// Amounts of money in words, as in contracts, receipts and cheques. Pure functions.
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

// The amount in cents. The whole text must be one amount in pesos with its words in a usual order; accents, case and
// punctuation around it are ignored. None when the words are not a number (`MIL CIEN MIL`), for another currency, and
// above kMaxSpelledCents.
std::optional<std::int64_t> parse_amount_in_words(std::string_view text);

// In capitals without accents, as parse_amount_in_words() reads it. Nothing outside of 0..kMaxSpelledCents.
std::optional<std::string> amount_in_words(std::int64_t cents);

}  // namespace cotejo::mx
