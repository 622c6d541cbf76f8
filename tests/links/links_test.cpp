#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "host_process.hpp"
#include "lender_folder.hpp"

namespace cotejo::recovery {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr const char* kEva = "GOMV800705MASMLR03";
constexpr const char* kAna = "PEHA950817MJCRRN08";
constexpr const char* kRosasHomonym = "ZAQR900514MDFMRS15";

const fs::path kPeople = "/usr/share/doc/libdlib19.1/examples/johns";  // Debian's libdlib-data: photos of five men

std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// A service over the lender's products.
class Lender {
 public:
  static bool with_models() { return LenderFolder::with_models(); }

  // The completed verification.
  json::object apply(const std::string& product, const json::object& application, const fs::path& selfie = {},
                     const std::string& reference = {}) {
    std::string body =
        part("product", "", product) + part("application", "application/json", json::serialize(application));
    if (!selfie.empty()) body += part("selfie", "image/jpeg", contents(selfie), "; filename=\"selfie.jpg\"");
    std::map<std::string, std::string> fields{{"Content-Type", "multipart/form-data; boundary=cut"},
                                              {"Prefer", "wait=20"}};
    if (!reference.empty()) fields.emplace("Cotejo-Application", reference);
    const auto answer = host_.client().ask("POST", "/v1/verifications", body + "--cut--\r\n", fields);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.json().as_object();
  }
  json::object send_again(const json::object& verification, const json::object& application) {
    const auto answer = host_.client().ask(
        "PUT", "/v1/verifications/" + std::string(verification.at("id").as_string()) + "/evidence/application",
        json::serialize(application), {{"Content-Type", "application/json"}, {"Prefer", "wait=20"}});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json().as_object();
  }
  void forget(const std::string& curp) {
    const auto answer = host_.client().ask("POST", "/v1/erasures", json::serialize(json::object{{"owner", curp}}),
                                           integration::json_fields);
    EXPECT_EQ(answer.status, 200) << answer.body;
  }

