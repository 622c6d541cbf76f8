#include "mx/amount_in_words.hpp"

#include <gtest/gtest.h>

namespace cotejo::mx {
namespace {

TEST(AmountInWords, ReadsWhatContractsWrite) {
  const std::pair<std::string_view, std::int64_t> written[] = {
      {"CINCUENTA MIL PESOS 00/100 M.N.", 50'000'00},
      {"(CINCUENTA MIL PESOS 00/100 MONEDA NACIONAL)", 50'000'00},
      {"son: veintiún mil un pesos 50/100 m.n.", 21'001'50},
      {"MIL PESOS", 1'000'00},
      {"UN MIL CIEN PESOS 00/100 M. N.", 1'100'00},
      {"Un millón de pesos con diez centavos", 1'000'000'10},
      {"DOS MILLONES QUINIENTOS MIL PESOS 00/100 M/N", 2'500'000'00},
      {"TREINTA Y UN MIL SETECIENTOS DIEZ Y SEIS 07/100 PESOS MXN", 31'716'07},
      {"CERO PESOS CON UN CENTAVO", 1},
      {"CIENTO UN PESOS MEXICANOS 99/100 MN", 101'99}};
  for (const auto& [text, cents] : written) EXPECT_EQ(parse_amount_in_words(text), cents) << text;
}

TEST(AmountInWords, TakesNothingForAnAmountThatIsNone) {
  for (const std::string_view text : {"", "PESOS", "CINCUENTA MIL", "MIL CIEN MIL PESOS", "CIEN UN PESOS",
                                      "TREINTA CUARENTA PESOS", "DOS MILLON PESOS", "CINCUENTA MIL DOLARES 00/100",
                                      "CINCUENTA MIL PESOS 00/10", "CINCUENTA MIL PESOS 0O/100 M.N.",
                                      "CINCUENTA MIL PESOS 00/100 M.N. Y MAS", "CINCUENTAMIL PESOS", "DIEZ DE PESOS"})
    EXPECT_FALSE(parse_amount_in_words(text)) << text;
}

TEST(AmountInWords, ReadsBackWhatItSpells) {
  for (std::int64_t cents = 0; cents <= kMaxSpelledCents; cents = cents * 3 + 7) {
    const auto words = amount_in_words(cents);
    ASSERT_TRUE(words);
    EXPECT_EQ(parse_amount_in_words(*words), cents) << *words;
  }
  EXPECT_EQ(amount_in_words(21'001'50), "VEINTIUN MIL UN PESOS 50/100 M.N.");
  EXPECT_EQ(amount_in_words(3'000'000'00), "TRES MILLONES DE PESOS 00/100 M.N.");
  EXPECT_EQ(amount_in_words(1'00), "UN PESO 00/100 M.N.");
  EXPECT_FALSE(amount_in_words(-1));
  EXPECT_FALSE(amount_in_words(kMaxSpelledCents + 1));
}

}  // namespace
}  // namespace cotejo::mx
