// A thousand decisions of a real service, whose findings are known, and policies over them.
#include <gmock/gmock.h>

#include <boost/json/array.hpp>

#include "host_process.hpp"
#include "program.hpp"

namespace cotejo::recovery {
namespace {

using integration::Ended;
using testing::HasSubstr;
namespace fs = std::filesystem;

constexpr int kDecisions = 1000;

constexpr const char* kPresent = R"(
decision:
  reject:
    - { classes: [ fraud ], min_severity: critical, min_confidence: 0.9 }
  approve: { all_checks: pass }
  otherwise: review
)";

constexpr const char* kStrict = R"(
decision:
  reject:
    - { classes: [ fraud ], min_severity: critical, min_confidence: 0.9 }
  approve: { all_checks: pass, min_confidence: 0.9 }
  otherwise: review
)";

std::string product(const std::string& decision, const std::string& params = "{}", int version = 1,
                    const std::string& id = "loan") {
  return "product: " + id + "\nversion: " + std::to_string(version) + R"(
deadline: 20s
evidence:
  application: { kind: json }
analysis:
  application:
    analyzer: { use: json, as: application, params: { fields: { risk: { type: number }, kind: {} } } }
checks:
  appraise: { use: check.appraise, params: )" +
         params + R"(, on_error: { retriable: review, permanent: review } }
feedback: { locales: [ en ], attempts: 3 }
)" + decision;
}

std::string reasons() {
  std::string text = "reasons:\n";
  for (const auto& [code, of_class] : {std::pair{"forged", "fraud"}, {"mismatch", "inconsistency"}})
    text += std::string("  appraise.") + code + ": { class: " + of_class +
            ", retriable: false, action: none, audiences: [ internal ], texts: { internal: { en: Found. } } }\n";
  return text;
}

// Risks of 0.000 to 0.999, every other one forged; decided by a service that is still there.
class WhatIf : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<integration::ConfigFolder>(REASONS, std::initializer_list<const char*>{JSON_PLUGIN});
    fs::copy(PLUGINS, folder_->path() / "plugins");
    folder_->write("host.yaml",
                   "http: { port: 0, threads: 1 }\nadmin: { port: 0 }\nplugins: { directories: [ plugins ] }\n");
    folder_->write("reasons/appraise.yaml", reasons());
    folder_->write("products/loan.yaml", product(kPresent));
    folder_->write("products/strict.yaml", product(kStrict, "{}", 1, "strict"));
    host_ = std::make_unique<HostProcess>(folder_->path());
    auto client = host_->client();
    for (int i = 0; i < kDecisions; ++i) {
      const std::string body = R"({"product":"loan","applicant":{"risk":)" + std::to_string(i / 1000.0) +
                               R"(,"kind":")" + (i % 2 == 0 ? "forged" : "mismatch") + R"("}})";
      const auto answer = client.ask("POST", "/v1/verifications", body, json_fields);
      ASSERT_EQ(answer.status, 201) << answer.body;
      if (i == 999) last_ = std::string(answer.json().at("id").as_string());
    }
  }
  static void TearDownTestSuite() {
    host_.reset();
    folder_.reset();
  }

  static Ended ask(const std::string& arguments, const std::string& product = "loan") {
    return run("what-if " + product + " --config '" + (folder_->path() / "host.yaml").string() + "' --data '" +
               (folder_->path() / "data").string() + "' " + arguments);
  }
  static Ended run(const std::string& arguments) {
    return integration::run_program(std::string(COTEJO) + " " + arguments);
  }
  static Ended with_policy(const std::string& decision, const std::string& more = "--json",
                           const std::string& product = "loan") {
    folder_->write("policy.yaml", decision);
    return ask("--policy '" + (folder_->path() / "policy.yaml").string() + "' " + more, product);
  }

  static std::unique_ptr<integration::ConfigFolder> folder_;
  static std::unique_ptr<HostProcess> host_;
  static std::string last_;
};
std::unique_ptr<integration::ConfigFolder> WhatIf::folder_;
std::unique_ptr<HostProcess> WhatIf::host_;
std::string WhatIf::last_;

std::map<std::string, int> transitions(const boost::json::value& result) {
  std::map<std::string, int> found;
  for (const auto& each : result.at("transitions").as_array())
    found[std::string(each.at("from").as_string()) + " " + std::string(each.at("to").as_string())] =
        each.at("decisions").to_number<int>();
  return found;
}

TEST_F(WhatIf, ThePresentPolicyChangesNothing) {
  const auto result = with_policy(kPresent).json();
  EXPECT_EQ(result.at("decisions").to_number<int>(), kDecisions);
  EXPECT_TRUE(result.at("changes").as_array().empty());
  // Below 0.5: passed. Forged from 0.9 on: 50.
  EXPECT_EQ(result.at_pointer("/after/approve").to_number<int>(), 500);
  EXPECT_EQ(result.at_pointer("/after/reject").to_number<int>(), 50);
}

