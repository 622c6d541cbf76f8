// A verification that asked the index, again over what was recorded with it.
#include "engine/replay.hpp"

#include <gtest/gtest.h>

#include "engine/components.hpp"
#include "services/index.hpp"
#include "services/recorded.hpp"
#include "storage/store_fixture.hpp"
#include "storage/verification_json.hpp"

namespace cotejo::test {
namespace {

// Puts its text under a phone, and asks who had that phone before.
class Links : public Connector {
 public:
  static constexpr About about{"links", "1.0.0", "Emits the index's answer"};
  Port<std::string> text{this, "text", "reader.text"};
  Trait<Json> answer{this, "answer", "The answer"};
  Status run(Call& call) override {
    if (const auto response = call.response()) {
      call.emit(answer, Json{response->body}, 1.0);
      return Status::ok;
    }
    const std::string entry = R"({"space": "phone", "key": ")" + std::string(*call.get(text)) + "\"}";
    const std::string body = R"({"owner": "PERSON", "put": [)" + entry + R"(], "find": [)" + entry +
                             R"(], "nearest": [{"space": "face", "vector": [0.6, 0.8], "min_cosine": -1}]})";
    return ask_index(call, body);
  }
};

class AnyAnswer : public Check {
 public:
  static constexpr About about{"any_answer", "1.0.0", "Passes when there is an answer"};
  Port<Json> answer{this, "answer", "links.answer"};
  Status run(Call& call) override {
    call.conclude(Verdict::pass, 1);
    return Status::ok;
  }
};

class Replay : public testing::Test {
 protected:
  Replay() {
    auto plan = reading({"a"});
    plan.node<Links>("a:links", "a", {"a:reader.text"});
    plan.node<AnyAnswer>("any_answer", {}, {"a:links.answer"});
    product = plan.build();
  }
  engine::Submission submitted(const std::string& id, const std::string& now, const std::string& text = "5550001111") {
    auto s = submission(product, {{"a", text}});
    s.id = id;
    s.now = *domain::from_iso8601(now);
    return s;
  }
  domain::Verification ask_index(const engine::Submission& s) {
    engine::Engine engine(limits(), &index);
    return run(engine, s);
  }
  void keep(domain::Verification v) {
    ASSERT_TRUE(storage::accept(*store, storage::acceptance(v.id)));
    v.completed_at = v.created_at;
    ASSERT_TRUE(storage::complete(*store, v));
    index.completed(v);
  }
  domain::Verification again(const domain::Verification& recorded, const engine::Submission& s) {
    services::Recorded answers(recorded, secret);
    engine::Engine engine(limits(), &answers);
    return run(engine, s);
  }
  // As the store gives it back.
  static domain::Verification stored(const domain::Verification& v) {
    return storage::from_text(storage::to_text(v)).value();
  }

  std::shared_ptr<const products::Product> product;
  storage::Folder folder;
  std::unique_ptr<storage::Store> store = storage::open_memory({.incoming = folder.path()});
  services::Secret secret = services::Secret::random();
  services::Index index{*store, secret};
};

TEST_F(Replay, GivesTheSameBytesWhateverTheIndexKnowsByThen) {
  keep(ask_index(submitted("ver_1", "2026-01-01T00:00:00Z")));
  const auto s = submitted("ver_2", "2026-01-02T00:00:00Z");
  const auto v = ask_index(s);
  ASSERT_NE(v.exchanges.at(0).answer.find("ver_1"), std::string::npos);
  keep(ask_index(submitted("ver_3", "2026-01-01T12:00:00Z")));  // the index would answer otherwise now
  ASSERT_NE(engine::comparable_text(ask_index(s)), engine::comparable_text(v));
  EXPECT_EQ(engine::comparable_text(again(stored(v), s)), engine::comparable_text(stored(v)));
}

TEST_F(Replay, PutsNothing) {
  const auto s = submitted("ver_1", "2026-01-01T00:00:00Z");
  const auto v = ask_index(s);
  EXPECT_TRUE(v.index);
  EXPECT_FALSE(again(stored(v), s).index);
}

TEST_F(Replay, NoticesAConnectorThatAsksSomethingElse) {
  const auto v = ask_index(submitted("ver_1", "2026-01-01T00:00:00Z"));
  const auto other = again(stored(v), submitted("ver_1", "2026-01-01T00:00:00Z", "5550002222"));
  EXPECT_EQ(other.errors.at(0).code, "service.not_recorded");
  EXPECT_EQ(check(other, "any_answer").verdict, domain::Verdict::undecided);
}

TEST_F(Replay, HasNoAnswerWhereNoneWasRecorded) {
  auto v = ask_index(submitted("ver_1", "2026-01-01T00:00:00Z"));
  v.exchanges.clear();
  EXPECT_EQ(again(stored(v), submitted("ver_1", "2026-01-01T00:00:00Z")).errors.at(0).code, "service.not_recorded");
}

TEST_F(Replay, GivesAnErrorOfThenAgain) {
  const auto s = submitted("ver_1", "2026-01-01T00:00:00Z", std::string(300, '5'));  // a key that is too long
  const auto v = ask_index(s);
  ASSERT_EQ(v.errors.at(0).code, "analysis.contract");
  EXPECT_EQ(engine::comparable_text(again(stored(v), s)), engine::comparable_text(stored(v)));
}

}  // namespace
}  // namespace cotejo::test
