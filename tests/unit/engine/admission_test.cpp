#include <gtest/gtest.h>

#include <thread>

#include "engine/components.hpp"

namespace cotejo::test {
namespace {

using namespace std::chrono_literals;

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

TEST(Admission, RefusesWhatIsBeyondTheQueueAndRunsWhatWaited) {
  auto l = limits(1);
  l.max_running = 1;
  l.max_waiting = 1;
  engine::Engine engine(l);
  auto slow = reading({"a"})
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
  const auto slow = reading({"a"})
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
  const auto product = reading({"a"}).node<Takes20ms>("p", {}, {"a:reader.text"}).build();
  engine::Engine engine(limits(1));
  EXPECT_EQ(run(engine, submission(product, {{"a", "1"}})).decision->outcome, domain::Outcome::approve);
  auto s = submission(product, {{"a", "2"}});
  s.deadline = std::chrono::steady_clock::now() + 10ms;
  EXPECT_EQ(run(engine, std::move(s)).decision->outcome, domain::Outcome::review);  // taken, and late
}

TEST(Drain, TakesNothingNewAndAnswersForWhatIsLeft) {
  engine::Engine engine(limits(1));
  auto slow = reading({"a"})
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

}  // namespace
}  // namespace cotejo::test
