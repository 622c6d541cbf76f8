#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "decisions/decide.hpp"
#include "products/platform_codes.hpp"

namespace cotejo::decisions {
namespace {

using domain::Audience;
using domain::Feedback;
using domain::Outcome;
using domain::Verification;
using products::Product;
using products::Reason;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Reason reason(std::string code, std::string reason_class, std::string action, std::vector<Audience> audiences,
              std::string text) {
  Reason made;
  made.code = std::move(code);
  made.reason_class = std::move(reason_class);
  made.retriable = action == "resubmit" || action == "correct_data";
  made.action = std::move(action);
  made.audiences = std::move(audiences);
  for (const Audience audience : made.audiences)
    for (const char* locale : {"es-MX", "en"}) made.texts[audience][locale] = std::string(locale) + ": " + text;
  return made;
}

constexpr Audience applicant = Audience::applicant, agent = Audience::agent, internal = Audience::internal;

class FeedbackTest : public testing::Test {
 protected:
  FeedbackTest() {
    auto reasons = std::make_shared<products::ReasonCatalogue>();
    reasons->add(
        reason("evidence.blurred", "quality", "resubmit", {applicant}, "{evidence} blurred, {sharpness} of {least}"));
    reasons->add(reason("evidence.missing", "quality", "resubmit", {applicant}, "send {evidence}"));
    reasons->add(reason("x.forged", "fraud", "none", {agent, internal}, "forged"));
    reasons->add(reason("x.expired", "policy", "none", {applicant, agent}, "expired in {years}"));
    for (const auto code : {products::code_approved, products::code_rejected, products::code_in_review})
      reasons->add(reason(std::string(code), "policy", "none", {applicant}, std::string(code)));
    reasons->add(reason(std::string(products::code_attempts_exhausted), "policy", "contact_support", {applicant},
                        "no attempts"));
    reasons->add(reason("evidence.type", "quality", "resubmit", {applicant}, "send {file_types}"));
    reasons->add(reason("x.unreadable", "quality", "resubmit", {applicant, agent}, "could not read {evidence}"));
    reasons->add(reason("x.not_given", "inconsistency", "correct_data", {applicant, agent}, "write it"));
    reasons->add(reason("json.type", "quality", "correct_data", {applicant, agent}, "write it right"));
    reasons->add(reason("x.scanned", "quality", "none", {agent}, "it is a scan"));
    reasons->add(reason("analysis.failed", "system", "none", {agent}, "{component} broke down on {evidence}"));
    reasons->add(reason("evidence.broken", "quality", "resubmit", {applicant, agent}, "{evidence} is broken"));
    reasons->add(reason("x.odd", "quality", "none", {agent}, "{parts} of {what}"));
    reasons->words["parts"] = {{"birth_date", {{"es-MX", "fecha"}}}, {"sex", {{"es-MX", "sexo"}, {"en", "sex"}}}};
    product_.reasons = reasons;
    product_.feedback = {{"es-MX"}, 3};
    products::EvidenceSpec front;
    front.name = "front";
    front.kinds = {{"pdf"}, {"image"}};
    front.labels = {{"es-MX", "el frente"}, {"en", "the front"}};
    products::EvidenceSpec back = front;
    back.name = "back";
    back.labels = {{"es-MX", "el reverso"}, {"en", "the back"}};
    product_.evidence = {front, back};
    verification_.decision = domain::Decision{};
  }

  void find(std::string code, boost::json::object params = {}) {
    domain::Item item;
    item.code = std::move(code);
    item.evidence = {"front"};
    item.params = std::move(params);
    verification_.items.push_back(std::move(item));
  }

  // Of a check that looked for a value and found none: `front:card.name`.
  void miss(std::string code, std::string trait) {
    find(std::move(code));
    domain::Item& item = verification_.items.back();
    item.node = "identity";
    item.from_check = true;
    item.evidence = {trait.substr(0, trait.find(':'))};
    item.traits = {std::move(trait)};
  }

  void fail(std::string code, std::string at, domain::Scope scope = domain::Scope::evidence) {
    verification_.errors.push_back({scope, true, std::move(code), "", std::move(at), {}});
  }

  void absent(std::string trait, std::string reason) {
    domain::Trait made;
    made.evidence = trait.substr(0, trait.find(':'));
    made.name = std::move(trait);
    made.absent_reason = std::move(reason);
    verification_.traits.push_back(std::move(made));
  }

