// Connectors: requests and responses between two entries of a component, and what becomes of them.
#include <gtest/gtest.h>

#include <deque>

#include "engine/components.hpp"

namespace cotejo::test {
namespace {

using namespace std::chrono_literals;

// What it does stands in the text: `ask` asks once, `ask twice` twice, `ask without end` does not stop.
class Asks : public Connector {
 public:
  static constexpr About about{"asks", "1.0.0", "Asks the host, and emits what it is answered"};
  Port<std::string> text{this, "text", "reader.text"};
  Trait<std::string> answer{this, "answer", "The last answer"};
  Status run(Call& call) override {
    const std::string what(*call.get(text));
    const auto response = call.response();
    const std::uint32_t asked = response ? response->step : 0;
    if (what == "wait for nothing") return Status::pending;
    if (what == "emit and ask") call.emit(answer, "too early", 1.0);
    const std::string state = "step " + std::to_string(asked);
    Request request;
    request.kind = what == "ask over http" ? COTEJO_HTTP : COTEJO_INDEX;
    request.service = "index";
    request.method = "exchange";
    request.body = "question";
    request.state = state;
    if (what == "ask and not wait") return call.request(request) == Status::pending ? Status::ok : Status::internal;
    if (what == "ask at once twice") call.request(request);
    if (asked < (what == "ask twice" ? 2 : what == "ask without end" ? 100 : 1)) return call.request(request);
    call.emit(answer, std::string(response->body) + " after " + std::string(response->state), 1.0);
    return Status::ok;
  }
};

class FollowsAnswer : public SubAnalyzer {
 public:
  static constexpr About about{"follows", "1.0.0", "Passes an answer on"};
  Port<std::string> text{this, "text", "asks.answer"};
  Trait<std::string> said{this, "said", "The answer"};
  Status run(Call& call) override {
    call.emit(said, *call.get(text), 1.0);
    return Status::ok;
  }
};

class Wants : public Check {
 public:
  static constexpr About about{"wants", "1.0.0", "Passes when there is an answer"};
  Port<std::string> text{this, "text", "asks.answer"};
  Status run(Call& call) override {
    call.conclude(Verdict::pass, 1);
    return Status::ok;
  }
};

// Answers when the test says so.
class HeldServices final : public services::Services {
 public:
  void ask(const services::Asker& asker, const domain::Request& request, Then then) override {
    const std::lock_guard lock(mutex_);
    asked_.push_back({asker, request, std::move(then)});
    arrived_.release();
  }
  struct Asked {
    services::Asker asker;
    domain::Request request;
    Then then;
  };
  bool asked() const {
    const std::lock_guard lock(mutex_);
    return !asked_.empty();
  }
  Asked next() {
    arrived_.acquire();
    const std::lock_guard lock(mutex_);
    auto first = std::move(asked_.front());
    asked_.pop_front();
    return first;
  }

 private:
  mutable std::mutex mutex_;
  std::deque<Asked> asked_;
  std::counting_semaphore<> arrived_{0};
};

services::Answer answer(std::string body) {
  services::Answer given;
  given.response.status = given.exchange.status = 200;
  given.response.body = given.exchange.answer = body;
  given.puts.application = "loan";
  given.puts.entries.push_back({"space", "owner", body, {}});
  return given;
}

// Answers at once: the first answer of the process is 1, then 2…
class QuickServices final : public services::Services {
 public:
  void ask(const services::Asker&, const domain::Request&, Then then) override {
    then(answer("answer " + std::to_string(++count_)));
  }