 private:
  static std::string part(const std::string& name, const std::string& type, const std::string& content,
                          const std::string& more = {}) {
    return "--cut\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more +
           (type.empty() ? "" : "\r\nContent-Type: " + type) + "\r\n\r\n" + content + "\r\n";
  }
  LenderFolder folder_;
  HostProcess host_{folder_};
};

std::string outcome(const json::object& verification) {
  return std::string(verification.at("decision").at("outcome").as_string());
}

std::vector<std::string> codes(const json::object& verification) {
  std::vector<std::string> all;
  for (const auto& item : verification.at("items").as_array()) all.emplace_back(item.at("code").as_string());
  return all;
}

json::value trait(const json::object& verification, std::string_view name) {
  for (const auto& each : verification.at("traits").as_array())
    if (each.at("name").as_string() == name) return each.at("value");
  return {};
}

TEST(LinksInTheHost, AnAccountOfSomebodyElseGoesToReviewWithItsCode) {
  Lender lender;
  const auto first = lender.apply("declared", {{"curp", kRosa}, {"clabe", kAccount}});
  EXPECT_EQ(outcome(first), "approve");
  const auto second = lender.apply("declared", {{"curp", kLuis}, {"clabe", kAccount}});
  EXPECT_EQ(outcome(second), "review");
  EXPECT_THAT(codes(second), testing::Contains("synthetic_identity.clabe_shared"));
  const auto clabe = trait(second, "application:links.clabe");
  EXPECT_EQ(clabe.at("entries").at(0).at("verification"), first.at("id"));
}

TEST(LinksInTheHost, TheApplicantIsNotTold) {
  Lender lender;
  lender.apply("declared", {{"curp", kRosa}, {"clabe", kAccount}});
  const auto second = lender.apply("declared", {{"curp", kLuis}, {"clabe", kAccount}});
  ASSERT_THAT(codes(second), testing::Contains("synthetic_identity.clabe_shared"));
  int texts = 0;
  for (const auto& words : second.at("feedback").as_array())
    if (words.at("audience").as_string() == "applicant") {
      EXPECT_THAT(std::string(words.at("text").as_string()), testing::Not(testing::HasSubstr("CLABE")));
      ++texts;
    }
  EXPECT_GT(texts, 0) << "an applicant always gets words";
}

TEST(LinksInTheHost, NoKeyIsInWhatIsKept) {
  Lender lender;
  lender.apply("declared", {{"curp", kRosa}, {"phone", "5512345678"}});
  const auto second = lender.apply("declared", {{"curp", kLuis}, {"phone", "+52 55 1234 5678"}});
  EXPECT_THAT(codes(second), testing::Contains("synthetic_identity.phone_shared"));
  const std::string links = json::serialize(trait(second, "application:links.phone"));
  EXPECT_THAT(links, testing::Not(testing::HasSubstr("5512345678")));
  EXPECT_THAT(links, testing::Not(testing::HasSubstr(kRosa)));
}

TEST(LinksInTheHost, WhoIsErasedIsMetByNobody) {
  Lender lender;
  lender.apply("declared", {{"curp", kRosa}, {"clabe", kAccount}});
  lender.forget(kRosa);
  EXPECT_EQ(outcome(lender.apply("declared", {{"curp", kLuis}, {"clabe", kAccount}})), "approve");
}

TEST(LinksInTheHost, ALaterAttemptDoesNotMeetItself) {
  Lender lender;
  const auto first = lender.apply("declared", {{"curp", kRosa}, {"clabe", kAccount}});
  const auto again = lender.send_again(first, {{"curp", kRosa}, {"clabe", kAccount}, {"phone", "5512345678"}});
  EXPECT_EQ(outcome(again), "approve");
  EXPECT_EQ(trait(again, "application:links.clabe").at("people").to_number<int>(), 0);
}

TEST(LinksInTheHost, ASecondIdentityOnALaterAttemptGoesToReviewOnThatAttemptAndTheNext) {
  Lender lender;
  const auto first = lender.apply("declared", {{"curp", kRosa}, {"clabe", kAccount}});
  for (const char* phone : {"5512345678", "5512345679"}) {
    const auto again = lender.send_again(first, {{"curp", kLuis}, {"clabe", kAccount}, {"phone", phone}});
    EXPECT_EQ(outcome(again), "review") << phone;
    EXPECT_THAT(codes(again), testing::Contains("synthetic_identity.application_of_another")) << phone;
    EXPECT_THAT(codes(again), testing::Not(testing::Contains("synthetic_identity.clabe_shared"))) << phone;
  }
}

TEST(LinksInTheHost, ACorrectedCurpIsNotHeldAgainstALaterApplication) {
  Lender lender;
  const auto first = lender.apply("declared", {{"curp", kRosa}, {"clabe", kAccount}});
  lender.send_again(first, {{"curp", kLuis}, {"clabe", kAccount}});
  EXPECT_EQ(outcome(lender.apply("declared", {{"curp", kLuis}, {"clabe", kAccount}})), "approve");
}

TEST(LinksInTheHost, OneReferenceForAllApplicationsHidesNobody) {
  Lender lender;
  EXPECT_EQ(outcome(lender.apply("declared", {{"curp", kRosa}, {"clabe", kAccount}}, {}, "credito")), "approve");
  const auto second = lender.apply("declared", {{"curp", kLuis}, {"clabe", kAccount}}, {}, "credito");
  EXPECT_EQ(outcome(second), "review");
  EXPECT_THAT(codes(second), testing::Contains("synthetic_identity.application_of_another"));
  EXPECT_EQ(outcome(lender.apply("declared", {{"curp", kEva}}, {}, "credito")), "approve");
}

TEST(LinksInTheHost, ThisPersonsEarlierApplicationsAreAHistory) {
  Lender lender;
  lender.apply("declared", {{"curp", kRosa}, {"clabe", kAccount}});
  lender.apply("declared", {{"curp", kRosa}, {"clabe", kAccount}});
  const auto third = lender.apply("declared", {{"curp", kRosa}, {"clabe", kAccount}});
  EXPECT_EQ(outcome(third), "approve");
  EXPECT_EQ(trait(third, "application:links.previous").at("applications").to_number<int>(), 2);
  EXPECT_EQ(trait(third, "application:links.previous").at("recent").to_number<int>(), 2);
}

TEST(LinksInTheHost, PeopleWhoComeInABurstAreToldAsOne) {
  Lender lender;
  for (const char* curp : {kRosa, kLuis, kEva}) lender.apply("declared", {{"curp", curp}, {"phone", "5512345678"}});
  const auto fourth = lender.apply("declared", {{"curp", kAna}, {"phone", "5512345678"}});
  EXPECT_EQ(outcome(fourth), "review");
  EXPECT_THAT(codes(fourth), testing::IsSupersetOf({"synthetic_identity.burst", "synthetic_identity.phone_shared"}));
}

TEST(LinksInTheHost, ASeriesOfCurpsIsMetByItsLetters) {
  Lender lender;
  lender.apply("declared", {{"curp", kRosa}});
  EXPECT_THAT(codes(lender.apply("declared", {{"curp", kRosasHomonym}})),
              testing::ElementsAre("synthetic_identity.curp_series"));
}

TEST(LinksInTheHost, AFaceUnderAnotherCurpGoesToReviewAndAnothersDoesNot) {
  if (!Lender::with_models() || !fs::exists(kPeople)) GTEST_SKIP() << "no models, or no photos of people";
  std::vector<std::vector<fs::path>> photos;
  for (const auto& person : fs::directory_iterator(kPeople)) {
    if (!person.is_directory()) continue;
    auto& of = photos.emplace_back();
    for (const auto& photo : fs::directory_iterator(person)) of.push_back(photo.path());
    std::sort(of.begin(), of.end());
  }
  ASSERT_GE(photos.size(), 2u);
  Lender lender;
  EXPECT_EQ(outcome(lender.apply("photographed", {{"curp", kRosa}}, photos[0][0])), "approve");
  EXPECT_EQ(outcome(lender.apply("photographed", {{"curp", kEva}}, photos[1][0])), "approve");
  const auto second = lender.apply("photographed", {{"curp", kLuis}}, photos[0][1]);
  EXPECT_EQ(outcome(second), "review");
  EXPECT_THAT(codes(second), testing::Contains("synthetic_identity.face_shared"));
}

}  // namespace
}  // namespace cotejo::recovery
