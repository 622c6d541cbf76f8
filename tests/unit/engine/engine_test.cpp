#include "engine/engine.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <semaphore>
#include <thread>

#include "engine/plan_builder.hpp"

namespace cotejo::test {
namespace {

using namespace std::chrono_literals;

// Evidence text becomes a trait; how it behaves stands in the text itself.
class Reader : public Analyzer {
 public:
  static constexpr About about{"reader", "1.0.0", "Emits the evidence as text"};
  Port<Evidence> evidence{this, "evidence", "evidence"};
  Trait<std::string> text{this, "text", "The evidence as text"};
  Code cannot_tell{this, "test.cannot_tell"};
  Code unreadable{this, "evidence.unreadable"};
  static inline std::atomic<int> calls{0};
  Status run(Call& call) override {
    ++calls;
    const auto in = call.get(evidence);
    const std::string content(reinterpret_cast<const char*>(in->data.data()), in->data.size());
    if (content == "throw") throw std::runtime_error("boom");
    if (content == "unreadable") return call.reject(unreadable, "no picture");
    if (content == "absent") {
      call.absent(text, cannot_tell);
    } else {
      call.emit(text, content, 0.9);
    }
    return Status::ok;
  }
};

class Upper : public SubAnalyzer {
 public:
  static constexpr About about{"upper", "1.0.0", "Passes a text on"};
  Port<std::string> text{this, "text", "reader.text"};
  Trait<std::string> upper{this, "upper", "The text"};
  static inline std::atomic<int> calls{0};
  Status run(Call& call) override {
    ++calls;
    call.emit(upper, std::string(*call.get(text)) + "!", 0.8);
    return Status::ok;
  }
};

// As the face sub-analyzer: whichever of two inputs there is.
class Either : public SubAnalyzer {
 public:
  static constexpr About about{"either", "1.0.0", "Passes on the first text that is there"};
  OptionalPort<std::string> first{this, "first", "reader.text"};
  OptionalPort<std::string> second{this, "second", "reader.text"};
  Trait<std::string> text{this, "text", "The text"};
  Code cannot_tell{this, "test.cannot_tell"};
  Status run(Call& call) override {
    const auto a = call.get(first), b = call.get(second);
    if (!a && !b) {
      call.absent(text, cannot_tell);
    } else {
      call.emit(text, a ? *a : *b, 1.0);
    }
    return Status::ok;
  }
};

class Present : public Check {
 public:
  static constexpr About about{"present", "1.0.0", "Passes when the text is there and is not `bad`"};
  Port<std::string> text{this, "text", "reader.text"};
  OptionalPort<std::string> extra{this, "extra", "reader.text"};
  Code bad{this, "test.bad"};
  Status run(Call& call) override {
    const auto t = call.get(text);
    const bool failed = *t == "bad" || *t == "bad!";
    if (failed) call.item(bad, Severity::critical, t.probability(), {text}, {{"found", std::string(*t)}});
    call.conclude(failed ? Verdict::fail : Verdict::pass, t.probability());
    return Status::ok;
  }
};

class Takes20ms : public Check {
 public:
  static constexpr About about{"takes20ms", "1.0.0", "Passes after 20 ms, whatever its deadline"};
  Port<std::string> text{this, "text", "reader.text"};
  Status run(Call& call) override {
    const auto end = std::chrono::steady_clock::now() + 20ms;
    while (std::chrono::steady_clock::now() < end) std::this_thread::yield();
    call.conclude(Verdict::pass, 1);
    return Status::ok;
  }
};

class Today : public Check {
 public:
  static constexpr About about{"today", "1.0.0", "Fails unless it is the last day of 2025"};
  Port<std::string> text{this, "text", "reader.text"};
  Status run(Call& call) override {
    call.conclude(call.today() == "2025-12-31" ? Verdict::pass : Verdict::fail, 1);
    return Status::ok;
  }
};

// Two nodes that each wait until the other has started: they can only end when they overlap.
class Meets : public SubAnalyzer {
 public:
  static constexpr bool parallel = true;
  static constexpr About about{"meets", "1.0.0", "Waits for its peer"};
  Port<std::string> text{this, "text", "reader.text"};
  Trait<std::string> met{this, "met", "It met its peer"};
  static inline std::latch* both = nullptr;
  Status run(Call& call) override {
    both->arrive_and_wait();
    call.emit(met, "yes", 1.0);
    return Status::ok;
  }
};

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

// Ignores cancellation until the test lets it go.
class Hangs : public SubAnalyzer {
 public:
  static constexpr About about{"hangs", "1.0.0", "Never polls"};
  Port<std::string> text{this, "text", "reader.text"};
  Trait<std::string> never{this, "never", "Nothing"};
  static inline std::binary_semaphore go{0};
  static inline std::binary_semaphore left{0};
  static inline std::binary_semaphore entered{0};
  Status run(Call& call) override {
    entered.release();
    go.acquire();
    call.emit(never, "too late", 1.0);
    left.release();
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

engine::Limits limits(unsigned workers = 2) {
  engine::Limits l;
  l.workers = workers;
  return l;
}

TEST(Engine, ApprovesWhenAllChecksPass) {
  engine::Engine engine(limits());
  auto product = PlanBuilder{}
                     .evidence("a")
                     .node<Reader>("a:reader", "a", {"a"})
                     .node<Present>("present", {}, {"a:reader.text", ""})
                     .build();
  const auto v = run(engine, submission(product, {{"a", "good"}}));
  EXPECT_EQ(check(v, "present").verdict, domain::Verdict::pass);
  ASSERT_TRUE(v.decision);
  EXPECT_EQ(v.decision->outcome, domain::Outcome::approve);
  ASSERT_EQ(v.traits.size(), 1u);
  EXPECT_EQ(v.traits[0].name, "a:reader.text");
  EXPECT_EQ(v.traits[0].evidence, "a");
  EXPECT_EQ(v.traits[0].component, "reader@1.0.0");
}

TEST(Engine, ItemNamesTheTraitsAndEvidenceOfItsPorts) {
  engine::Engine engine(limits());
  auto product = PlanBuilder{}
                     .evidence("a")
                     .node<Reader>("a:reader", "a", {"a"})
                     .node<Present>("present", {}, {"a:reader.text", ""})
                     .build();
  const auto v = run(engine, submission(product, {{"a", "bad"}}));
  EXPECT_EQ(check(v, "present").verdict, domain::Verdict::fail);
  ASSERT_EQ(v.items.size(), 1u);
  EXPECT_EQ(v.items[0].code, "test.bad");
  EXPECT_EQ(v.items[0].traits, std::vector<std::string>{"a:reader.text"});
  EXPECT_EQ(v.items[0].evidence, std::vector<std::string>{"a"});
  EXPECT_NE(v.decision->outcome, domain::Outcome::approve);
}

TEST(Engine, NodesOfDifferentEvidenceOverlap) {
  engine::Engine engine(limits(2));
  std::latch both(2);
  Meets::both = &both;
  auto product = PlanBuilder{}
                     .evidence("a")
                     .evidence("b")
                     .node<Reader>("a:reader", "a", {"a"})
                     .node<Reader>("b:reader", "b", {"b"})
                     .node<Meets>("a:meets", "a", {"a:reader.text"})
                     .node<Meets>("b:meets", "b", {"b:reader.text"})
                     .node<Present>("present", {}, {"a:meets.met", "b:meets.met"})
                     .build();
  const auto v = run(engine, submission(product, {{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(check(v, "present").verdict, domain::Verdict::pass);
}

TEST(Engine, DatesAreJudgedInTheTimeZoneOfTheProduct) {
  engine::Engine engine(limits());
  auto product = PlanBuilder{}
                     .evidence("a")
                     .node<Reader>("a:reader", "a", {"a"})
                     .node<Today>("today", {}, {"a:reader.text"})
                     .build();
  EXPECT_EQ(check(run(engine, submission(product, {{"a", "x"}})), "today").verdict, domain::Verdict::pass);
}

TEST(Faults, ThrowingAnalysisLeavesItsCheckUndecidedAndTheOthersDone) {
  engine::Engine engine(limits());
  auto product = PlanBuilder{}
                     .evidence("a")
                     .evidence("b")
                     .node<Reader>("a:reader", "a", {"a"})
                     .node<Reader>("b:reader", "b", {"b"})
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
  auto product = PlanBuilder{}
                     .evidence("a")
                     .node<Reader>("a:reader", "a", {"a"})
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
  auto product = PlanBuilder{}
                     .evidence("a")
                     .node<Reader>("a:reader", "a", {"a"})
                     .node<Mute>("mute", {}, {"a:reader.text"})
                     .build();
  const auto v = run(engine, submission(product, {{"a", "x"}}));
  EXPECT_EQ(check(v, "mute").verdict, domain::Verdict::undecided);
  ASSERT_EQ(v.errors.size(), 1u);
  EXPECT_EQ(v.errors[0].code, "check.contract");
  EXPECT_EQ(v.decision->outcome, domain::Outcome::review);
}

TEST(Faults, OptionalInputThatFailedTurnsAPassIntoUndecided) {
  engine::Engine engine(limits());
  auto product = PlanBuilder{}
                     .evidence("a")
                     .evidence("b")
                     .node<Reader>("a:reader", "a", {"a"})
                     .node<Reader>("b:reader", "b", {"b"})
                     .node<Present>("present", {}, {"a:reader.text", "b:reader.text"})
                     .build();
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

TEST(Faults, HangingAnalysisIsAnsweredForAtItsOwnTimeAndItsWorkerIsReplaced) {
  auto engine = std::make_unique<engine::Engine>(limits(1));
  auto product = PlanBuilder{}
                     .evidence("a")
                     .node<Reader>("a:reader", "a", {"a"})
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
  auto product = PlanBuilder{}
                     .evidence("a")
                     .node<Reader>("a:reader", "a", {"a"})
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

TEST(Faults, DeadlineOfTheCallerEndsTheRunWithWhatIsThere) {
  engine::Engine engine(limits(2));
  auto product = PlanBuilder{}
                     .evidence("a")
                     .node<Reader>("a:reader", "a", {"a"})
                     .node<Hangs>("a:hangs", "a", {"a:reader.text"})
                     .node<Present>("first", {}, {"a:hangs.never", ""})
                     .node<Present>("second", {}, {"a:reader.text", ""})
                     .build();
  auto s = submission(product, {{"a", "good"}});
  s.deadline = std::chrono::steady_clock::now() + 50ms;
  const auto v = run(engine, std::move(s));
  EXPECT_EQ(check(v, "second").verdict, domain::Verdict::pass);
  EXPECT_EQ(check(v, "first").verdict, domain::Verdict::undecided);
  EXPECT_EQ(v.decision->outcome, domain::Outcome::review);
  EXPECT_EQ(v.errors.at(0).code, "analysis.deadline");
  Hangs::go.release();
  Hangs::left.acquire();
  Hangs::entered.acquire();
}

TEST(Evidence, MissingRequiredEvidenceIsToldWithWhatToSend) {
  engine::Engine engine(limits());
  auto product = PlanBuilder{}
                     .evidence("a")
                     .evidence("b")
                     .node<Reader>("a:reader", "a", {"a"})
                     .node<Reader>("b:reader", "b", {"b"})
                     .node<Present>("first", {}, {"a:reader.text", ""})
                     .node<Present>("second", {}, {"b:reader.text", ""})
                     .build();
  const auto v = run(engine, submission(product, {{"b", "good"}}));
  EXPECT_EQ(check(v, "second").verdict, domain::Verdict::pass);
  EXPECT_EQ(check(v, "first").blocked_by.at(0).node, "a");
  ASSERT_EQ(v.items.size(), 1u);
  EXPECT_EQ(v.items[0].code, "evidence.missing");
  EXPECT_EQ(v.items[0].evidence, std::vector<std::string>{"a"});
  EXPECT_EQ(v.decision->outcome, domain::Outcome::review);
}

TEST(Evidence, MissingEvidenceIsTheOnlyCauseWhenAComponentsPortsAreAllOptional) {
  engine::Engine engine(limits());
  auto product = PlanBuilder{}
                     .evidence("a")
                     .node<Reader>("a:reader", "a", {"a"})
                     .node<Either>("a:either", "a", {"", "a:reader.text"})
                     .node<Present>("p", {}, {"a:either.text", ""})
                     .build();
  const auto v = run(engine, submission(product, {}));
  ASSERT_EQ(check(v, "p").blocked_by.size(), 1u);
  EXPECT_EQ(check(v, "p").blocked_by[0].node, "a");
  ASSERT_EQ(v.items.size(), 1u);
  EXPECT_EQ(v.items[0].code, "evidence.missing");
  EXPECT_EQ(check(run(engine, submission(product, {{"a", "x"}})), "p").verdict, domain::Verdict::pass);
}

TEST(Evidence, UnreadableEvidenceIsAnErrorAndAnItem) {
  engine::Engine engine(limits());
  auto product = PlanBuilder{}
                     .evidence("a")
                     .node<Reader>("a:reader", "a", {"a"})
                     .node<Present>("p", {}, {"a:reader.text", ""})
                     .build();
  const auto v = run(engine, submission(product, {{"a", "unreadable"}}));
  EXPECT_EQ(v.errors.at(0).scope, domain::Scope::evidence);
  EXPECT_EQ(v.errors.at(0).code, "evidence.unreadable");
  ASSERT_EQ(v.items.size(), 1u);
  EXPECT_EQ(v.items[0].code, "evidence.unreadable");
  EXPECT_EQ(v.items[0].evidence, std::vector<std::string>{"a"});
}

TEST(Evidence, TraitThatCouldNotBeToldBlocksWithItsReason) {
  engine::Engine engine(limits());
  auto product = PlanBuilder{}
                     .evidence("a")
                     .node<Reader>("a:reader", "a", {"a"})
                     .node<Present>("p", {}, {"a:reader.text", ""})
                     .build();
  const auto v = run(engine, submission(product, {{"a", "absent"}}));
  const auto& p = check(v, "p");
  EXPECT_EQ(p.verdict, domain::Verdict::undecided);
  ASSERT_EQ(p.blocked_by.size(), 1u);
  EXPECT_EQ(p.blocked_by[0].reason, "test.cannot_tell");
  EXPECT_FALSE(p.blocked_by[0].error);
  ASSERT_EQ(v.items.size(), 1u);
  EXPECT_EQ(v.items[0].code, "test.cannot_tell");
}

TEST(Evidence, OfAnotherKindOrTooLargeIsRefusedBeforeAnyComponentSeesIt) {
  engine::Engine engine(limits());
  auto product = PlanBuilder{}
                     .evidence("a")
                     .node<Reader>("a:reader", "a", {"a"})
                     .node<Present>("p", {}, {"a:reader.text", ""})
                     .build();
  auto s = submission(product, {});
  auto video = std::make_shared<domain::Bytes>(*bytes_of("other kind"));
  video->media_type = "video/mp4";
  s.evidence.emplace("a", video);
  const int before = Reader::calls;
  EXPECT_EQ(run(engine, std::move(s)).errors.at(0).code, "evidence.media_type_mismatch");
  EXPECT_EQ(run(engine, submission(product, {{"a", std::string((1 << 20) + 1, 'x')}})).errors.at(0).code,
            "evidence.too_large");
  EXPECT_EQ(Reader::calls, before);
}

TEST(Memo, ResubmissionRunsOnlyWhatTheNewEvidenceTouches) {
  engine::Engine engine(limits());
  auto product = PlanBuilder{}
                     .evidence("a")
                     .evidence("b")
                     .node<Reader>("a:reader", "a", {"a"})
                     .node<Reader>("b:reader", "b", {"b"})
                     .node<Upper>("a:upper", "a", {"a:reader.text"})
                     .node<Upper>("b:upper", "b", {"b:reader.text"})
                     .node<Present>("p", {}, {"a:upper.upper", "b:upper.upper"})
                     .build();
  run(engine, submission(product, {{"a", "memo 1"}, {"b", "memo 2"}}));
  const int readers = Reader::calls, uppers = Upper::calls;
  const auto v = run(engine, submission(product, {{"a", "memo 1"}, {"b", "memo 3"}}));
  EXPECT_EQ(Reader::calls - readers, 1);
  EXPECT_EQ(Upper::calls - uppers, 1);
  EXPECT_EQ(v.trace.at(0).status, "memoised");
  EXPECT_EQ(v.trace.at(1).status, "completed");
  EXPECT_EQ(check(v, "p").verdict, domain::Verdict::pass);
}

TEST(Admission, RefusesWhatIsBeyondTheQueueAndRunsWhatWaited) {
  auto l = limits(1);
  l.max_running = 1;
  l.max_waiting = 1;
  engine::Engine engine(l);
  auto slow = PlanBuilder{}
                  .evidence("a")
                  .node<Reader>("a:reader", "a", {"a"})
                  .node<Hangs>("a:hangs", "a", {"a:reader.text"})
                  .node<Present>("p", {}, {"a:hangs.never", ""})
                  .build();
  std::promise<domain::Verification> first, second;
  ASSERT_TRUE(engine.run(submission(slow, {{"a", "1"}}), {}, [&](auto v) { first.set_value(std::move(v)); }));
  Hangs::entered.acquire();
  ASSERT_TRUE(engine.run(submission(slow, {{"a", "2"}}), {}, [&](auto v) { second.set_value(std::move(v)); }));
  const auto third = engine.run(submission(slow, {{"a", "3"}}), {}, [](auto) { FAIL(); });
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().code, "platform.overloaded");
  EXPECT_TRUE(third.error().retriable);
  Hangs::go.release();
  Hangs::left.acquire();
  Hangs::entered.acquire();
  Hangs::go.release();
  Hangs::left.acquire();
  EXPECT_EQ(first.get_future().get().decision->outcome, domain::Outcome::approve);
  EXPECT_EQ(second.get_future().get().decision->outcome, domain::Outcome::approve);
}

TEST(Admission, RefusesWhatCannotEndInItsTimeForTheWorkBeforeIt) {
  engine::Engine engine(limits(1));
  const auto slow = PlanBuilder{}
                        .evidence("a")
                        .node<Reader>("a:reader", "a", {"a"})
                        .node<Hangs>("a:hangs", "a", {"a:reader.text"})
                        .node<Present>("p", {}, {"a:hangs.never", ""})
                        .build();
  std::map<std::string, std::promise<domain::Verification>> done;
  const auto submit = [&](const std::string& text, std::chrono::steady_clock::duration budget) {
    auto s = submission(slow, {{"a", text}});
    s.deadline = std::chrono::steady_clock::now() + budget;
    return engine.run(std::move(s), {}, [&, text](auto v) { done[text].set_value(std::move(v)); });
  };
  const auto finish = [&](const std::string& text) {
    Hangs::go.release();
    Hangs::left.acquire();
    return done[text].get_future().get().decision->outcome;
  };
  for (const char* text : {"learns", "runs", "waits"}) done[text];
  // The engine learns that this takes 40 ms at least.
  ASSERT_TRUE(submit("learns", 1min));
  Hangs::entered.acquire();
  const auto start = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - start < 40ms) std::this_thread::yield();
  EXPECT_EQ(finish("learns"), domain::Outcome::approve);

  ASSERT_TRUE(submit("runs", 1min));
  Hangs::entered.acquire();
  const auto refused = submit("too late", 50ms);  // after the one that runs: 80 ms
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "platform.overloaded");
  EXPECT_TRUE(refused.error().retriable);
  ASSERT_TRUE(submit("waits", 1min));
  EXPECT_EQ(finish("runs"), domain::Outcome::approve);
  Hangs::entered.acquire();
  EXPECT_EQ(finish("waits"), domain::Outcome::approve);
}

TEST(Admission, TriesWhatMayEndTooLateWhenNothingIsBeforeIt) {
  const auto product = PlanBuilder{}
                           .evidence("a")
                           .node<Reader>("a:reader", "a", {"a"})
                           .node<Takes20ms>("p", {}, {"a:reader.text"})
                           .build();
  engine::Engine engine(limits(1));
  EXPECT_EQ(run(engine, submission(product, {{"a", "1"}})).decision->outcome, domain::Outcome::approve);
  auto s = submission(product, {{"a", "2"}});
  s.deadline = std::chrono::steady_clock::now() + 10ms;
  EXPECT_EQ(run(engine, std::move(s)).decision->outcome, domain::Outcome::review);  // taken, and late
}

TEST(Drain, TakesNothingNewAndAnswersForWhatIsLeft) {
  engine::Engine engine(limits(1));
  auto slow = PlanBuilder{}
                  .evidence("a")
                  .node<Reader>("a:reader", "a", {"a"})
                  .node<Hangs>("a:hangs", "a", {"a:reader.text"})
                  .node<Present>("p", {}, {"a:hangs.never", ""})
                  .build();
  std::promise<domain::Verification> done;
  ASSERT_TRUE(engine.run(submission(slow, {{"a", "1"}}), {}, [&](auto v) { done.set_value(std::move(v)); }));
  Hangs::entered.acquire();
  engine.stop(0ms);
  const auto v = done.get_future().get();
  EXPECT_EQ(v.errors.at(0).code, "platform.draining");
  EXPECT_EQ(v.decision->outcome, domain::Outcome::review);
  EXPECT_EQ(engine.run(submission(slow, {{"a", "2"}}), {}, [](auto) {}).error().code, "platform.draining");
  Hangs::go.release();
  Hangs::left.acquire();
}

TEST(Trace, TellsWhatEachNodeDidInTheOrderOfThePlan) {
  engine::Engine engine(limits());
  auto product = PlanBuilder{}
                     .evidence("a")
                     .node<Reader>("a:reader", "a", {"a"})
                     .node<Upper>("a:upper", "a", {"a:reader.text"})
                     .node<Present>("p", {}, {"a:upper.upper", ""})
                     .build();
  std::vector<std::string> progress;
  std::mutex mutex;
  const auto v = run(engine, submission(product, {{"a", "trace"}}), [&](const domain::NodeTrace& t) {
    const std::lock_guard lock(mutex);
    progress.push_back(t.node);
  });
  ASSERT_EQ(v.trace.size(), 3u);
  EXPECT_EQ(v.trace[0].node, "a:reader");
  EXPECT_EQ(v.trace[0].component, "reader@1.0.0");
  EXPECT_EQ(v.trace[1].status, "completed");
  EXPECT_GE(v.trace[1].started_ms, v.trace[0].started_ms);
  EXPECT_EQ(progress, (std::vector<std::string>{"a:reader", "a:upper", "p"}));
}

}  // namespace
}  // namespace cotejo::test