  std::vector<std::string> texts(Audience audience) {
    std::vector<std::string> found;
    for (const Feedback& feedback : feedback(product_, verification_))
      if (feedback.audience == audience) found.push_back(feedback.text);
    return found;
  }

  Product product_;
  Verification verification_;
};

TEST_F(FeedbackTest, FillsTextsFromParamsAndLabels) {
  find("evidence.blurred", {{"sharpness", 0.25}, {"least", 1}});
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: el frente blurred, 0.25 of 1"));
}

TEST_F(FeedbackTest, JoinsALabelToTheSentenceAroundItAsSpanishDoes) {
  auto reasons = std::make_shared<products::ReasonCatalogue>(*product_.reasons);
  reasons->add(reason("x.photo", "quality", "resubmit", {applicant},
                      "la foto de {evidence} va junto a {evidence}. {evidence} falta"));
  product_.reasons = reasons;
  find("x.photo");
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: la foto del frente va junto al frente. El frente falta"));
  product_.feedback.locales = {"en"};
  EXPECT_THAT(texts(applicant), ElementsAre("en: la foto de the front va junto a the front. The front falta"));
}

TEST_F(FeedbackTest, ShowsADashForAParamThatTheItemLacks) {
  find("evidence.blurred", {{"sharpness", nullptr}});
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: el frente blurred, — of —"));
}

TEST_F(FeedbackTest, WritesListsAndFlagsAsWords) {
  find("x.expired", {{"years", {2019, "2020"}}});
  EXPECT_THAT(texts(agent), ElementsAre("es-MX: expired in 2019, 2020"));
}

TEST_F(FeedbackTest, SaysCodesAsPeopleDo) {
  product_.feedback.locales = {"es-MX", "en"};
  find("x.odd", {{"parts", "sex, birth_date, nose"}, {"what", "sex"}});
  EXPECT_THAT(texts(agent), ElementsAre("es-MX: sexo, fecha, nose of sex", "en: sex, birth_date, nose of sex"));
}

TEST_F(FeedbackTest, NamesTheFilesThatAreTaken) {
  find("evidence.type");
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: send PDF, JPG, PNG, WebP"));
}

TEST_F(FeedbackTest, DoesNotFillATextTwice) {
  find("x.expired", {{"years", "{evidence}"}});
  EXPECT_THAT(texts(agent), ElementsAre("es-MX: expired in {evidence}"));
}

TEST_F(FeedbackTest, SpeaksEveryLocaleOfTheProduct) {
  product_.feedback.locales = {"es-MX", "en"};
  find("evidence.blurred", {{"sharpness", 1}, {"least", 2}});
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: el frente blurred, 1 of 2", "en: the front blurred, 1 of 2"));
}

TEST_F(FeedbackTest, SaysWhatToSendAgainAndHowManyAttemptsAreLeft) {
  verification_.attempt = 2;
  find("evidence.blurred");
  const auto all = feedback(product_, verification_);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].action, "resubmit");
  EXPECT_EQ(all[0].evidence, "front");
  EXPECT_EQ(all[0].attempts_left, 1);
  EXPECT_EQ(all[0].item, 0u);
  EXPECT_TRUE(verification_.items[0].retriable);
  EXPECT_EQ(verification_.items[0].reason_class, "quality");
}

TEST_F(FeedbackTest, SendsToSupportWhenNoAttemptIsLeft) {
  verification_.attempt = 3;
  find("evidence.blurred");
  const auto all = feedback(product_, verification_);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].action, "contact_support");
  EXPECT_EQ(all[0].attempts_left, 0);
  EXPECT_EQ(all[1].text, "es-MX: no attempts");
}

TEST_F(FeedbackTest, WordsErrorsOfEvidenceOnce) {
  verification_.errors = {{domain::Scope::evidence, true, "evidence.missing", "", "front", {}}};
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: send el frente"));
  find("evidence.missing");
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: send el frente"));
}

