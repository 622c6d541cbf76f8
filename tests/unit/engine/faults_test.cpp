#include <gtest/gtest.h>

#include <latch>

#include "engine/components.hpp"

namespace cotejo::test {
namespace {

using namespace std::chrono_literals;

// Quick, except that for `hang` it waits until the test lets it go.
class HangsForOnce : public SubAnalyzer {
 public:
  static constexpr About about{"hangs_for_once", "1.0.0", "Hangs when it is told to"};
  Port<std::string> text{this, "text", "reader.text"};
  Trait<std::string> out{this, "text", "The text"};
  static inline std::binary_semaphore go{0};
  Status run(Call& call) override {
    if (*call.get(text) == "hang") go.acquire();
    call.emit(out, *call.get(text), 1.0);
    return Status::ok;
  }
};

class Garbage : public SubAnalyzer {
 public:
  static constexpr About about{"garbage", "1.0.0", "Emits text that is no text"};
  Port<std::string> text{this, "text", "reader.text"};
  Trait<std::string> bytes_out{this, "bytes", "Not UTF-8"};
  Status run(Call& call) override {
    call.emit(bytes_out, "\xff\xfe", 1.0);
    return Status::ok;
  }
};

class Unlikely : public SubAnalyzer {
 public:
  static constexpr About about{"unlikely", "1.0.0", "Emits a probability outside 0..1"};
  Port<std::string> text{this, "text", "reader.text"};
  Trait<std::string> out{this, "out", "A text"};
  Status run(Call& call) override {
    call.emit(out, "x", 1.5);
    return Status::ok;
  }
};

class Mute : public Check {
 public:
  static constexpr About about{"mute", "1.0.0", "Returns without a verdict"};
  Port<std::string> text{this, "text", "reader.text"};
  Status run(Call&) override { return Status::ok; }
};

TEST(Faults, ThrowingAnalysisLeavesItsCheckUndecidedAndTheOthersDone) {
  engine::Engine engine(limits());
  auto product = reading({"a", "b"})
                     .node<Present>("first", {}, {"a:reader.text", ""})
                     .node<Present>("second", {}, {"b:reader.text", ""})
                     .build();
  const auto v = run(engine, submission(product, {{"a", "throw"}, {"b", "good"}}));
  EXPECT_EQ(check(v, "second").verdict, domain::Verdict::pass);
  const auto& first = check(v, "first");
  EXPECT_EQ(first.verdict, domain::Verdict::undecided);
  ASSERT_EQ(first.blocked_by.size(), 1u);
  EXPECT_EQ(first.blocked_by[0].node, "a:reader");
  ASSERT_TRUE(first.blocked_by[0].error);
  const auto& error = v.errors.at(*first.blocked_by[0].error);
  EXPECT_EQ(error.code, "analysis.failed");
  EXPECT_EQ(error.blocked, std::vector<std::string>{"first"});
  EXPECT_EQ(v.decision->outcome, domain::Outcome::review);
}

template <class T>
domain::Verification with_faulty(engine::Engine& engine, const std::string& output) {
  auto product = reading({"a"})
                     .template node<T>("a:faulty", "a", {"a:reader.text"})
                     .template node<Present>("first", {}, {"a:faulty." + output, ""})
                     .template node<Present>("second", {}, {"a:reader.text", ""})
                     .build();
  return run(engine, submission(product, {{"a", "good"}}));
}

TEST(Faults, TextThatIsNoUtf8IsABreachOfContract) {
  engine::Engine engine(limits());
  const auto v = with_faulty<Garbage>(engine, "bytes");
  EXPECT_EQ(check(v, "first").verdict, domain::Verdict::undecided);
  EXPECT_EQ(check(v, "second").verdict, domain::Verdict::pass);
  ASSERT_EQ(v.errors.size(), 1u);
  EXPECT_EQ(v.errors[0].code, "analysis.contract");
  EXPECT_EQ(v.decision->outcome, domain::Outcome::review);
}

TEST(Faults, ProbabilityOutsideZeroToOneIsABreachOfContract) {
  engine::Engine engine(limits());
  const auto v = with_faulty<Unlikely>(engine, "out");
  ASSERT_EQ(v.errors.size(), 1u);
  EXPECT_EQ(v.errors[0].code, "analysis.contract");
  EXPECT_EQ(check(v, "first").verdict, domain::Verdict::undecided);
}

TEST(Faults, CheckWithoutAVerdictIsUndecided) {
  engine::Engine engine(limits());
  auto product = reading({"a"}).node<Mute>("mute", {}, {"a:reader.text"}).build();
  const auto v = run(engine, submission(product, {{"a", "x"}}));
  EXPECT_EQ(check(v, "mute").verdict, domain::Verdict::undecided);
  ASSERT_EQ(v.errors.size(), 1u);
  EXPECT_EQ(v.errors[0].code, "check.contract");
  EXPECT_EQ(v.decision->outcome, domain::Outcome::review);
}

TEST(Faults, OptionalInputThatFailedTurnsAPassIntoUndecided) {
  engine::Engine engine(limits());
  auto product = reading({"a", "b"}).node<Present>("present", {}, {"a:reader.text", "b:reader.text"}).build();
  EXPECT_EQ(check(run(engine, submission(product, {{"a", "good"}, {"b", "good"}})), "present").verdict,
            domain::Verdict::pass);
  const auto v = run(engine, submission(product, {{"a", "good"}, {"b", "throw"}}));
  EXPECT_EQ(check(v, "present").verdict, domain::Verdict::undecided);
  ASSERT_FALSE(check(v, "present").blocked_by.empty());
  EXPECT_EQ(check(v, "present").blocked_by[0].node, "b:reader");
  // A finding stands, whatever else failed.
  EXPECT_EQ(check(run(engine, submission(product, {{"a", "bad"}, {"b", "throw"}})), "present").verdict,
            domain::Verdict::fail);
}

// Tells only what no check takes in, as a detector of copies does.
class Detector : public SubAnalyzer {
 public:
  static constexpr About about{"detector", "1.0.0", "Finds `copy`, throws at `throw it`"};
  Port<std::string> text{this, "text", "reader.text"};
  Code bad{this, "test.bad"};
  Status run(Call& call) override {
    if (*call.get(text) == "throw it") throw std::runtime_error("boom");
    if (*call.get(text) == "copy") call.item(bad, Severity::critical, 0.9, {text});
    return Status::ok;
  }
};

class HangsDetecting : public SubAnalyzer {
 public:
  static constexpr About about{"hangs_detecting", "1.0.0", "Never polls"};
  Port<std::string> text{this, "text", "reader.text"};
  Code bad{this, "test.bad"};
  static inline std::binary_semaphore go{0};
  Status run(Call&) override {
    go.acquire();
    return Status::ok;
  }
};

std::shared_ptr<const products::Product> detecting() {
  return reading({"a", "b"})
      .node<Detector>("a:detector", "a", {"a:reader.text"})
      .node<Present>("first", {}, {"b:reader.text", ""})
      .build();
}

TEST(Faults, DetectorThatFailedForbidsAnApprovalThoughNoCheckTakesFromIt) {
  engine::Engine engine(limits());
  const auto product = detecting();
  EXPECT_EQ(run(engine, submission(product, {{"a", "card"}, {"b", "good"}})).decision->outcome,
            domain::Outcome::approve);
  EXPECT_EQ(run(engine, submission(product, {{"a", "copy"}, {"b", "good"}})).decision->outcome,
            domain::Outcome::review);
  const auto v = run(engine, submission(product, {{"a", "throw it"}, {"b", "good"}}));
  EXPECT_EQ(check(v, "first").verdict, domain::Verdict::pass);
  EXPECT_EQ(v.decision->outcome, domain::Outcome::review);
  EXPECT_EQ(v.decision->blocked_by, std::vector<std::string>{"a:detector"});
  EXPECT_EQ(v.decision->reasons, std::vector<std::string>{"analysis.failed"});
  EXPECT_EQ(v.errors.at(0).blocked, std::vector<std::string>{"a:detector"});
}

TEST(Faults, DetectorThatNeverRanForbidsAnApprovalToo) {
  engine::Engine engine(limits());
  const auto v = run(engine, submission(detecting(), {{"a", "throw"}, {"b", "good"}}));
  EXPECT_EQ(v.decision->outcome, domain::Outcome::review);
  EXPECT_EQ(v.errors.at(0).blocked, (std::vector<std::string>{"a:reader", "a:detector"}));
}

TEST(Faults, ErrorThatLeavesACheckUndecidedNamesNoAnalysisBeside) {
  engine::Engine engine(limits());
  const auto v = run(engine, submission(detecting(), {{"a", "card"}, {"b", "throw"}}));
  EXPECT_EQ(v.errors.at(0).blocked, std::vector<std::string>{"first"});
  EXPECT_EQ(v.decision->blocked_by, std::vector<std::string>{"first"});
}

TEST(Faults, DetectorThatDidNotEndInItsTimeForbidsAnApproval) {
  auto engine = std::make_unique<engine::Engine>(limits());
  auto product = reading({"a", "b"})
                     .node<HangsDetecting>("a:detector", "a", {"a:reader.text"}, 20ms)
                     .node<Present>("first", {}, {"b:reader.text", ""})
                     .build();
  const auto v = run(*engine, submission(product, {{"a", "card"}, {"b", "good"}}));
  EXPECT_EQ(v.errors.at(0).code, "analysis.deadline");
  EXPECT_EQ(v.decision->outcome, domain::Outcome::review);
  EXPECT_EQ(v.decision->blocked_by, std::vector<std::string>{"a:detector"});
  HangsDetecting::go.release();
}

TEST(Faults, OptionalInputThatCannotBeUsedTurnsAPassIntoUndecidedAndOneThatWasNotGivenDoesNot) {
  engine::Engine engine(limits());
  auto product = reading({"a", "b"}).node<Present>("present", {}, {"a:reader.text", "b:reader.text"}).build();
  EXPECT_EQ(check(run(engine, submission(product, {{"a", "good"}, {"b", "absent"}})), "present").verdict,
            domain::Verdict::pass);
  const auto v = run(engine, submission(product, {{"a", "good"}, {"b", "useless"}}));
  EXPECT_EQ(check(v, "present").verdict, domain::Verdict::undecided);
  ASSERT_FALSE(check(v, "present").blocked_by.empty());
  EXPECT_EQ(check(v, "present").blocked_by[0].node, "b:reader");
  EXPECT_EQ(check(v, "present").blocked_by[0].reason, "test.cannot_use");
  EXPECT_EQ(v.decision->outcome, domain::Outcome::review);
  EXPECT_EQ(check(run(engine, submission(product, {{"a", "bad"}, {"b", "useless"}})), "present").verdict,
            domain::Verdict::fail);
}

// What lies between has done without it, and says nothing of that.
TEST(Faults, InputThatCannotBeUsedTurnsAPassFurtherDownIntoUndecided) {
  engine::Engine engine(limits());
  auto product = reading({"a", "b"})
                     .node<Either>("b:either", "b", {"a:reader.text", "b:reader.text"})
                     .node<Present>("present", {}, {"b:either.text", ""})
                     .build();
  EXPECT_EQ(check(run(engine, submission(product, {{"a", "good"}, {"b", "absent"}})), "present").verdict,
            domain::Verdict::pass);
  EXPECT_EQ(check(run(engine, submission(product, {{"a", "good"}, {"b", "useless"}})), "present").verdict,
            domain::Verdict::undecided);
}

TEST(Faults, HangingAnalysisIsAnsweredForAtItsOwnTimeAndItsWorkerIsReplaced) {
  auto engine = std::make_unique<engine::Engine>(limits(1));
  auto product = reading({"a"})
                     .node<Hangs>("a:hangs", "a", {"a:reader.text"}, 20ms)
                     .node<Present>("first", {}, {"a:hangs.never", ""})
                     .node<Present>("second", {}, {"a:reader.text", ""})
                     .build();
  const auto v = run(*engine, submission(product, {{"a", "good"}}));
  EXPECT_EQ(check(v, "first").verdict, domain::Verdict::undecided);
  EXPECT_EQ(check(v, "second").verdict, domain::Verdict::pass);
  ASSERT_EQ(v.errors.size(), 1u);
  EXPECT_EQ(v.errors[0].code, "analysis.deadline");
  EXPECT_EQ(v.errors[0].at, "a:hangs");
  EXPECT_EQ(engine->load().abandoned, 1u);
  // The only worker is stuck, and the host still answers.
  auto healthy = PlanBuilder{"other"}
                     .evidence("a")
                     .node<Reader>("a:reader", "a", {"a"})
                     .node<Present>("p", {}, {"a:reader.text", ""})
                     .build();
  EXPECT_EQ(run(*engine, submission(healthy, {{"a", "fine"}})).decision->outcome, domain::Outcome::approve);
  Hangs::go.release();
  Hangs::left.acquire();
  Hangs::entered.acquire();
}

// A quick component is not worth waking another worker for what is ready beside it, until it hangs.
TEST(Faults, WhatIsReadyDoesNotWaitBehindAQuickComponentThatHangsForOnce) {
  engine::Engine engine(limits(2));
  auto product = reading({"a"})
                     .node<HangsForOnce>("a:once", "a", {"a:reader.text"})
                     .node<Present>("first", {}, {"a:once.text", ""})
                     .node<Present>("second", {}, {"a:reader.text", ""})
                     .build();
  for (const char* text : {"one", "two", "three"})  // now the host knows how quick all of them are
    EXPECT_EQ(run(engine, submission(product, {{"a", text}})).decision->outcome, domain::Outcome::approve);
  std::binary_semaphore second_ended{0};
  std::promise<domain::Verification> result;
  auto progress = [&](const domain::NodeTrace& node) {
    if (node.node == "second") second_ended.release();
  };
  ASSERT_TRUE(engine.run(submission(product, {{"a", "hang"}}), progress,
                         [&](domain::Verification v) { result.set_value(std::move(v)); }));
  EXPECT_TRUE(second_ended.try_acquire_for(5s));
  HangsForOnce::go.release();
  EXPECT_EQ(check(result.get_future().get(), "second").verdict, domain::Verdict::pass);
}

class HangsUntilTheEnd : public SubAnalyzer {
 public:
  static constexpr About about{"hangs_until_the_end", "1.0.0", "Never polls"};
  Port<std::string> text{this, "text", "reader.text"};
  Trait<std::string> never{this, "never", "Nothing"};
  static inline std::latch end{1};
  Status run(Call&) override {
    end.wait();
    return Status::ok;
  }
};

// Packing and keeping a result may take long, and whoever waits for another deadline does not wait for that.
TEST(Faults, DeadlinesComeInTimeWhileTheResultOfALateVerificationIsHandedOver) {
  auto engine = std::make_unique<engine::Engine>(limits(2));
  const auto hanging = [](std::optional<std::chrono::milliseconds> timeout) {
    return reading({"a"})
        .node<HangsUntilTheEnd>("a:hangs", "a", {"a:reader.text"}, timeout)
        .node<Present>("first", {}, {"a:hangs.never", ""})
        .build();
  };
  std::binary_semaphore handing_over{0}, other_ended{0};
  std::promise<bool> in_time;
  auto late = submission(hanging({}), {{"a", "late"}});
  late.deadline = std::chrono::steady_clock::now() + 50ms;
  ASSERT_TRUE(engine->run(std::move(late), {}, [&](const domain::Verification&) {
    handing_over.release();
    in_time.set_value(other_ended.try_acquire_for(10s));
  }));
  handing_over.acquire();
  ASSERT_TRUE(engine->run(submission(hanging(20ms), {{"a", "other"}}), {}, [&](const domain::Verification& v) {
    EXPECT_EQ(v.errors.at(0).code, "analysis.deadline");
    other_ended.release();
  }));
  EXPECT_TRUE(in_time.get_future().get());
  HangsUntilTheEnd::end.count_down();
}

TEST(Faults, DeadlineOfTheCallerEndsTheRunWithWhatIsThere) {
  engine::Engine engine(limits(2));
  auto product = reading({"a"})
                     .node<Hangs>("a:hangs", "a", {"a:reader.text"})
                     .node<Present>("first", {}, {"a:hangs.never", ""})
                     .node<Present>("second", {}, {"a:reader.text", ""})
                     .build();
  domain::Verification v;
  // On a busy machine the time may be over before anything hangs: the next run has more.
  for (auto time = 50ms; time < 10s; time *= 2) {
    auto s = submission(product, {{"a", "good"}});
    s.deadline = std::chrono::steady_clock::now() + time;
    v = run(engine, std::move(s));
    if (Hangs::entered.try_acquire_for(1s)) break;
  }
  EXPECT_EQ(check(v, "second").verdict, domain::Verdict::pass);
  EXPECT_EQ(check(v, "first").verdict, domain::Verdict::undecided);
  EXPECT_EQ(v.decision->outcome, domain::Outcome::review);
  EXPECT_EQ(v.errors.at(0).code, "analysis.deadline");
  Hangs::go.release();
  Hangs::left.acquire();
}

}  // namespace
}  // namespace cotejo::test