TEST_F(WhatIf, SaysHowManyDecisionsChangeAndWhich) {
  const auto ended = with_policy(R"(
decision:
  reject:
    - { classes: [ fraud ], min_severity: critical, min_confidence: 0.95 }
    - { codes: [ appraise.mismatch ], min_severity: critical, min_confidence: 0.99 }
  approve: { all_checks: pass, min_confidence: 0.6 }
  otherwise: review
)");
  ASSERT_EQ(ended.exit, 0) << ended.out;
  const auto result = ended.json();
  // Passed with less than 0.6: risks over 0.4. Forged from 0.90 to 0.95; mismatches from 0.99 on.
  EXPECT_EQ(transitions(result),
            (std::map<std::string, int>{{"approve review", 99}, {"reject review", 25}, {"review reject", 5}}));
  const auto& changes = result.at("changes").as_array();
  ASSERT_EQ(changes.size(), 129u);
  const auto surest = std::find_if(changes.begin(), changes.end(),
                                   [](const auto& change) { return change.at("id").as_string() == last_; });
  ASSERT_NE(surest, changes.end());
  EXPECT_EQ(surest->at_pointer("/to/reasons/0").as_string(), "appraise.mismatch");
  EXPECT_NEAR(surest->at_pointer("/to/confidence").to_number<double>(), 0.999, 1e-9);
  EXPECT_EQ(surest->at_pointer("/to/items/0").to_number<int>(), 0);
}

TEST_F(WhatIf, IsReadableAndQuick) {
  const auto ended = with_policy(
      "decision: { approve: { all_checks: pass, min_confidence: 0.9 }, otherwise: review }\n", "--fail-if-changed 10");
  EXPECT_EQ(ended.exit, 30);
  EXPECT_THAT(ended.out, HasSubstr("1000 decisions from "));
  EXPECT_THAT(ended.out, HasSubstr("\napprove -> review: 399\n     399  decision.low_confidence\n    ver_"));
  EXPECT_THAT(ended.out, HasSubstr("and 379 more: --json lists all"));
  EXPECT_THAT(ended.out, HasSubstr("\nreject -> review: 50\n      50  appraise.forged\n"));
  EXPECT_EQ(with_policy(kPresent, "--fail-if-changed 0").exit, 0);
  EXPECT_LT(with_policy(kPresent).json().at("seconds").to_number<double>(), 5);  // about 0.1 s on a quiet machine
}

TEST_F(WhatIf, SamplesAndCapsAsTheServiceWould) {
  const auto result = with_policy(R"(
decision:
  reject:
    - { classes: [ fraud ], min_severity: critical, min_confidence: 0.9 }
  approve: { all_checks: pass }
  otherwise: review
  quality_control:
    sample: { approve: 0.1 }
    max_rejections: { count: 20, within: 24h }
)")
                          .json();
  const auto changed = transitions(result);
  EXPECT_EQ(changed.at("reject review"), 30);         // the newest
  EXPECT_NEAR(changed.at("approve review"), 50, 27);  // four standard deviations
  EXPECT_EQ(result.at("changes").as_array().back().at_pointer("/to/would_be").as_string(), "reject");
  EXPECT_EQ(result.at("changes").as_array().back().at_pointer("/to/earlier_rejections").to_number<int>(), 20);
}

TEST_F(WhatIf, ApprovesNothingAfterAnAttemptThatFoundFraud) {
  auto client = host_->client();
  const auto answer = client.ask("POST", "/v1/verifications",
                                 R"({"product":"strict","applicant":{"risk":0.7,"kind":"forged"}})", json_fields);
  ASSERT_EQ(answer.status, 201) << answer.body;
  const std::string id(answer.json().at("id").as_string());
  const auto again = client.ask("PUT", "/v1/verifications/" + id + "/evidence/application",
                                R"({"risk":0.2,"kind":"forged"})", json_fields);
  ASSERT_EQ(again.status, 200) << again.body;
  ASSERT_EQ(again.json().at_pointer("/decision/reasons/0").as_string(), "decision.low_confidence");
  const auto result = with_policy(kPresent, "--json", "strict").json();
  EXPECT_EQ(result.at("decisions").to_number<int>(), 2);
  EXPECT_EQ(result.at_pointer("/after/approve").to_number<int>(), 0) << "the second would be held, as by the service";
}

