// What the command line keeps, runs again and forgets, with --data.
#include <gmock/gmock.h>

#include "lender_folder.hpp"
#include "program.hpp"

namespace cotejo::recovery {
namespace {

using integration::Ended;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr int kApproved = 0, kCouldNotRun = 1, kReview = 10;

class Offline : public testing::Test {
 protected:
  Ended run(const std::string& arguments) const {
    const auto path = [&](const char* name) { return " '" + (lender.path() / name).string() + "'"; };
    return integration::run_program(std::string(COTEJO) + " " + arguments + " --config" + path("host.yaml") +
                                    " --data" + path("data"));
  }
  // Keeps it under `id`.
  Ended apply(const std::string& id, const std::string& curp) const {
    lender.write("applicant.json", R"({"curp": ")" + curp + R"(", "clabe": ")" + kAccount + R"("})");
    return run("verify declared --id " + id + " --applicant '" + (lender.path() / "applicant.json").string() + "'");
  }

  LenderFolder lender;
};

TEST_F(Offline, AReplayGivesTheSameBytesWhateverCameSince) {
  EXPECT_EQ(apply("ver_1", kRosa).exit, kApproved);
  const auto second = apply("ver_2", kLuis);
  EXPECT_EQ(second.exit, kReview) << second.out;
  EXPECT_THAT(second.out, HasSubstr("synthetic_identity.clabe_shared"));
  // The first met nobody then, and does not meet Luis now.
  for (const auto& [id, outcome] : {std::pair{"ver_1", "approve"}, {"ver_2", "review"}}) {
    const auto again = run(std::string("replay ") + id);
    EXPECT_EQ(again.exit, 0) << again.out;
    EXPECT_THAT(again.out, HasSubstr(std::string("the same, byte for byte: ") + outcome));
  }
}

TEST_F(Offline, WhatIsKeptIsTold) {
  EXPECT_THAT(apply("ver_1", kRosa).out, HasSubstr("kept as ver_1 in " + (lender.path() / "data").string()));
}

TEST_F(Offline, WhatCannotBeReadOrWrittenIsToldBeforeAnythingRuns) {
  lender.write("empty.json", "");
  const auto given = [&](const std::string& file, const std::string& more = "") {
    const auto ended = run("verify declared --applicant " + file + more);
    EXPECT_EQ(ended.exit, kCouldNotRun);
    return ended.out;
  };
  const std::string folder = "'" + lender.path().string() + "'";
  EXPECT_THAT(given(folder), HasSubstr("directory"));
  EXPECT_THAT(given("/dev/null"), HasSubstr("it is not a regular file"));
  EXPECT_THAT(given("'" + (lender.path() / "empty.json").string() + "'"), HasSubstr("empty.json is empty"));
  lender.write("applicant.json", "{}");
  const auto report = given("'" + (lender.path() / "applicant.json").string() + "'", " --html " + folder);
  EXPECT_THAT(report, AllOf(HasSubstr("cannot write"), HasSubstr("Is a directory")));
  EXPECT_THAT(report, Not(HasSubstr("Checks")));
}

TEST_F(Offline, AReplayShowsWhereAnotherResultBegins) {
  apply("ver_1", kRosa);
  apply("ver_2", kLuis);
  std::ifstream file(lender.path() / "products/declared.yaml");
  std::string product{std::istreambuf_iterator<char>(file), {}};
  const std::string use = "params: { required: [curp] }";
  ASSERT_NE(product.find(use), std::string::npos);
  lender.write(
      "products/declared.yaml",
      product.replace(product.find(use), use.size(), "params: { required: [curp], clabe_doubt: 5, clabe_fail: 5 }"));
  const auto again = run("replay ver_2");
  EXPECT_EQ(again.exit, kCouldNotRun);
  EXPECT_THAT(again.out, HasSubstr("have changed since"));
  EXPECT_THAT(again.out, HasSubstr("another result: review then, approve now"));
  EXPECT_THAT(again.out, Not(HasSubstr(kAccount)));
}

TEST_F(Offline, WhoIsForgottenIsMetByNobodyAndTheLogHasTheFactAlone) {
  apply("ver_1", kRosa);
  const auto gone = run(std::string("forget --owner ") + kRosa);
  EXPECT_EQ(gone.exit, 0) << gone.out;
  EXPECT_THAT(gone.out, HasSubstr(" keys and 0 vectors\nver_1\n"));
  EXPECT_THAT(gone.out, HasSubstr(R"("event":"erasure.done")"));
  EXPECT_THAT(gone.out, Not(HasSubstr(kRosa)));
  EXPECT_EQ(apply("ver_2", kLuis).exit, kApproved);
}

TEST_F(Offline, WhoseEvidenceIsForgottenIsNotRunAgain) {
  apply("ver_1", kRosa);
  const auto gone = run("forget --verification ver_1");
  EXPECT_EQ(gone.exit, 0);
  EXPECT_THAT(gone.out, HasSubstr("its evidence is erased: erased 4 keys"));
  EXPECT_THAT(run("forget --verification ver_1").out, HasSubstr("its evidence was erased before: erased 0 keys"));
  const auto again = run("replay ver_1");
  EXPECT_EQ(again.exit, kCouldNotRun);
  EXPECT_THAT(again.out, HasSubstr("the evidence of this verification is erased"));
  EXPECT_EQ(apply("ver_2", kLuis).exit, kApproved);  // its keys went as well
}

TEST_F(Offline, WhatCannotBeDoneIsSaidInASentence) {
  apply("ver_1", kRosa);
  EXPECT_THAT(run("replay ver_none").out, HasSubstr("there is no verification with this id"));
  EXPECT_EQ(run("replay ver_none").exit, kCouldNotRun);
  EXPECT_EQ(run("forget --verification ver_none").exit, kCouldNotRun);
  const auto both = run("forget --verification ver_none --owner SOMEBODY");
  EXPECT_EQ(both.exit, kCouldNotRun);
  EXPECT_THAT(both.out, HasSubstr("forget takes --owner or --verification"));
  EXPECT_EQ(run("forget").exit, kCouldNotRun);
}

}  // namespace
}  // namespace cotejo::recovery
