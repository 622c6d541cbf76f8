#include "identity_links.hpp"

#include <gtest/gtest.h>

#include <cotejo/testing.hpp>

namespace identity_links {
namespace {

namespace json = boost::json;
using cotejo::Status;
using cotejo::testing::Result;

// Everybody here is invented.
constexpr const char* kCurp = "ZAQR900514MDFMRS07";
constexpr const char* kClabe = "002010077777777771";
const std::vector<float> kFace{0.6F, 0.8F, 0};

class Links : public testing::Test {
 protected:
  Links() { fake.given("declared_curp", kCurp, 1, "application"); }

  json::object asked() {
    const Result result = fake.run();
    EXPECT_EQ(result.status, Status::pending);
    EXPECT_TRUE(result.breaches.empty());
    return result.request ? json::parse(result.request->at("body")).as_object() : json::object{};
  }
  // The host's answer: an answer to each question, of nobody unless the test says somebody.
  json::object nobody() {
    const json::object request = asked();
    const json::value none{{"entries", json::array{}}, {"more", false}};
    return {{"owner", "o0"},
            {"found", json::array(request.at("find").as_array().size(), none)},
            {"nearest", json::array(request.at("nearest").as_array().size(), none)}};
  }
  static json::object line(std::string_view owner, std::string_view at = "2026-11-20T10:00:00.000Z",
                           std::int64_t verifications = 1) {
    return {{"owner", owner},
            {"verification", "ver_" + std::string(owner)},
            {"at", at},
            {"first_at", at},
            {"verifications", verifications}};
  }
  // Which question is of that space.
  std::size_t question(std::string_view list, std::string_view space) {
    const json::array all = asked().at(list).as_array();
    for (std::size_t i = 0; i < all.size(); ++i)
      if (all[i].at("space").as_string() == space) return i;
    ADD_FAILURE() << "nothing is asked of " << space;
    return 0;
  }
  static json::array& entries(json::object& answer, std::string_view list, std::size_t question) {
    return answer.at(list).as_array().at(question).as_object().at("entries").as_array();
  }
  Result told(const json::object& answer) {
    fake.given_response(200, json::serialize(answer));
    Result result = fake.run();
    EXPECT_TRUE(result.breaches.empty());
    return result;
  }
  static json::object value(const Result& result, std::string_view trait) {
    const auto* found = result.trait(trait);
    EXPECT_TRUE(found) << trait;
    return found ? json::parse(found->text()).as_object() : json::object{};
  }