 private:
  std::atomic<int> count_{0};
};

PlanBuilder asking(std::optional<std::chrono::milliseconds> timeout = {}) {
  auto plan = reading({"a"});
  plan.node<Asks>("a:asks", "a", {"a:reader.text"}, timeout);
  plan.node<FollowsAnswer>("a:follows", "a", {"a:asks.answer"});
  plan.node<Wants>("wants", {}, {"a:asks.answer"});
  return plan;
}

std::string trait_of(const domain::Verification& v, std::string_view name) {
  for (const auto& trait : v.traits)
    if (trait.name == name && trait.value) return std::get<std::string>(trait.value->data);
  return "none";
}

TEST(Connector, IsEnteredAgainWithItsResponseAndItsState) {
  QuickServices services;
  engine::Engine engine(limits(), &services);
  const auto v = run(engine, submission(asking().build(), {{"a", "ask twice"}}));
  EXPECT_EQ(trait_of(v, "a:asks.answer"), "answer 2 after step 1");
  EXPECT_EQ(check(v, "wants").verdict, domain::Verdict::pass);
  ASSERT_EQ(v.exchanges.size(), 2u);
  EXPECT_EQ(v.exchanges[1].node, "a:asks");
  EXPECT_EQ(v.exchanges[1].step, 2u);
  EXPECT_EQ(v.exchanges[1].service, "index");
  EXPECT_EQ(v.exchanges[1].answer, "answer 2");
}

TEST(Connector, BringsWhatItPutsWithTheResult) {
  QuickServices services;
  engine::Engine engine(limits(), &services);
  const auto v = run(engine, submission(asking().build(), {{"a", "ask twice"}}));
  ASSERT_TRUE(v.index);
  EXPECT_EQ(v.index->application, "loan");
  EXPECT_EQ(v.index->entries.size(), 2u);
}

TEST(Connector, SaysWhoAsks) {
  HeldServices services;
  engine::Engine engine(limits(), &services);
  auto s = submission(asking().build(), {{"a", "ask"}});
  s.tenant = "other";
  s.application = "loan-7";
  std::promise<domain::Verification> done;
  ASSERT_TRUE(engine.run(std::move(s), {}, [&](domain::Verification v) { done.set_value(std::move(v)); }));
  auto asked = services.next();
  EXPECT_EQ(asked.asker.tenant, "other");
  EXPECT_EQ(asked.asker.verification, "ver_test");
  EXPECT_EQ(asked.asker.application, "loan-7");
  EXPECT_EQ(asked.asker.step, 1u);
  EXPECT_EQ(domain::to_iso8601(asked.asker.accepted_at), "2026-01-01T03:00:00.000Z");
  EXPECT_EQ(asked.request.body, "question");
  asked.then(answer("yes"));
  EXPECT_EQ(trait_of(done.get_future().get(), "a:asks.answer"), "yes after step 0");
}

TEST(Connector, HoldsNoWorkerWhileItWaits) {
  HeldServices services;
  engine::Engine engine(limits(1), &services);
  std::promise<domain::Verification> done;
  ASSERT_TRUE(engine.run(submission(asking().build(), {{"a", "ask"}}), {},
                         [&](domain::Verification v) { done.set_value(std::move(v)); }));
  auto asked = services.next();
  auto other = reading({"a"});
  other.node<Present>("present", {}, {"a:reader.text", ""});
  EXPECT_EQ(check(run(engine, submission(other.build(), {{"a", "text"}})), "present").verdict, domain::Verdict::pass);
  asked.then(answer("yes"));
  EXPECT_EQ(check(done.get_future().get(), "wants").verdict, domain::Verdict::pass);
}

// A machine that is busy may take longer than this until a connector has asked at all: then the test takes more time.
constexpr auto kShort = 20ms;

TEST(Connector, IsLateWhenTheAnswerIsAndALateAnswerChangesNothing) {
  for (auto time = kShort;; time *= 2) {
    HeldServices services;
    engine::Engine engine(limits(), &services);
    const auto v = run(engine, submission(asking(time).build(), {{"a", "ask"}}));
    if (!services.asked()) continue;
    EXPECT_EQ(v.errors.at(0).code, "analysis.deadline");
    EXPECT_EQ(v.errors.at(0).at, "a:asks");
    EXPECT_EQ(check(v, "wants").verdict, domain::Verdict::undecided);
    EXPECT_FALSE(v.index);
    EXPECT_EQ(engine.load().abandoned, 0u);  // no worker was stuck with it
    services.next().then(answer("too late"));
    engine.stop(0ms);
    EXPECT_EQ(engine.load().running, 0u);
    return;
  }
}

TEST(Connector, EndsWithTheVerificationsDeadline) {
  for (auto time = kShort;; time *= 2) {
    HeldServices services;
    engine::Engine engine(limits(), &services);
    auto s = submission(asking().build(), {{"a", "ask"}});
    s.deadline = std::chrono::steady_clock::now() + time;
    const auto v = run(engine, std::move(s));
    if (!services.asked()) continue;
    EXPECT_EQ(v.errors.at(0).code, "analysis.deadline");
    services.next().then(answer("too late"));
    return;
  }
}

TEST(Connector, IsCutOffWhenTheHostLeaves) {
  HeldServices services;
  engine::Engine engine(limits(), &services);
  std::promise<domain::Verification> done;
  ASSERT_TRUE(engine.run(submission(asking().build(), {{"a", "ask"}}), {},
                         [&](domain::Verification v) { done.set_value(std::move(v)); }));
  auto asked = services.next();
  engine.stop(0ms);
  EXPECT_EQ(done.get_future().get().errors.at(0).code, "platform.draining");
  asked.then(answer("too late"));
}

TEST(Connector, FailsWithTheErrorOfTheService) {
  HeldServices services;
  engine::Engine engine(limits(), &services);
  std::promise<domain::Verification> done;
  ASSERT_TRUE(engine.run(submission(asking().build(), {{"a", "ask"}}), {},
                         [&](domain::Verification v) { done.set_value(std::move(v)); }));
  services.next().then(domain::make_retriable_error(domain::Scope::service, "service.unavailable", "the disk is gone"));
  const auto v = done.get_future().get();
  EXPECT_EQ(v.errors.at(0).code, "service.unavailable");
  EXPECT_EQ(v.errors.at(0).at, "a:asks");
  EXPECT_EQ(v.errors.at(0).blocked, std::vector<std::string>{"wants"});
  EXPECT_EQ(v.exchanges.at(0).error, "service.unavailable");
}

TEST(Connector, IsToldThatTheHostHasNoSuchService) {
  engine::Engine engine(limits());
  for (const char* text : {"ask", "ask over http"}) {
    const auto v = run(engine, submission(asking().build(), {{"a", text}}));
    EXPECT_EQ(v.errors.at(0).code, "service.unknown") << text;
    EXPECT_FALSE(v.errors.at(0).retriable);
  }
}

struct Breach {
  const char* text;
  const char* message;
};
class ConnectorBreach : public testing::TestWithParam<Breach> {};
TEST_P(ConnectorBreach, IsRefusedAndNothingOfItIsUsed) {
  QuickServices services;
  engine::Engine engine(limits(), &services);
  const auto v = run(engine, submission(asking().build(), {{"a", GetParam().text}}));
  ASSERT_FALSE(v.errors.empty());
  EXPECT_EQ(v.errors[0].code, "analysis.contract");
  EXPECT_NE(v.errors[0].message.find(GetParam().message), std::string::npos) << v.errors[0].message;
  EXPECT_EQ(trait_of(v, "a:asks.answer"), "none");
}
INSTANTIATE_TEST_SUITE_P(Connector, ConnectorBreach,
                         testing::Values(Breach{"wait for nothing", "asked for nothing"},
                                         Breach{"emit and ask", "emitted something"},
                                         Breach{"ask and not wait", "did not wait"},
                                         Breach{"ask at once twice", "second request"},
                                         Breach{"ask without end", "more than 8 times"}));

// The same evidence, the same question, another answer: what follows must be of this verification's.
TEST(Connector, AnswersAreNotUsedAgainForAnotherVerification) {
  QuickServices services;
  engine::Engine engine(limits(), &services);
  auto first = submission(asking().build(), {{"a", "ask"}});
  auto second = first;
  first.id = "ver_1";
  second.id = "ver_2";
  EXPECT_EQ(trait_of(run(engine, first), "a:follows.said"), "answer 1 after step 0");
  EXPECT_EQ(trait_of(run(engine, second), "a:follows.said"), "answer 2 after step 0");
}

}  // namespace
}  // namespace cotejo::test