TEST_F(FeedbackTest, AsksForWhatWasNotSentFirstAndOnceAndInTheProductsOrder) {
  fail("evidence.missing", "back");
  fail("evidence.missing", "front");
  miss("x.unreadable", "front:card.name");
  find("x.expired", {{"years", 2020}});
  miss("x.not_given", "back:mrz.name");
  EXPECT_THAT(texts(applicant),
              ElementsAre("es-MX: send el frente", "es-MX: send el reverso", "es-MX: expired in 2020"));
  EXPECT_THAT(texts(agent), ElementsAre("es-MX: expired in 2020"));
  EXPECT_EQ(verification_.items.size(), 3u) << "the findings stay";
}

TEST_F(FeedbackTest, SaysOneThingOfEvidenceThatNeedNotBeSentAndIsMissed) {
  find("x.expired", {{"years", 2020}});
  miss("x.unreadable", "back:mrz.name");
  find("evidence.missing");
  verification_.items.back().evidence = {"back"};
  verification_.items.back().node = "back";
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: send el reverso", "es-MX: expired in 2020"));
}

TEST_F(FeedbackTest, TakesNoFindingOfACheckThatIsCalledAsEvidenceForWantOfTheEvidence) {
  miss("x.unreadable", "front:card.name");
  miss("x.not_given", "front:card.number");
  for (domain::Item& item : verification_.items) item.node = "front";
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: could not read el frente", "es-MX: write it"));
}

TEST_F(FeedbackTest, SaysOneThingOfAFileThatCannotBeOpened) {
  fail("evidence.broken", "front:pdf");
  fail("evidence.missing", "front:text");
  miss("x.unreadable", "front:card.name");
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: el frente is broken"));
}

TEST_F(FeedbackTest, StillSaysWhatWasReadOfEvidenceThatOneAnalyzerCouldNotUse) {
  fail("evidence.broken", "front:sound");
  absent("front:face.area", "face.small");
  miss("x.unreadable", "front:face.area");
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: el frente is broken", "es-MX: could not read el frente"));
}

TEST_F(FeedbackTest, GivesTheApplicantOneInstructionForAPhotoThatIsOfTheWrongThing) {
  find("evidence.broken");  // grave
  verification_.items.back().node = "front:frame";
  verification_.items.back().severity = domain::Severity::major;
  find("evidence.blurred", {{"sharpness", 1}, {"least", 2}});  // found later, by another
  verification_.items.back().node = "front:card";
  absent("front:card.name", "x.unread");
  miss("x.unreadable", "front:card.name");
  find("x.not_given");
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: el frente is broken", "es-MX: write it"));
  EXPECT_THAT(texts(agent),
              ElementsAre("es-MX: el frente is broken", "es-MX: could not read el frente", "es-MX: write it"));
}

TEST_F(FeedbackTest, AsksOnceForWhatSeveralCouldNotReadAndStillSaysWhatElseIsWrong) {
  find("evidence.blurred", {{"sharpness", 1}, {"least", 2}});  // a hint: it may have been read all the same
  verification_.items.back().node = "front:image";
  verification_.items.back().severity = domain::Severity::minor;
  absent("front:card.name", "x.unread");
  miss("x.unreadable", "front:card.name");
  absent("front:card.number", "x.unread");
  miss("evidence.type", "front:card.number");
  find("evidence.broken");  // of a check that had what it needed
  verification_.items.back().from_check = true;
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: el frente blurred, 1 of 2", "es-MX: could not read el frente",
                                            "es-MX: el frente is broken"));
}

TEST_F(FeedbackTest, DoesNotAskForAnotherPhotoForAFaultOfOurs) {
  fail("analysis.failed", "front:card", domain::Scope::analysis);
  miss("x.unreadable", "front:card.name");
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: decision.in_review"));
  EXPECT_THAT(texts(agent), ElementsAre("es-MX: front:card broke down on el frente"));
}

TEST_F(FeedbackTest, NamesEachAnalysisThatFailed) {
  fail("analysis.failed", "front:card", domain::Scope::analysis);
  fail("analysis.failed", "front:face", domain::Scope::analysis);
  EXPECT_THAT(texts(agent),
              ElementsAre("es-MX: front:card broke down on el frente", "es-MX: front:face broke down on el frente"));
}

TEST_F(FeedbackTest, LetsAnAnalysisSayWhyAValueIsNotThereInThePlaceOfTheCheckThatMissesIt) {
  find("json.type");
  absent("front:form.name", "json.type");
  miss("x.not_given", "front:form.name");
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: write it right"));
  EXPECT_THAT(texts(agent), ElementsAre("es-MX: write it right"));
}

