// What a product may write under `answers`. The rules are in tests/products/interview.
#include "../interview_check.hpp"

#include <gtest/gtest.h>

#include <cotejo/testing.hpp>

namespace interview_check {
namespace {

using cotejo::testing::Fake;

std::map<std::string, std::string> ports(std::string_view answers) {
  Fake<InterviewCheck> fake("{\"answers\": " + std::string(answers) + "}");
  std::map<std::string, std::string> out;
  for (const auto& port : fake.declaration().at("consumes").as_array())
    out[std::string(port.at("port").as_string())] =
        std::string(port.at("type").as_string()) + " " + std::string(port.at("name").as_string());
  return out;
}

std::string refused(std::string_view answers) {
  try {
    ports(answers);
  } catch (const std::exception& error) {
    return error.what();
  }
  return "accepted";
}

TEST(InterviewAnswers, BecomePortsOfTheTypeThatTheyAreComparedAs) {
  const auto all =
      ports(R"({"nacimiento": {"as": "date", "with": ["application.birth_date", "ine_front:ine.front.birth_date"]},
                             "monto": {"as": "amount", "with": ["application.amount"]},
                             "plazo": {"as": "count", "with": ["application.term"]}})");
  EXPECT_EQ(all.at("application_birth_date"), "date application.birth_date");
  EXPECT_EQ(all.at("ine_front_ine_front_birth_date"), "date ine_front:ine.front.birth_date");
  EXPECT_EQ(all.at("application_amount"), "number application.amount");
  EXPECT_EQ(all.at("application_term"), "integer application.term");
}

TEST(InterviewAnswers, OfSeveralQuestionsShareATrait) {
  EXPECT_EQ(
      ports(
          R"({"a": {"as": "text", "with": ["application.city"]}, "b": {"as": "identifier", "with": ["application.city"]}})")
          .count("application_city"),
      1U);
}

TEST(InterviewAnswers, AreRefusedWhereTheyMakeNoSense) {
  EXPECT_NE(refused(R"({"a": {"as": "colour", "with": ["application.city"]}})").find("no way to compare"),
            std::string::npos);
  EXPECT_NE(refused(R"({"a": {"as": "text", "with": ["city"]}})").find("no trait"), std::string::npos);
  EXPECT_NE(refused(R"({"a": {"as": "text", "with": [" "]}})").find("with nothing"), std::string::npos);
  EXPECT_NE(refused(R"({"a": {"as": "date", "with": ["application.day application.month"]}})").find("parts"),
            std::string::npos);
  EXPECT_NE(refused(R"({"a": {"as": "name", "with": ["application.given_name application.surname"]}})")
                .find("'given_name' of 'a' is no part of a name; those are given_names, surname and second_surname"),
            std::string::npos);
  EXPECT_NE(refused(R"({"a": {"as": "address", "with": ["home.stret home.postal_code"]}})")
                .find("'stret' of 'a' is no part of an address"),
            std::string::npos);
  EXPECT_NE(
      refused(R"({"a": {"as": "text", "with": ["application.x"]}, "b": {"as": "date", "with": ["application.x"]}})")
          .find("different types"),
      std::string::npos);
}

}  // namespace
}  // namespace interview_check