  cotejo::testing::Fake<IdentityLinks> fake;
};

TEST_F(Links, PutsAndAsksForEachKeyUnderTheCurp) {
  fake.given("declared_clabe", kClabe, 1, "application").given("phone", "+52 55 1234 5678", 1, "application");
  const json::object request = asked();
  EXPECT_EQ(request.at("owner").as_string(), kCurp);
  const json::array put = request.at("put").as_array(), find = request.at("find").as_array();
  std::map<std::string, std::string> kept;
  for (const auto& entry : put) kept[entry.at("space").as_string().c_str()] = entry.at("key").as_string();
  EXPECT_EQ(kept["curp"], kCurp);
  EXPECT_EQ(kept["clabe"], kClabe);
  EXPECT_EQ(kept["phone"], "5512345678");
  for (std::size_t i = 0; i < put.size(); ++i) EXPECT_EQ(find[i].at("key"), put[i].at("key"));
}

TEST_F(Links, ThisPersonsRecentApplicationsAreAskedForByTheirDays) {
  const json::object recent = asked().at("find").as_array().back().as_object();
  EXPECT_EQ(recent.at("key").as_string(), kCurp);
  EXPECT_EQ(recent.at("since").as_string(), "2025-12-02T00:00:00.000Z");  // 30 days before
}

TEST_F(Links, AFaceIsPutAndItsNearestAreAskedFor) {
  fake.given("selfie", kFace, 1, "selfie").given("selfie_quality", 0.7, 1, "selfie");
  const json::object request = asked();
  EXPECT_EQ(request.at("nearest").as_array().size(), 1U);
  const json::object& put = request.at("put").as_array().back().as_object();
  EXPECT_EQ(put.at("space").as_string(), "face");
  EXPECT_NEAR(put.at("vector").as_array()[1].to_number<double>(), 0.8, 1e-5);
}

TEST_F(Links, AFaceOfNoQualityIsNeitherPutNorAskedFor) {
  fake.given("selfie", kFace, 1, "selfie").given("selfie_quality", 0.01, 1, "selfie");
  EXPECT_TRUE(asked().at("nearest").as_array().empty());
  const Result result = told(nobody());
  EXPECT_EQ(result.traits.at("face").absent_reason, "links.not_a_key");
}

TEST_F(Links, WhatIsUncertainIsNotAKey) {
  fake.given("statement_clabe", kClabe, 0.5, "bank_statement");
  const Result result = told(nobody());
  EXPECT_EQ(result.traits.at("clabe").absent_reason, "links.not_given");
}

TEST_F(Links, SomebodyElseIsTold) {
  fake.given("declared_clabe", kClabe, 1, "application").given("statement_clabe", kClabe, 0.9, "bank_statement");
  json::object answer = nobody();
  entries(answer, "found", question("find", "clabe")) = {line("o1", "2026-11-20T10:00:00.000Z", 3)};
  const json::object clabe = value(told(answer), "clabe");
  EXPECT_EQ(clabe.at("people").as_int64(), 1);
  const json::object& other = clabe.at("entries").as_array()[0].as_object();
  EXPECT_EQ(other.at("verification").as_string(), "ver_o1");
  EXPECT_EQ(other.at("verifications").as_int64(), 3);
  EXPECT_EQ(other.at("through"), (json::array{"declared", "statement"}));
}

TEST_F(Links, OnesOwnEarlierApplicationsAreAHistoryAndNoLink) {
  fake.given("phone", "5512345678", 1, "application");
  json::object answer = nobody();
  entries(answer, "found", question("find", "curp")) = {line("o0", "2026-11-20T10:00:00.000Z", 4)};
  entries(answer, "found", question("find", "phone")) = {line("o0")};
  entries(answer, "found", answer.at("found").as_array().size() - 1) = {line("o1"),
                                                                        line("o0", "2025-12-20T10:00:00.000Z", 2)};
  const Result result = told(answer);
  EXPECT_EQ(value(result, "previous").at("applications").as_int64(), 4);
  EXPECT_EQ(value(result, "previous").at("recent").as_int64(), 2);
  EXPECT_EQ(value(result, "phone").at("people").as_int64(), 0);
  EXPECT_EQ(value(result, "curp").at("people").as_int64(), 0);
  EXPECT_EQ(result.trait("people")->integer(), 0);
}

TEST_F(Links, ACardIsLookedUpByItsNumberAndByItsOcrNumber) {
  fake.given("card_number", "183657710", 0.9, "ine_back").given("zone_number", "183657710", 0.95, "ine_back");
  fake.given("card_ocr", "0747116375842", 0.99, "ine_back");
  json::object answer = nobody();
  entries(answer, "found", question("find", "card.number")) = {line("o1")};
  entries(answer, "found", question("find", "card.ocr")) = {line("o1"), line("o2")};
  const Result result = told(answer);
  const json::object card = value(result, "card");
  ASSERT_EQ(card.at("people").as_int64(), 2);
  EXPECT_EQ(card.at("entries").as_array()[0].at("through"), (json::array{"number", "zone", "ocr"}));
  EXPECT_EQ(result.trait("people")->integer(), 2);
}

TEST_F(Links, ANumberChangedInPrintIsFoundByTheZone) {
  fake.given("card_number", "183657710", 0.9, "ine_back").given("zone_number", "274657714", 0.95, "ine_back");
  const json::object request = asked();
  std::vector<std::string> keys;
  for (const auto& each : request.at("put").as_array())
    if (each.at("space").as_string() == "card.number") keys.emplace_back(each.at("key").as_string());
  EXPECT_EQ(keys, (std::vector<std::string>{"183657710", "274657714"}));
}

TEST_F(Links, WhetherTheCitizensNumberIsThatOfBeforeIsAHistory) {
  fake.given("card_ocr", "0747116375842", 0.99, "ine_back");
  json::object answer = nobody();
  const std::size_t this_number = question("find", "curp.citizen");
  entries(answer, "found", question("find", "curp.numbered")) = {line("o0", "2025-12-20T10:00:00.000Z", 3)};
  json::object previous = value(told(answer), "previous");
  EXPECT_EQ(previous.at("numbered").as_int64(), 3);
  EXPECT_EQ(previous.at("same_number").as_int64(), 0);
  entries(answer, "found", this_number) = {line("o0", "2025-12-20T10:00:00.000Z", 2)};
  previous = value(told(answer), "previous");
  EXPECT_EQ(previous.at("same_number").as_int64(), 2);
}

TEST(LinksOfACard, ARenewedOneOfAnotherSectionHasTheSameCitizensNumber) {
  const auto citizen = [](const char* ocr) {
    cotejo::testing::Fake<IdentityLinks> fake;
    fake.given("declared_curp", kCurp).given("card_ocr", ocr);
    const json::value request = json::parse(fake.run().request.value().at("body"));
    std::string kept;
    for (const auto& each : request.at("put").as_array())
      if (each.at("space").as_string() == "curp.citizen") kept = each.at("key").as_string();
    return kept;
  };
  EXPECT_EQ(citizen("0747116375842"), citizen("3321116375842"));
  EXPECT_NE(citizen("0747116375842"), citizen("0747116375843"));
}

TEST_F(Links, NobodyIsToldAsNobody) {
  fake.given("phone", "5512345678", 0.95, "application");
  const Result result = told(nobody());
  EXPECT_EQ(value(result, "phone").at("people").as_int64(), 0);
  EXPECT_NEAR(result.trait("phone")->probability, 0.95, 1e-9);
}

TEST_F(Links, TheMostAlikePhotoStandsForAPerson) {
  fake.given("portrait", kFace, 1, "ine_front").given("selfie", kFace, 1, "selfie");
  json::object answer = nobody();
  const auto near = [](std::string_view owner, double cosine) {
    json::object entry = line(owner);
    entry.erase("first_at"), entry.erase("verifications");
    entry["cosine"] = cosine;
    return entry;
  };
  entries(answer, "nearest", 0) = {near("o1", 0.61), near("o0", 0.9)};
  entries(answer, "nearest", 1) = {near("o2", 0.8), near("o1", 0.7)};
  const Result result = told(answer);
  const json::object face = value(result, "face");
  ASSERT_EQ(face.at("people").as_int64(), 2);
  EXPECT_NEAR(face.at("entries").as_array()[0].at("cosine").as_double(), 0.8, 1e-9);
  EXPECT_NEAR(face.at("entries").as_array()[1].at("cosine").as_double(), 0.7, 1e-9);
  EXPECT_EQ(face.at("entries").as_array()[1].at("through"), (json::array{"portrait", "selfie"}));
  EXPECT_NEAR(value(result, "previous").at("cosine").as_double(), 0.9, 1e-9);
}

TEST_F(Links, AnotherCurpOfTheSameApplicationIsMarked) {
  fake.given("declared_clabe", kClabe, 1, "application").given("phone", "5512345678", 1, "application");
  json::object answer = nobody();
  json::object same = line("o1");
  same["same_application"] = true;
  entries(answer, "found", question("find", "clabe")) = {same};
  entries(answer, "found", question("find", "phone")) = {same, line("o2")};
  const Result result = told(answer);
  EXPECT_TRUE(value(result, "clabe").at("entries").at(0).as_object().contains("same_application"));
  const json::object phone = value(result, "phone");
  for (const auto& entry : phone.at("entries").as_array())
    EXPECT_EQ(entry.as_object().contains("same_application"), entry.at("owner").as_string() == "o1");
}

TEST_F(Links, WhoIsNearFromAnotherApplicationAsWellIsNotMarked) {
  fake.given("portrait", kFace, 1, "ine_front").given("selfie", kFace, 1, "selfie");
  json::object answer = nobody();
  json::object near = line("o1"), farther = line("o1");
  near["cosine"] = 0.9;
  near["same_application"] = true;
  farther["cosine"] = 0.8;
  entries(answer, "nearest", 0) = {near};
  EXPECT_TRUE(value(told(answer), "face").at("entries").at(0).as_object().contains("same_application"));
  entries(answer, "nearest", 1) = {farther};
  EXPECT_FALSE(value(told(answer), "face").at("entries").at(0).as_object().contains("same_application"));
}

TEST_F(Links, AFlatIsLookedUpAndSoIsItsBuilding) {
  fake.given("declared_street", "Av. Benito Juárez")
      .given("declared_exterior_number", "12-B")
      .given("declared_interior_number", "int 4")
      .given("declared_postal_code", "06000");
  json::object answer = nobody();
  entries(answer, "found", question("find", "building")) = {line("o1")};
  const Result result = told(answer);
  EXPECT_EQ(value(result, "address").at("people").as_int64(), 0);
  EXPECT_EQ(value(result, "building").at("people").as_int64(), 1);
  EXPECT_EQ(result.trait("people")->integer(), 0);
}

TEST_F(Links, AFlatWhoseNumberIsUncertainIsNotTakenForTheWholeBuilding) {
  fake.given("street", "AVENIDA BENITO JUAREZ", 1, "proof_of_address")
      .given("exterior_number", "12", 1, "proof_of_address")
      .given("interior_number", "4", 0.4, "proof_of_address")
      .given("postal_code", "06000", 1, "proof_of_address");
  const Result result = told(nobody());
  EXPECT_EQ(result.traits.at("address").absent_reason, "links.not_a_key");
  EXPECT_TRUE(result.trait("building"));
}

TEST_F(Links, AHouseWithoutANumberIsNoKey) {
  fake.given("declared_street", "Domicilio conocido").given("declared_postal_code", "06000");
  EXPECT_EQ(told(nobody()).traits.at("address").absent_reason, "links.not_a_key");
}

TEST_F(Links, LikeCurpsAreToldByWhatIsAlike) {
  json::object answer = nobody();
  entries(answer, "found", question("find", "curp.homonym")) = {line("o1")};
  entries(answer, "found", question("find", "curp.letters")) = {line("o1"), line("o2")};
  const json::array all = value(told(answer), "curp_series").at("entries").as_array();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].at("through"), (json::array{"homonym", "letters"}));
  EXPECT_EQ(all[1].at("through"), (json::array{"letters"}));
}

