#include <gtest/gtest.h>

#include <algorithm>
#include <cotejo/testing.hpp>

#include "identifiers_component.hpp"

namespace mx_identifiers {
namespace {

using cotejo::testing::Fake;
using cotejo::testing::Result;

Result alone(std::string_view document) {
  Fake<Identifiers> fake;
  fake.given("identifiers", document);
  return fake.run();
}

// Why a trait has no value; "told" when it has one, "untold" when nothing is said of it.
std::string absence(const Result& result, const std::string& trait) {
  const auto found = result.traits.find(trait);
  return found == result.traits.end() ? "untold" : found->second.absent ? found->second.absent_reason : "told";
}

bool nothing_told(const Result& result) {
  return std::ranges::all_of(
      result.traits, [](const auto& trait) { return trait.second.absent_reason == "mx.identifiers.not_given"; });
}

TEST(Identifiers, SaysOfWhatWasNotGivenThatItWasNot) {
  const Result result = alone("{}");
  EXPECT_EQ(result.status, cotejo::Status::ok);
  EXPECT_TRUE(result.breaches.empty());
  EXPECT_TRUE(nothing_told(result));
  std::size_t declared = 2 * identifiers().size() + cross_checks().size();
  for (const Identifier& identifier : identifiers()) declared += identifier.details.size();
  EXPECT_EQ(result.traits.size(), declared);
}

TEST(Identifiers, SaysWhyThereIsNoProblemOrNoDetail) {
  const Result valid = alone(R"({"curp": "ZAQR900305MJCMXS02"})");
  EXPECT_EQ(absence(valid, "curp_problem"), "mx.identifiers.no_problem");
  EXPECT_EQ(absence(valid, "rfc_kind"), "mx.identifiers.not_given");
  const Result wrong = alone(R"({"curp": "ZAQR", "sex": "M"})");
  EXPECT_EQ(absence(wrong, "curp_state"), "mx.identifiers.not_valid");
  EXPECT_EQ(absence(wrong, "curp_matches_sex"), "mx.identifiers.not_valid");
  EXPECT_EQ(absence(wrong, "curp_matches_names"), "mx.identifiers.not_given");
}

struct Judged {
  const char *id, *text, *problem;  // no problem: valid
};

TEST(Identifiers, EachKindIsJudgedByItsOwnRules) {
  for (const Judged& judged :
       {Judged{"curp", "ZAQR900305MJCMXS02", nullptr}, Judged{"curp", "ZAQR900305MJCMXS03", "check_digit"},
        Judged{"curp", "ZAQR900305MXXMXS02", "state"}, Judged{"curp", "ZAQR", "length"},
        Judged{"rfc", "GODE561231GR8", nullptr}, Judged{"rfc", "GODE561331GR8", "date"},
        Judged{"clabe", "002010077777777771", nullptr}, Judged{"clabe", "000000000000000000", "bank"},
        Judged{"nss", "12345678903", nullptr}, Judged{"nss", "12345678909", "check_digit"},
        Judged{"clave_elector", "ZMQXRS90030514M100", nullptr}, Judged{"clave_elector", "ZMQXRS90030544M100", "state"},
        Judged{"phone", "+52 55 1234 5678", nullptr}, Judged{"phone", "0012345678", "number_plan"},
        Judged{"postal_code", "14610", nullptr}, Judged{"postal_code", "00100", "postal_range"},
        Judged{"card_number", "4012111111111111", nullptr}, Judged{"card_number", "4012111111111112", "check_digit"}}) {
    SCOPED_TRACE(std::string(judged.id) + " " + judged.text);
    const Result result = alone(boost::json::serialize(boost::json::object{{judged.id, judged.text}}));
    const std::string id = judged.id;
    ASSERT_EQ(absence(result, id + "_valid"), "told");
    EXPECT_EQ(result.traits.at(id + "_valid").boolean(), judged.problem == nullptr);
    EXPECT_EQ(absence(result, id + "_problem"), judged.problem ? "told" : "mx.identifiers.no_problem");
    if (judged.problem) {
      EXPECT_EQ(result.traits.at(id + "_problem").text(), judged.problem);
    }
    EXPECT_TRUE(result.breaches.empty());
  }
}

TEST(Identifiers, DetailsAreReadOff) {
  const Result result = alone(R"({"curp": "ZAQR900305MJCMXS02", "clabe": "012180001234567899", "phone": "55 1234 5678",
                                  "postal_code": "14610", "clave_elector": "ZMQXRS90030514M100", "rfc": "GODE561231GR8"})");
  const std::map<std::string, std::string> expected{{"curp_birth_date", "1990-03-05"},
                                                    {"curp_sex", "M"},
                                                    {"curp_state", "JC"},
                                                    {"clabe_bank", "BBVA"},
                                                    {"rfc_kind", "person"},
                                                    {"clabe_plaza", "Ciudad de México"},
                                                    {"phone_e164", "+525512345678"},
                                                    {"postal_code_state", "DF"},
                                                    {"clave_elector_state", "JC"}};
  for (const auto& [trait, value] : expected) {
    ASSERT_EQ(absence(result, trait), "told") << trait;
    EXPECT_EQ(result.traits.at(trait).text(), value) << trait;
  }
}

constexpr const char* kOnePerson =
    R"({"curp": "ZAQR900305MJCMXS02", "rfc": "ZAQR9003055BA", "clave_elector": "ZMQXRS90030514M100",
    "nss": "12089012343", "surname": "Zamudio", "second_surname": "Quiñones", "given_names": "María Rosa", "sex": "M",
    "birth_date": "1990-03-05"})";

