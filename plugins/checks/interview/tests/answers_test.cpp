#include "../answers.hpp"

#include <gtest/gtest.h>

namespace interview_check {
namespace {

Held text(const std::string& value) {
  Held held;
  held.parts["value"] = value;
  held.grounds.emplace_back(cotejo::PortRef{0}, 1.0);
  return held;
}

Held person(const std::string& given, const std::string& surname, const std::string& second = {}) {
  Held held;
  held.parts = {{"given_names", given}, {"surname", surname}};
  if (!second.empty()) held.parts["second_surname"] = second;
  held.grounds = {{cotejo::PortRef{0}, 1.0}, {cotejo::PortRef{1}, 1.0}};
  return held;
}

Held number(double value) {
  Held held;
  held.number = value;
  return held;
}

Comparison compared(Kind kind, const boost::json::value& answer, const Held& held) {
  return compare(kind, answer, held, {});
}

TEST(Answers, NamesAreTheSameInAnyWayThatPeopleSayThem) {
  const Held rosa = person("Rosa María", "Zamora", "Quiroz");
  for (const auto* said : {"rosa maria zamora quiroz", "Soy Rosa María Zamora Quiroz, para servirle",
                           "ROSA MARÍA ZAMORA", "Zamora Quiroz Rosa María", "Rosa María Samora Quiroz"})
    EXPECT_EQ(compared(Kind::name, said, rosa), Comparison::same) << said;
  EXPECT_EQ(compared(Kind::name, "Lucía Herrera Campos", rosa), Comparison::different);
  EXPECT_EQ(compared(Kind::name, "", rosa), Comparison::no_answer);
  EXPECT_EQ(compared(Kind::name, 7, rosa), Comparison::no_answer);
}

TEST(Answers, IdentifiersAreFoundInSentences) {
  const Held curp = text("ZAQR880311MDFMRS09");
  EXPECT_EQ(compared(Kind::identifier, "es la zaqr 880311 mdfmrs-09", curp), Comparison::same);
  EXPECT_EQ(compared(Kind::identifier, "ZAQR880311MDFMRS08", curp), Comparison::perhaps);
  EXPECT_EQ(compared(Kind::identifier, "HECL900505MDFRMC02", curp), Comparison::different);
  EXPECT_EQ(compared(Kind::identifier, 5512345678, text("55 1234 5678")), Comparison::same);
}

TEST(Answers, NothingIsTheSameAsAnIdentifierWithoutLettersAndDigits) {
  EXPECT_EQ(compared(Kind::identifier, "ZAQR880311MDFMRS09", text("-")), Comparison::perhaps);
}

TEST(Answers, NumbersAreNumbersOrWords) {
  for (const boost::json::value& said : {boost::json::value(25000), boost::json::value(25000.0),
                                         boost::json::value("$25,000.00"), boost::json::value("veinticinco mil pesos")})
    EXPECT_EQ(compared(Kind::amount, said, number(25000)), Comparison::same) << said;
  EXPECT_EQ(compared(Kind::amount, "cincuenta y dos mil", number(25000)), Comparison::different);
  EXPECT_EQ(compared(Kind::amount, "veinte o treinta mil", number(25000)), Comparison::perhaps);
  EXPECT_EQ(compared(Kind::amount, "lo que se pueda", number(25000)), Comparison::no_answer);
}

TEST(Answers, AddressesDifferWhereAPartDoes) {
  const Held home = text("CALLE ROBLE 12\nCOL LAS FLORES 44100\nGUADALAJARA, JAL");
  EXPECT_EQ(compared(Kind::address, "Calle Roble 12, colonia Las Flores, 44100, Guadalajara, Jalisco", home),
            Comparison::same);
  EXPECT_EQ(compared(Kind::address, "Calle Roble 14, colonia Las Flores, 44100, Guadalajara, Jalisco", home),
            Comparison::different);
  EXPECT_EQ(compared(Kind::address, "", home), Comparison::no_answer);
}

TEST(Answers, AreShownAsPeopleReadThem) {
  EXPECT_EQ(shown(boost::json::value("doce")), "doce");
  EXPECT_EQ(shown(boost::json::value(12)), "12");
  EXPECT_EQ(shown(Kind::amount, number(25000)), "25,000.00");
  EXPECT_EQ(shown(Kind::count, number(12)), "12");
  EXPECT_EQ(shown(Kind::name, person("Rosa", "Zamora")), "Rosa Zamora");
}

}  // namespace
}  // namespace interview_check