TEST_F(FeedbackTest, LetsTheCheckSayWhatItMissesWhereNobodyElseTellsTheReader) {
  absent("front:form.name", "json.type");  // nobody says so
  miss("x.not_given", "front:form.name");
  find("x.scanned");  // says it to the agent alone, and asks for nothing
  absent("front:card.name", "x.scanned");
  miss("x.unreadable", "front:card.name");
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: write it", "es-MX: could not read el frente"));
  EXPECT_THAT(texts(agent), ElementsAre("es-MX: write it", "es-MX: it is a scan", "es-MX: could not read el frente"));
}

TEST_F(FeedbackTest, LetsTheCheckSayThatAValueWhichIsThereDoesNotServe) {
  find("json.type");
  absent("front:form.name", "json.type");
  verification_.traits.back().value = domain::Value{domain::ValueType::text, std::string("ANA")};
  miss("x.not_given", "front:form.name");
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: write it right", "es-MX: write it"));
}

TEST_F(FeedbackTest, WordsATraitThatBlocksACheck) {
  domain::CheckResult check;
  check.blocked_by = {{"front:image", {}, "evidence.blurred"}};
  verification_.checks = {check};
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: el frente blurred, — of —"));
}

TEST_F(FeedbackTest, DoesNotAskAnApprovedApplicantToSendAnythingAgain) {
  verification_.decision->outcome = Outcome::approve;
  find("evidence.blurred");
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: decision.approved"));
}

TEST_F(FeedbackTest, NeverWordsFraudToTheApplicant) {
  verification_.decision->outcome = Outcome::reject;
  find("x.forged");
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: decision.rejected"));
  EXPECT_THAT(texts(internal), ElementsAre("es-MX: forged"));
}

TEST_F(FeedbackTest, TellsARejectedApplicantWhatTheRejectionRestsOnAndNothingElse) {
  verification_.decision->outcome = Outcome::reject;
  verification_.decision->reasons = {"x.expired"};
  find("x.expired", {{"years", 2020}});
  find("x.not_given");
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: expired in 2020"));
  EXPECT_THAT(texts(agent), ElementsAre("es-MX: expired in 2020", "es-MX: write it"));
}

TEST_F(FeedbackTest, DoesNotTellAnApplicantWhoIsRejectedForFraudWhatToCorrect) {
  verification_.decision->outcome = Outcome::reject;
  verification_.decision->reasons = {"x.forged", "x.expired"};
  find("x.forged");
  find("x.expired", {{"years", 2020}});
  find("x.not_given");
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: decision.rejected"));
  verification_.decision->would_be = Outcome::reject;  // a person looks at it before it counts
  verification_.decision->outcome = Outcome::review;
  EXPECT_THAT(texts(applicant), ElementsAre("es-MX: decision.in_review"));
}

// A catalogue that was not loaded from YAML could list the applicant; the words must not get out all the same.
TEST_F(FeedbackTest, NeverWordsFraudToTheApplicantWhateverTheCatalogueAndTheOutcome) {
  auto reasons = std::make_shared<products::ReasonCatalogue>(*product_.reasons);
  for (const char* action : {"none", "resubmit", "correct_data", "contact_support"})
    reasons->add(reason(std::string("fraud.") + action, "fraud", action, {applicant, agent}, "SECRET"));
  product_.reasons = reasons;
  for (const Outcome outcome : {Outcome::approve, Outcome::reject, Outcome::review})
    for (const auto& [code, known] : reasons->reasons())
      for (const bool as_error : {false, true}) {
        verification_ = {};
        verification_.decision = domain::Decision{};
        verification_.decision->outcome = outcome;
        if (as_error)
          verification_.errors = {{domain::Scope::analysis, false, code, "", "front", {}}};
        else
          find(code);
        for (const std::string& text : texts(applicant)) {
          EXPECT_EQ(text.find("SECRET"), std::string::npos) << code;
          EXPECT_EQ(text.find("forged"), std::string::npos) << code;
        }
        EXPECT_FALSE(texts(applicant).empty()) << "an applicant always gets words";
      }
}

TEST_F(FeedbackTest, IsEmptyWithoutACatalogue) {
  product_.reasons = nullptr;
  find("x.forged");
  EXPECT_THAT(feedback(product_, verification_), IsEmpty());
}

}  // namespace
}  // namespace cotejo::decisions