TEST(Identifiers, AllOfOnePersonAgree) {
  const Result result = alone(kOnePerson);
  for (const CrossCheck& check : cross_checks()) {
    ASSERT_EQ(absence(result, std::string(check.trait)), "told") << check.trait;
    EXPECT_TRUE(result.traits.find(check.trait)->second.boolean()) << check.trait;
  }
}

TEST(Identifiers, AnotherPersonsDataIsTold) {
  struct Change {
    const char *name, *value;
    std::vector<std::string_view> broken;
  };
  for (const Change& change :
       {Change{"curp",
               "IAST771109HOCBLM01",
               {"curp_matches_names", "curp_matches_birth_date", "curp_matches_sex", "rfc_matches_curp",
                "clave_elector_matches_curp"}},
        Change{"surname", "Beltrán", {"curp_matches_names", "rfc_matches_person", "clave_elector_matches_names"}},
        Change{"birth_date", "1991-03-05", {"curp_matches_birth_date", "rfc_matches_person", "nss_matches_birth_date"}},
        Change{"sex", "H", {"curp_matches_sex"}}}) {
    auto document = boost::json::parse(kOnePerson).as_object();
    document[change.name] = change.value;
    const Result result = alone(boost::json::serialize(document));
    for (const CrossCheck& check : cross_checks()) {
      const bool broken = std::count(change.broken.begin(), change.broken.end(), check.trait) > 0;
      EXPECT_EQ(result.traits.find(check.trait)->second.boolean(), !broken) << change.name << " " << check.trait;
    }
  }
}

TEST(Identifiers, NothingIsComparedWithWhatIsNotValid) {
  const Result result = alone(R"({"curp": "ZAQR900305MJCMXS03", "birth_date": "1990-03-05", "rfc": "XAXX010101000"})");
  EXPECT_EQ(absence(result, "curp_matches_birth_date"), "mx.identifiers.not_valid");
  EXPECT_EQ(absence(result, "rfc_matches_curp"), "mx.identifiers.not_valid");
}

TEST(Identifiers, PortsGoBeforeTheDocumentAndKeepTheirProbability) {
  Fake<Identifiers> fake;
  fake.given("curp", "ZAQR900305MJCMXS02", 0.9).given("birth_date", "1990-03-05", 0.8);
  fake.given("identifiers", R"({"curp": "ZAQR", "birth_date": "1890-01-01"})");
  const Result result = fake.run();
  EXPECT_TRUE(result.traits.at("curp_valid").boolean());
  EXPECT_DOUBLE_EQ(result.traits.at("curp_valid").probability, 0.9);
  EXPECT_TRUE(result.traits.at("curp_matches_birth_date").boolean());
  EXPECT_DOUBLE_EQ(result.traits.at("curp_matches_birth_date").probability, 0.9 * 0.8);
}

TEST(Identifiers, OtherDocumentsSayNothing) {
  for (const char* document :
       {"[]", "null", "\"curp\"", R"({"curp": true, "rfc": null, "clabe": {"a": 1}, "nss": "  "})"}) {
    EXPECT_TRUE(nothing_told(alone(document))) << document;
  }
}

TEST(Identifiers, WholeNumbersAreTakenAsTheirDigits) {
  EXPECT_TRUE(alone(R"({"postal_code": 14610})").traits.at("postal_code_valid").boolean());
  EXPECT_FALSE(alone(R"({"postal_code": -1461})").traits.at("postal_code_valid").boolean());
}

TEST(Identifiers, EndlessTextIsNotValid) {
  for (const CrossCheck& check : cross_checks()) {
    for (std::string_view name : check.needs) {
      auto document = boost::json::parse(kOnePerson).as_object();
      document[name] = std::string(100000, 'A');
      const Result result = alone(boost::json::serialize(document));
      const auto& held = result.traits.find(check.trait)->second;
      EXPECT_TRUE(held.absent || !held.boolean()) << check.trait << " " << name;
    }
  }
  const std::string endless(100000, 'A');
  EXPECT_EQ(alone(R"({"curp": ")" + endless + "\"}").traits.at("curp_problem").text(), "length");
}

}  // namespace
}  // namespace mx_identifiers
