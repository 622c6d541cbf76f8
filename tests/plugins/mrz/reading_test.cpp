#include "mrz/reading.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>

#include "vectors.hpp"

namespace cotejo::mrz {
namespace {

using cotejo::testing::read_vectors;
using cotejo::testing::split;
namespace json = boost::json;

constexpr int kYear = 2026;

std::string text_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

bool digits_right(const Reading& reading) {
  for (const CheckDigit& check : reading.checks) {
    if (!check.right) return false;
  }
  return true;
}

char found(const Reading& reading, Field field) {
  for (const CheckDigit& check : reading.checks) {
    if (check.field == field) return check.found;
  }
  return '?';
}

void expect_fields(const Reading& reading, const json::object& fields) {
  const std::string number = text_of(fields, "documentNumber");
  if (!number.empty()) {
    EXPECT_EQ(reading.document_number, number);
  }
  if (!number.empty()) {
    EXPECT_EQ(found(reading, Field::document_number), text_of(fields, "documentNumberCheckDigit")[0]);
  }
  EXPECT_EQ(reading.surnames, text_of(fields, "lastName"));
  EXPECT_EQ(reading.given_names, text_of(fields, "firstName"));
  EXPECT_EQ(mx::to_yymmdd(*reading.birth_date), text_of(fields, "birthDate"));
  EXPECT_EQ(mx::to_yymmdd(*reading.expiry_date), text_of(fields, "expirationDate"));
  EXPECT_EQ(reading.sex, text_of(fields, "sex") == "male" ? mx::Sex::male : mx::Sex::female);
  EXPECT_EQ(found(reading, Field::composite), text_of(fields, "compositeCheckDigit")[0]);
  EXPECT_EQ(reading.document_code, text_of(fields, "documentCode"));
  if (const auto state = text_of(fields, "issuingState"); !state.empty()) {
    EXPECT_EQ(reading.issuer, state);
  }
  if (fields.contains("optional1")) {
    EXPECT_EQ(reading.optional, text_of(fields, "optional1"));
  }
  if (fields.contains("optional2")) {
    EXPECT_EQ(reading.optional_second, text_of(fields, "optional2"));
  }
  if (fields.contains("personalNumber")) {
    EXPECT_EQ(reading.optional, text_of(fields, "personalNumber"));
  }
}

const std::map<std::string, Field> kFailing{{"num", Field::document_number},
                                            {"dob", Field::birth_date},
                                            {"exp", Field::expiry_date},
                                            {"opt", Field::optional},
                                            {"comp", Field::composite}};

class PublishedZone : public ::testing::TestWithParam<const char*> {};

TEST_P(PublishedZone, IsReadAsPublished) {
  for (const auto& vector : read_vectors(GetParam())) {
    SCOPED_TRACE(vector.input + " " + vector.source);
    const auto result = parse(split(vector.input, '|'), kYear);
    ASSERT_TRUE(result.reading) << code(result.shape);
    const json::object expected = json::parse(vector.expected).as_object();
    if (const auto format = text_of(expected, "format"); !format.empty()) {
      EXPECT_EQ(name(result.reading->format), format);
    }
    EXPECT_EQ(digits_right(*result.reading), expected.at("check_digits_ok").as_bool());
    if (const json::value* failing = expected.if_contains("failing")) {
      for (const json::value& field : failing->as_array()) {
        EXPECT_FALSE(result.reading->right(kFailing.at(std::string(field.as_string()))));
      }
    }
    if (const json::value* fields = expected.if_contains("fields")) expect_fields(*result.reading, fields->as_object());
  }
}
INSTANTIATE_TEST_SUITE_P(Doc9303, PublishedZone,
                         ::testing::Values("mrz_td1", "mrz_td2", "mrz_td3", "ine_mrz_specimen", "ine_mrz_synthetic"));

TEST(CheckDigit, PublishedOnesAreComputed) {
  for (const auto& vector : read_vectors("mrz_check_digit"))
    EXPECT_EQ(check_digit(vector.input), vector.expected[0]) << vector.input;
}

TEST(CheckDigit, CharactersWithoutAValueGiveNone) {
  EXPECT_EQ(check_digit("12 3"), '?');
}

TEST(IneZone, SpecimenIsReadAndItsWrongDigitsAreFound) {
  const auto vector = read_vectors("ine_mrz_specimen").front();
  const json::object expected = json::parse(vector.expected).as_object();
  const auto result = parse(split(vector.input, '|'), kYear);
  ASSERT_TRUE(result.reading && result.reading->ine);
  const Reading& reading = *result.reading;
  EXPECT_EQ(reading.ine->cic, text_of(expected, "cic"));
  EXPECT_EQ(reading.ine->ocr, text_of(expected, "ocr"));
  EXPECT_EQ(reading.ine->section, text_of(expected, "seccion"));
  EXPECT_EQ(reading.ine->citizen_id, text_of(expected, "id_ciudadano"));
  EXPECT_EQ(reading.ine->emission, text_of(expected, "emision"));
  EXPECT_EQ(mx::to_iso(*reading.birth_date), text_of(expected, "dob"));
  EXPECT_EQ(mx::to_iso(*reading.expiry_date), text_of(expected, "expiry"));
  EXPECT_EQ(reading.sex, mx::Sex::female);  // M is mujer here, not male
  EXPECT_EQ(reading.surnames, "GOMEZ VELAZQUEZ");
  EXPECT_EQ(reading.given_names, "MARGARITA");
  EXPECT_FALSE(reading.right(Field::document_number));
  EXPECT_FALSE(reading.right(Field::birth_date));
  EXPECT_FALSE(reading.right(Field::expiry_date));
  EXPECT_TRUE(reading.right(Field::composite));
  EXPECT_FALSE(reading.valid());
}

TEST(IneZone, SexLetterHIsAMan) {
  const auto result = parse(split(read_vectors("ine_mrz_synthetic").front().input, '|'), kYear);
  ASSERT_TRUE(result.reading);
  EXPECT_EQ(result.reading->sex, mx::Sex::male);
  EXPECT_TRUE(result.reading->valid());
}

TEST(Zone, EveryChangedDigitOfAnIneZoneIsNoticed) {
  const auto lines = split(read_vectors("ine_mrz_synthetic").front().input, '|');
  for (std::size_t line = 0; line < 2; ++line) {
    for (std::size_t column = 0; column < lines[line].size(); ++column) {
      const char original = lines[line][column];
      if (original < '0' || original > '9') continue;
      for (char other = '0'; other <= '9'; ++other) {
        auto changed = lines;
        changed[line][column] = other;
        const auto result = parse(changed, kYear);
        EXPECT_EQ(result.reading->valid(), other == original) << line << ":" << column;
      }
    }
  }
}

TEST(Zone, CenturyOfBirthAndExpiryFollowTheReferenceYear) {
  auto lines = split(read_vectors("ine_mrz_synthetic").back().input, '|');  // born 00-12-31
  EXPECT_EQ(static_cast<int>(parse(lines, 2026).reading->birth_date->year()), 2000);
  EXPECT_EQ(static_cast<int>(parse(lines, 1999).reading->birth_date->year()), 1900);
  EXPECT_EQ(static_cast<int>(parse(lines, 2026).reading->expiry_date->year()), 2035);
}

TEST(Zone, CutNamesAreTold) {
  auto lines = split(read_vectors("ine_mrz_synthetic").front().input, '|');
  EXPECT_FALSE(parse(lines, kYear).reading->names_cut);
  lines[2] = "FERNANDEZ<DE<LA<VEGA<<FRANCISC";
  EXPECT_TRUE(parse(lines, kYear).reading->names_cut);
}

TEST(Zone, OtherShapesAreRefused) {
  const auto lines = split(read_vectors("ine_mrz_synthetic").front().input, '|');
  EXPECT_EQ(parse({}, kYear).shape, Shape::line_count);
  EXPECT_EQ(parse(std::vector<std::string>{lines[0], lines[1]}, kYear).shape, Shape::line_length);
  EXPECT_EQ(parse(std::vector<std::string>{lines[0], lines[1], lines[2] + "<"}, kYear).shape, Shape::line_length);
  EXPECT_EQ(parse(std::vector<std::string>{lines[0], lines[1], std::string(30, '\0')}, kYear).shape, Shape::characters);
  EXPECT_EQ(parse(std::vector<std::string>{lines[0], lines[1], std::string(30, 'a')}, kYear).shape, Shape::characters);
}

TEST(Zone, ALongNumberOfATd2GoesOnInTheOptionalData) {
  std::vector<std::string> lines{"I<UTOOJEDA<<LUCIA<<<<<<<<<<<<<<<<<<<", "XK70B1234<UTO8203146F3109120567<<<<0"};
  lines[1][9] = '<';
  lines[1][30] = check_digit("XK70B123456");
  lines[1][19] = check_digit(lines[1].substr(13, 6));
  lines[1][27] = check_digit(lines[1].substr(21, 6));
  lines[1][35] = check_digit(lines[1].substr(0, 10) + lines[1].substr(13, 7) + lines[1].substr(21, 14));
  const auto result = parse(lines, kYear);
  ASSERT_TRUE(result.reading);
  EXPECT_EQ(result.reading->document_number, "XK70B123456");
  EXPECT_TRUE(result.reading->valid());
}

TEST(Zone, UnknownPartsOfADateLeaveItAbsent) {
  const std::vector<std::string> lines{"I<UTOD231458907<<<<<<<<<<<<<<<", "74<<<<2F1204159UTO<<<<<<<<<<<6",
                                       "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"};
  const auto result = parse(lines, kYear);
  ASSERT_TRUE(result.reading);
  EXPECT_FALSE(result.reading->birth_date);
  EXPECT_FALSE(result.reading->valid());
}

}  // namespace
}  // namespace cotejo::mrz
