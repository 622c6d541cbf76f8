#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <stdexcept>

#include "../filling.hpp"

namespace cotejo::contract_document {
namespace {

boost::json::object offer(const char* json) {
  return boost::json::parse(json).as_object();
}

std::string mistake_in(const char* text) {
  try {
    parse_template(text);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return {};
}

TEST(Template, AMistakeIsNamedWithItsLine) {
  EXPECT_EQ(mistake_in("a\n{{amount"), "template, line 2: {{ without }}");
  EXPECT_EQ(mistake_in("{{amount:pesos}}"),
            "template, line 1: a slot's format is upper, money, words, percent or date");
  EXPECT_EQ(mistake_in("{{Amount}}"), "template, line 1: a slot's name has lower case letters, digits and _");
  EXPECT_EQ(mistake_in("a\n@page"), "template, line 2: expected @header, @footer or @sign");
  EXPECT_EQ(mistake_in("# nothing"), "the template has no text");
}

TEST(Template, EachFormatWritesItsValue) {
  const auto o = offer(R"({"amount": 121000.5, "rate": 38.5, "months": 24, "date": "2026-11-05", "name": "Íñigo"})");
  EXPECT_EQ(written(o, "amount", Format::money), "$121,000.50");
  EXPECT_EQ(written(o, "amount", Format::words), "CIENTO VEINTIUN MIL PESOS 50/100 M.N.");
  EXPECT_EQ(written(o, "rate", Format::percent), "38.50%");
  EXPECT_EQ(written(o, "months", Format::text), "24");
  EXPECT_EQ(written(o, "date", Format::date), "5 de noviembre de 2026");
  EXPECT_EQ(written(o, "name", Format::upper), "ÍÑIGO");
  EXPECT_FALSE(written(o, "name", Format::money));
  EXPECT_FALSE(written(o, "cat", Format::percent));
  EXPECT_FALSE(written(offer(R"({"date": "2026-02-30"})"), "date", Format::date));
}

TEST(Template, AMissingValueIsNamed) {
  std::string missing;
  EXPECT_FALSE(fill(parse_template("Monto: {{amount:money}}"), offer("{}"), missing));
  EXPECT_EQ(missing, "amount");
}

TEST(Template, WordsKnowTheirSlotAndLine) {
  std::string missing;
  const auto filled = fill(parse_template("El monto ({{amount:money}}),\nen pesos.\n\n@sign borrower: EL ACREDITADO"),
                           offer(R"({"amount": 1000})"), missing);
  ASSERT_TRUE(filled);
  ASSERT_EQ(filled->words.size(), 7U);
  EXPECT_EQ(filled->words[2].folded, "1000");
  EXPECT_EQ(filled->words[2].slot, 0U);
  ASSERT_EQ(filled->lines.size(), 1U);
  EXPECT_EQ(filled->lines[0].signer, "borrower");
  EXPECT_EQ(filled->lines[0].first, 5U);
}

TEST(Template, TheShippedOneIsSound) {
  EXPECT_GT(parse_template(shipped_template("credito-simple")).body.size(), 30U);
  EXPECT_THROW(shipped_template("none"), std::invalid_argument);
}

TEST(Words, AreComparedWithoutMarks) {
  EXPECT_EQ(comparable("($120,000.00)"), "120000");
  EXPECT_EQ(comparable("38.50%,"), "38.5%");
  EXPECT_EQ(comparable("S.A."), "SA");
  EXPECT_EQ(comparable("Acción:"), "ACCION");
  EXPECT_EQ(comparable("00/100"), "00/100");
  EXPECT_EQ(comparable("1.5"), "1.5");
  EXPECT_EQ(comparable("—"), "");
}

}  // namespace
}  // namespace cotejo::contract_document
