#include "mx/said.hpp"

#include <gtest/gtest.h>

#include "mx/spanish_number.hpp"

namespace cotejo::mx {
namespace {

using Numbers = std::vector<double>;

std::string date_in(std::string_view sentence) {
  const auto date = said_date(sentence);
  return date ? to_iso(*date) : "nothing";
}

TEST(SaidNumbers, AreFoundInSentences) {
  EXPECT_EQ(said_numbers("Estoy solicitando veinticinco mil pesos a doce meses."), (Numbers{25000, 12}));
  EXPECT_EQ(said_numbers("$25,000.50"), Numbers{25000.50});
  EXPECT_EQ(said_numbers("unos 25 mil, a 24 meses"), (Numbers{25000, 24}));
  EXPECT_EQ(said_numbers("un millón doscientos mil pesos"), Numbers{1200000});
  EXPECT_EQ(said_numbers("ciento veintiún pesos con cincuenta centavos"), (Numbers{121, 50}));
  EXPECT_EQ(said_numbers("quinientas"), Numbers{500});
  EXPECT_EQ(said_numbers("mil pesos"), Numbers{1000});
  EXPECT_EQ(said_numbers("25.000 pesos, o 1.250.000, al 56.40 %"), (Numbers{25000, 1250000, 56.4}));
  EXPECT_EQ(said_numbers("unos 25k"), Numbers{25000});
}

TEST(SaidNumbers, AreNoArticlesAndNoOtherWords) {
  EXPECT_EQ(said_numbers("para una persona y un coche"), Numbers{});
  EXPECT_EQ(said_numbers("1,00 12,34 a12 1.2.3"), Numbers{});
  EXPECT_EQ(said_numbers(""), Numbers{});
  EXPECT_EQ(said_numbers("9999999999999999999999"), Numbers{});
}

TEST(SaidNumbers, OfAllThatAreWrittenAreRead) {
  for (long number = 0; number <= 999999; number += number < 2000 ? 1 : 37)
    EXPECT_EQ(said_numbers(*spanish_words(number)), Numbers{static_cast<double>(number)}) << *spanish_words(number);
}

TEST(SaidDates, AreReadInEveryForm) {
  for (const auto* sentence :
       {"1988/03/03", "3.3.1988", "03/mar/1988", "3-MAR-1988", "3 MAR 1988", "19880303", "03031988", "marzo 3, 1988",
        "1988-03-03", "3/3/1988", "03-03-1988", "Nací el 3 de marzo de 1988.", "el tres de marzo del 1988",
        "tres de marzo de mil novecientos ochenta y ocho", "Soy del 03/03/1988, en Puebla", "3 marzo 1988"})
    EXPECT_EQ(date_in(sentence), "1988-03-03") << sentence;
  EXPECT_EQ(date_in("el primero de enero del año dos mil uno"), "2001-01-01");
  EXPECT_EQ(date_in("treinta y uno de diciembre de 1999"), "1999-12-31");
  EXPECT_EQ(date_in("el 15 de setiembre de 1970"), "1970-09-15");
}

TEST(SaidDates, HaveAYearOfTwoDigitsWhereTheCenturyIsKnown) {
  using namespace std::chrono_literals;
  for (const auto* sentence : {"3/3/88", "03.03.88", "3 de marzo del 88", "el tres de marzo del ochenta y ocho"}) {
    EXPECT_EQ(said_date(sentence, Date{1988y, std::chrono::July, 1d}), (Date{1988y, std::chrono::March, 3d}))
        << sentence;
    EXPECT_FALSE(said_date(sentence)) << sentence;
  }
  EXPECT_EQ(said_date("3/3/04", Date{2003y, std::chrono::July, 1d}), (Date{2004y, std::chrono::March, 3d}));
}

TEST(SaidDates, AreNotGuessed) {
  for (const auto* sentence : {"", "marzo", "3 de marzo", "3/3/88", "31 de febrero de 1988", "hace 30 años",
                               "de marzo de 1988", "13/13/1988", "99999999", "1.2.3", "10.000.000", "28.03.19.88"})
    EXPECT_EQ(date_in(sentence), "nothing") << sentence;
}

}  // namespace
}  // namespace cotejo::mx
