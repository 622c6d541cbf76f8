// Why it was decided so, in the words of the product.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service.hpp"

namespace cotejo::integration {
namespace {

// A result with a finding that has words for agents, and one that has them for the lender's own people alone.
engine::Submit run_with_words(std::vector<std::string> locales) {
  return [locales = std::move(locales)](engine::Submission submission, engine::Engine::Progress,
                                        engine::Engine::Done done) {
    auto v = result_for(submission);
    v.feedback.clear();
    v.items.push_back(v.items[0]);
    v.checks[0].items = {0, 1};
    for (const auto& locale : locales) {
      v.feedback.push_back({domain::Audience::agent, locale, 0, "for an agent, " + locale, "none", "photo", {}});
      v.feedback.push_back({domain::Audience::internal, locale, 0, "for us, " + locale, "none", "photo", {}});
      v.feedback.push_back({domain::Audience::internal, locale, 1, "for us, " + locale, "none", "photo", {}});
    }
    done(std::move(v));
    return domain::Result<void>{};
  };
}

class Explanation : public testing::Test {
 protected:
  // Of what a product that speaks these languages found.
  std::string of(std::vector<std::string> locales) {
    service = std::make_unique<Service>(integration::Setup{.run = run_with_words(std::move(locales))});
    const auto posted = service->client().ask("POST", "/v1/verifications", small_request, json_fields);
    EXPECT_EQ(posted.status, 201) << posted.body;
    return posted.field("Location") + "/explanation";
  }
  boost::json::value read(const std::string& target) {
    const auto answer = service->client().ask("GET", target);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json();
  }
  std::unique_ptr<Service> service;
};

TEST_F(Explanation, IsInTheFirstLanguageOfTheProduct) {
  const auto explanation = read(of({"es-MX", "en"}));
  EXPECT_EQ(text(explanation, "/locale"), "es-MX");
  EXPECT_EQ(text(explanation, "/checks/0/because/0/text"), "for an agent, es-MX");
  EXPECT_EQ(text(explanation, "/checks/0/because/0/audience"), "agent");
}

TEST_F(Explanation, IsInTheLanguageThatIsAskedFor) {
  const std::string where = of({"es-MX", "en"});
  EXPECT_EQ(text(read(where + "?locale=en"), "/checks/0/because/0/text"), "for an agent, en");
}

TEST_F(Explanation, HasTheWordsForTheLendersOwnPeopleWhereAgentsHaveNone) {
  const auto explanation = read(of({"es-MX"}));
  EXPECT_EQ(text(explanation, "/checks/0/because/1/text"), "for us, es-MX");
  EXPECT_EQ(text(explanation, "/checks/0/because/1/audience"), "internal");
}

TEST_F(Explanation, ALanguageThatTheProductDoesNotSpeakIsAProblem) {
  const std::string where = of({"es-MX"});
  const auto answer = service->client().ask("GET", where + "?locale=fr");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(text(answer.json(), "/code"), "request.malformed_parameter");
  EXPECT_EQ(text(answer.json(), "/detail"), "this verification has texts in es-MX");
}

}  // namespace
}  // namespace cotejo::integration
