#include "decisions/decide.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cotejo::decisions {
namespace {

using domain::Audience;
using domain::CheckResult;
using domain::Decision;
using domain::Outcome;
using domain::Severity;
using domain::Verdict;
using domain::Verification;
using products::ErrorPolicy;
using products::Product;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Outcome review = Outcome::review, reject = Outcome::reject, approve = Outcome::approve;
constexpr Verdict pass = Verdict::pass, fail = Verdict::fail, undecided = Verdict::undecided;

void add_check(Product& product, std::string name, ErrorPolicy policy = {}) {
  products::Node node;
  node.name = node.instance = std::move(name);
  node.on_error = policy;
  product.plan.nodes.push_back(std::move(node));
}

void add_result(Verification& verification, std::string name, Verdict verdict, double confidence = 1) {
  CheckResult check;
  check.name = std::move(name);
  check.verdict = verdict;
  check.confidence = confidence;
  verification.checks.push_back(std::move(check));
}

domain::Item item(std::string code, Severity severity, double confidence) {
  domain::Item found;
  found.code = std::move(code);
  found.severity = severity;
  found.confidence = confidence;
  return found;
}

Product two_checks() {
  Product product;
  add_check(product, "a");
  add_check(product, "b");
  return product;
}

TEST(Decide, ApprovesWhenAllChecksPassWithTheLeastConfidenceOfThem) {
  Verification verification;
  add_result(verification, "a", pass, 0.99);
  add_result(verification, "b", pass, 0.93);
  const Decision decision = decide(two_checks(), verification);
  EXPECT_EQ(decision.outcome, approve);
  EXPECT_TRUE(decision.automated);
  EXPECT_DOUBLE_EQ(decision.confidence, 0.93);
  EXPECT_THAT(decision.reasons, IsEmpty());
  EXPECT_THAT(decision.blocked_by, IsEmpty());
}

TEST(Decide, DoesNotApproveBelowTheConfidenceThatTheProductAsksFor) {
  Product product = two_checks();
  product.decision.approve_min_confidence = 0.95;
  Verification verification;
  add_result(verification, "a", pass, 0.99);
  add_result(verification, "b", pass, 0.93);
  const Decision decision = decide(product, verification);
  EXPECT_EQ(decision.outcome, review);
  EXPECT_FALSE(decision.automated);
  EXPECT_THAT(decision.reasons, ElementsAre("decision.low_confidence"));
}

TEST(Decide, NamesTheItemsOfTheFailedChecksWhenNoRuleRejects) {
  Verification verification;
  verification.items = {item("x.other", Severity::info, 1), item("x.mismatch", Severity::major, 0.9)};
  add_result(verification, "a", pass);
  add_result(verification, "b", fail, 0.9);
  verification.checks[1].items = {1};
  const Decision decision = decide(two_checks(), verification);
  EXPECT_EQ(decision.outcome, review);
  EXPECT_THAT(decision.reasons, ElementsAre("x.mismatch"));
  EXPECT_THAT(decision.items, ElementsAre(1u));
}

TEST(Decide, DoesNotApproveOverACriticalItemThatNoCheckLookedAt) {
  Verification verification;
  verification.items = {item("document.altered", Severity::critical, 0.4)};
  add_result(verification, "a", pass);
  add_result(verification, "b", pass);
  const Decision decision = decide(two_checks(), verification);
  EXPECT_EQ(decision.outcome, review);
  EXPECT_THAT(decision.reasons, ElementsAre("document.altered"));
  verification.items[0].severity = Severity::major;
  EXPECT_EQ(decide(two_checks(), verification).outcome, approve);
}

struct RuleCase {
  const char* name;
  const char* glob;
  Severity least_severity;
  double least_confidence;
  bool matches;
};

class RejectRule : public testing::TestWithParam<RuleCase> {};

// The item: identity.curp_name_mismatch, major, 0.95.
TEST_P(RejectRule, MatchesByCodeSeverityAndConfidence) {
  Product product = two_checks();
  const RuleCase& rule = GetParam();
  product.decision.reject = {{{"other.*", rule.glob}, rule.least_severity, rule.least_confidence}};
  Verification verification;
  verification.items = {item("identity.curp_name_mismatch", Severity::major, 0.95)};
  add_result(verification, "a", pass);
  add_result(verification, "b", fail);
  const Decision decision = decide(product, verification);
  EXPECT_EQ(decision.outcome, rule.matches ? reject : review);
  EXPECT_EQ(decision.automated, rule.matches);
  if (rule.matches) {
    EXPECT_DOUBLE_EQ(decision.confidence, 0.95);
    EXPECT_THAT(decision.reasons, ElementsAre("identity.curp_name_mismatch"));
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, RejectRule,
                         testing::Values(RuleCase{"glob", "identity.*", Severity::major, 0.95, true},
                                         RuleCase{"exact", "identity.curp_name_mismatch", Severity::minor, 0.5, true},
                                         RuleCase{"middle", "identity.*_mismatch", Severity::major, 0.95, true},
                                         RuleCase{"other_code", "identity.curp_name", Severity::major, 0.5, false},
                                         RuleCase{"prefix_only", "dentity.*", Severity::major, 0.5, false},
                                         RuleCase{"severity", "identity.*", Severity::critical, 0.5, false},
                                         RuleCase{"confidence", "identity.*", Severity::major, 0.951, false}),
                         [](const auto& test) { return test.param.name; });

// Whoever mends what is undecided and approves must have seen what a failed check found.
TEST(Decide, NamesWhatFailedChecksFoundBeforeWhatLeftOthersUndecided) {
  Product product = two_checks();
  add_check(product, "c");
  Verification verification;
  verification.items = {item("x.unlike", Severity::major, 0.8), item("x.wanted", Severity::minor, 0.9),
                        item("x.info", Severity::info, 1)};
  verification.items[1].reason_class = "fraud";
  verification.errors = {domain::make_error(domain::Scope::evidence, "evidence.missing", "it was not sent", "bill")};
  add_result(verification, "a", undecided);
  verification.checks[0].blocked_by = {{"bill", 0, ""}};
  add_result(verification, "b", fail);
  verification.checks[1].items = {0};
  add_result(verification, "c", fail);
  verification.checks[2].items = {1};
  const Decision decision = decide(product, verification);
  EXPECT_EQ(decision.outcome, review);
  EXPECT_THAT(decision.reasons, ElementsAre("x.wanted", "x.unlike", "evidence.missing"));
  EXPECT_THAT(decision.items, ElementsAre(1u, 0u));
  EXPECT_EQ(decision.confidence, 0);
}

// Of class fraud, as the catalogue says, whatever the item carries.
TEST(Decide, RejectsByTheClassThatTheCatalogueGivesACode) {
  auto reasons = std::make_shared<products::ReasonCatalogue>();
  for (const char* code : {"x.forged", "y.forged"}) {
    products::Reason reason;
    reason.code = code;
    reason.reason_class = "fraud";
    reasons->add(reason);
  }
  Product product = two_checks();
  product.reasons = reasons;
  Verification verification;
  verification.items = {item("x.forged", Severity::critical, 0.97), item("y.forged", Severity::critical, 0.99),
                        item("z.other", Severity::critical, 1)};
  verification.items[2].reason_class = "inconsistency";
  add_result(verification, "a", fail);
  add_result(verification, "b", pass);
  product.decision.reject = {{{}, Severity::critical, 0.9, {"fraud"}}};
  const Decision by_class = decide(product, verification);
  EXPECT_EQ(by_class.outcome, reject);
  EXPECT_THAT(by_class.items, ElementsAre(0u, 1u));
  EXPECT_DOUBLE_EQ(by_class.confidence, 0.99);  // the surest: each alone would have sufficed
  product.decision.reject = {{{"x.*"}, Severity::critical, 0.9, {"fraud", "policy"}}};
  const Decision by_both = decide(product, verification);
  EXPECT_THAT(by_both.items, ElementsAre(0u));
  EXPECT_DOUBLE_EQ(by_both.confidence, 0.97);
  product.decision.reject = {{{"x.*"}, Severity::critical, 0.9, {"policy"}}};
  EXPECT_EQ(decide(product, verification).outcome, review);
  product.decision.reject = {{{}, Severity::critical, 0.9, {}}};  // the compiler refuses it
  EXPECT_EQ(decide(product, verification).outcome, review);
}

TEST(Decide, ARejectionHasTheConfidenceOfWhatJustifiesIt) {
  Product product = two_checks();
  product.decision.otherwise = reject;
  Verification verification;
  verification.items = {item("x.other", Severity::minor, 0.99), item("x.mismatch", Severity::major, 0.8)};
  add_result(verification, "a", pass, 0.3);
  add_result(verification, "b", fail, 0.9);
  verification.checks[1].items = {1};
  const Decision decision = decide(product, verification);
  EXPECT_EQ(decision.outcome, reject);
  EXPECT_THAT(decision.items, ElementsAre(1u));
  EXPECT_DOUBLE_EQ(decision.confidence, 0.8);
}

TEST(Decide, RejectsByRuleEvenWhileAnotherCheckIsUndecided) {
  Product product = two_checks();
  product.decision.reject = {{{"x.*"}, Severity::critical, 0.9}};
  Verification verification;
  verification.items = {item("x.forged", Severity::critical, 0.97)};
  add_result(verification, "a", fail);
  add_result(verification, "b", undecided);
  const Decision decision = decide(product, verification);
  EXPECT_EQ(decision.outcome, reject);
  EXPECT_THAT(decision.reasons, ElementsAre("x.forged"));
  EXPECT_THAT(decision.blocked_by, ElementsAre("b"));
}

struct PolicyCase {
  const char* name;
  ErrorPolicy policy;
  std::vector<bool> retriable;  // of the errors that block the check
  bool unread;                  // a trait without a value blocks it
  Outcome outcome;
};

class Undecided : public testing::TestWithParam<PolicyCase> {};

TEST_P(Undecided, LeadsToWhatTheErrorPolicySays) {
  const PolicyCase& test = GetParam();
  Product product;
  add_check(product, "a");
  add_check(product, "b", test.policy);
  Verification verification;
  add_result(verification, "a", pass);
  add_result(verification, "b", undecided);
  for (const bool retriable : test.retriable) {
    domain::Error error;
    error.code = retriable ? "analysis.deadline" : "analysis.failed";
    error.retriable = retriable;
    verification.checks[1].blocked_by.push_back({"selfie:face", verification.errors.size(), ""});
    verification.errors.push_back(std::move(error));
  }
  if (test.unread) verification.checks[1].blocked_by.push_back({"ine_front:ine.front", {}, "ine.front.unreadable"});
  const Decision decision = decide(product, verification);
  EXPECT_EQ(decision.outcome, test.outcome);
  EXPECT_EQ(decision.automated, test.outcome == reject);
  EXPECT_THAT(decision.blocked_by, ElementsAre("b"));
  EXPECT_EQ(decision.confidence, 0);
}

INSTANTIATE_TEST_SUITE_P(Policies, Undecided,
                         testing::Values(PolicyCase{"retriable", {review, reject}, {true}, false, review},
                                         PolicyCase{"permanent", {review, reject}, {false}, false, reject},
                                         PolicyCase{"one_permanent", {review, reject}, {true, false}, false, reject},
                                         PolicyCase{"retriable_reject", {reject, review}, {true}, false, reject},
                                         PolicyCase{"unread_trait", {review, reject}, {}, true, review},
                                         PolicyCase{"by_itself", {review, reject}, {}, false, review},
                                         PolicyCase{"approve_is_no_policy", {approve, approve}, {true}, false, review}),
                         [](const auto& test) { return test.param.name; });

TEST(Decide, SaysWhichErrorsKeptACheckUndecided) {
  Verification verification;
  verification.errors = {{domain::Scope::evidence, true, "evidence.missing", "", "selfie", {}}};
  add_result(verification, "a", pass);
  add_result(verification, "b", undecided);
  verification.checks[1].blocked_by = {{"selfie", 0, ""}, {"ine_front:ine.front", {}, "ine.front.unreadable"}};
  EXPECT_THAT(decide(two_checks(), verification).reasons, ElementsAre("evidence.missing", "ine.front.unreadable"));
}

// No check looks at what this analysis tells: its critical item alone would have stopped an approval.
TEST(Decide, DoesNotApproveWhileAnAnalysisCouldNotTellItsFindings) {
  Product product = two_checks();
  product.decision.otherwise = reject;
  Verification verification;
  add_result(verification, "a", pass);
  add_result(verification, "b", pass);
  verification.errors = {{domain::Scope::analysis, true, "analysis.deadline", "", "card:copy", {}}};
  EXPECT_EQ(decide(product, verification).outcome, approve) << "it tells no findings";
  verification.errors[0].blocked = {"card:copy"};
  const Decision decision = decide(product, verification);
  EXPECT_EQ(decision.outcome, review);
  EXPECT_FALSE(decision.automated);
  EXPECT_EQ(decision.confidence, 0);
  EXPECT_THAT(decision.reasons, ElementsAre("analysis.deadline"));
  EXPECT_THAT(decision.blocked_by, ElementsAre("card:copy"));
  verification.checks[1].verdict = fail;
  EXPECT_EQ(decide(product, verification).outcome, reject) << "what was found stands";
}

TEST(Decide, TreatsAMissingResultAsUndecidedAndReviewsIt) {
  Product product = two_checks();
  product.plan.nodes[1].on_error = {reject, reject};
  Verification verification;
  add_result(verification, "a", pass);
  const Decision decision = decide(product, verification);
  EXPECT_EQ(decision.outcome, review);
  EXPECT_THAT(decision.blocked_by, ElementsAre("b"));
}

TEST(Decide, NeverApprovesWithoutChecksOrByOtherwise) {
  EXPECT_EQ(decide(Product{}, Verification{}).outcome, review);
  Product product = two_checks();
  product.decision.otherwise = approve;  // the compiler refuses this; a product made otherwise must not slip through
  Verification verification;
  add_result(verification, "a", pass);
  add_result(verification, "b", fail);
  EXPECT_EQ(decide(product, verification).outcome, review);
  product.decision.otherwise = reject;
  EXPECT_EQ(decide(product, verification).outcome, reject);
}

// All 4^3 combinations of three checks (pass, fail, undecided, without a result) x policies x otherwise x kinds of
// blocks.
TEST(Decide, ApprovesOnlyWhenEveryCheckPassedWhateverTheCombination) {
  const std::array<Outcome, 3> outcomes{review, reject, approve};
  int approved = 0, seen = 0;
  for (int combination = 0; combination < 64; ++combination)
    for (const Outcome retriable : outcomes)
      for (const Outcome permanent : outcomes)
        for (const Outcome otherwise : outcomes)
          for (int block = 0; block < 4; ++block) {
            Product product;
            product.decision.otherwise = otherwise;
            Verification verification;
            verification.errors.resize(2);
            verification.errors[1].retriable = true;
            bool all_pass = true;
            for (int check = 0, rest = combination; check < 3; ++check, rest /= 4) {
              const std::string name(1, static_cast<char>('a' + check));
              add_check(product, name, {retriable, permanent});
              all_pass &= rest % 4 == 0;
              if (rest % 4 == 3) continue;
              add_result(verification, name, std::array{pass, fail, undecided}[static_cast<std::size_t>(rest % 4)]);
              if (block < 3)
                verification.checks.back().blocked_by.push_back({"x", static_cast<std::size_t>(block), ""});
            }
            const Decision decision = decide(product, verification);
            ASSERT_EQ(decision.outcome == approve, all_pass) << combination;
            ASSERT_EQ(decision.automated, decision.outcome != review);
            approved += decision.outcome == approve;
            ++seen;
          }
  EXPECT_EQ(seen, 64 * 27 * 4);
  EXPECT_EQ(approved, 27 * 4);
}

}  // namespace
}  // namespace cotejo::decisions