TEST_F(Links, TheCardsCurpIsLookedUpBesideTheDeclaredOne) {
  fake.given("card_curp", "GOMV800705MASMLR03", 0.95, "ine_front");
  const json::object request = asked();
  EXPECT_EQ(request.at("owner").as_string(), kCurp);
  const auto& find = request.at("find").as_array();
  EXPECT_TRUE(std::any_of(find.begin(), find.end(),
                          [](const auto& q) { return q.at("key").as_string() == "GOMV800705MASMLR03"; }));
}

TEST_F(Links, AnAnswerToOtherQuestionsIsTheHostsFault) {
  for (const char* body : {"", "[]", "{}", R"({"owner": "o0", "found": [], "nearest": []})",
                           R"({"owner": "o0", "found": [1,2,3,4], "nearest": []})"}) {
    fake.given_response(200, body);
    const Result result = fake.run();
    EXPECT_EQ(result.status, Status::internal) << body;
    EXPECT_TRUE(result.traits.empty()) << body;
  }
}

TEST(LinksOfNobody, NothingIsAskedWithoutACurp) {
  cotejo::testing::Fake<IdentityLinks> fake;
  fake.given("declared_clabe", kClabe).given("declared_curp", "ZAQR900514MDFMRS08");
  const Result result = fake.run();
  EXPECT_EQ(result.status, Status::ok);
  EXPECT_FALSE(result.request);
  EXPECT_EQ(result.traits.at("clabe").absent_reason, "links.no_owner");
  EXPECT_EQ(result.traits.at("previous").absent_reason, "links.no_owner");
}

}  // namespace
}  // namespace identity_links