TEST_F(WhatIf, TakesTheNewestOrATime) {
  EXPECT_EQ(with_policy(kPresent, "--json --limit 10").json().at("decisions").to_number<int>(), 10);
  EXPECT_EQ(with_policy(kPresent, "--json --limit 10").json().at_pointer("/after/approve").to_number<int>(), 0);
  EXPECT_EQ(with_policy(kPresent, "--json --until 2020-01-01").json().at("decisions").to_number<int>(), 0);
  EXPECT_EQ(with_policy(kPresent, "--json --since 2020-01-01").json().at("decisions").to_number<int>(), kDecisions);
  EXPECT_EQ(with_policy(kPresent, "--json --tenant other").json().at("decisions").to_number<int>(), 0);
  const auto wrong = with_policy(kPresent, "--since yesterday");
  EXPECT_EQ(wrong.exit, 1);
  EXPECT_THAT(wrong.out, HasSubstr("--since: expected a day or an instant"));
}

TEST_F(WhatIf, RefusesWhatTheStoredFindingsCannotTell) {
  integration::ConfigFolder other(REASONS);
  other.write("reasons/appraise.yaml", reasons());
  other.write("products/loan.yaml", product(kPresent, "{ least: 0.7 }", 2));
  const std::string configs = "--configs '" + other.path().string() + "' ";
  const auto refused = ask(configs);
  EXPECT_EQ(refused.exit, 1);
  EXPECT_THAT(refused.out, HasSubstr("appraise: other params (least)"));
  EXPECT_THAT(refused.out, HasSubstr("differs in more than its decision"));
  const auto all_the_same = ask(configs + "--json --any-plan").json();
  EXPECT_EQ(all_the_same.at("decisions").to_number<int>(), kDecisions);
  EXPECT_EQ(all_the_same.at_pointer("/not_judged/other_plan").to_number<int>(), 0);
  // What only decides may differ: the version, the policy, what errors lead to, the words.
  other.write("products/loan.yaml", product(std::string(kPresent) + "summary: Other words\n", "{}", 2));
  EXPECT_EQ(ask(configs + "--json").json().at("decisions").to_number<int>(), kDecisions);
}

TEST_F(WhatIf, SaysWhereAPolicyIsWrong) {
  const auto wrong = with_policy("decision: { approve: { all_checks: pass }, otherwise: approve }\n", "");
  EXPECT_EQ(wrong.exit, 1);
  EXPECT_THAT(wrong.out, HasSubstr("policy.yaml:1:"));
  EXPECT_THAT(wrong.out, HasSubstr("expected 'review' or 'reject', found 'approve'"));
  EXPECT_THAT(wrong.out, HasSubstr("policy.yaml cannot be used as a policy of 'loan'"));
  const auto more = with_policy(std::string(kPresent) + "version: 2\n", "");
  EXPECT_EQ(more.exit, 1);
  EXPECT_THAT(more.out, HasSubstr("a policy file has no key 'version'"));
  EXPECT_EQ(ask("").exit, 1);
}

// The command line has no ids of its own to draw by: only a sample of everything takes what it decides, or one that is
// asked about an id.
TEST_F(WhatIf, VerifyTellsWhatSamplesTake) {
  integration::ConfigFolder other(REASONS);
  const auto verify = [&](const std::string& share, const std::string& more) {
    other.write("host.yaml", "plugins: { directories: [ '" + (folder_->path() / "plugins").string() + "' ] }\n");
    other.write("reasons/appraise.yaml", reasons());
    other.write("products/loan.yaml",
                product(std::string(kPresent) + "  quality_control: { sample: { approve: " + share + " } }\n"));
    other.write("applicant.json", R"({"risk": 0.1, "kind": "forged"})");
    return run("verify loan --config '" + (other.path() / "host.yaml").string() + "' --applicant '" +
               (other.path() / "applicant.json").string() + "' " + more);
  };
  EXPECT_EQ(verify("0.9999", "").exit, 0);
  const auto taken = verify("1", "");
  EXPECT_EQ(taken.exit, 10) << taken.out;
  EXPECT_THAT(taken.out, HasSubstr("would be approve: quality control asks a person instead"));
  EXPECT_EQ(verify("0.9999", "--id ver_1").exit, 10);
  EXPECT_EQ(verify("0.0001", "--id ver_1").exit, 0);
  EXPECT_THAT(verify("0.5", "--trace").out, HasSubstr("Where the time went (ms)"));
}

TEST_F(WhatIf, WritesNothing) {
  const fs::path data = folder_->path() / "data" / "cotejo.db";
  const auto before = fs::last_write_time(data);
  const auto size = fs::file_size(data);
  with_policy(kPresent);
  EXPECT_EQ(fs::last_write_time(data), before);
  EXPECT_EQ(fs::file_size(data), size);
}

}  // namespace
}  // namespace cotejo::recovery
