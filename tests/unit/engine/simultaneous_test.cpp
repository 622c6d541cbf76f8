// Verifications that run at the same time and share something: they must not both stay unnoticed.
#include <gtest/gtest.h>

#include <future>
#include <latch>

#include "engine/components.hpp"
#include "engine/replay.hpp"
#include "services/index.hpp"
#include "services/recorded.hpp"
#include "storage/store_fixture.hpp"
#include "storage/verification_json.hpp"

namespace cotejo::test {
namespace {

// Puts a phone and a face, which everybody here has, under its text, and tells who else has them.
class Shares : public Connector {
 public:
  static constexpr About about{"shares", "1.0.0", "Emits the index's answer"};
  Port<std::string> text{this, "text", "reader.text"};
  Trait<std::string> answer{this, "answer", "The answer"};
  Status run(Call& call) override {
    if (const auto response = call.response()) {
      call.emit(answer, response->body, 1.0);
      return Status::ok;
    }
    const std::string body =
        R"({"owner": ")" + std::string(*call.get(text)) +
        R"(", "put": [{"space": "phone", "key": "5550001111"}, {"space": "face", "vector": [3, 4]}],)"
        R"("find": [{"space": "phone", "key": "5550001111"}],)"
        R"("nearest": [{"space": "face", "vector": [3, 4], "min_cosine": 0.5}]})";
    return ask_index(call, body);
  }
};

// Does not end before all have been answered.
class Waits : public SubAnalyzer {
 public:
  static constexpr About about{"waits", "1.0.0", "Passes the answer on when everybody has one"};
  Port<std::string> text{this, "text", "shares.answer"};
  Trait<std::string> said{this, "said", "The answer"};
  static inline std::latch* everybody = nullptr;
  Status run(Call& call) override {
    everybody->arrive_and_wait();
    call.emit(said, *call.get(text), 1.0);
    return Status::ok;
  }
};

class Simultaneous : public testing::Test {
 protected:
  Simultaneous() {
    auto plan = reading({"a"});
    plan.node<Shares>("a:shares", "a", {"a:reader.text"});
    plan.node<Waits>("a:waits", "a", {"a:shares.answer"});
    product = plan.build();
  }
  engine::Submission submitted(const std::string& id, const std::string& owner) {
    auto s = submission(product, {{"a", owner}});
    s.id = id;
    return s;
  }
  // All are asking before one of them ends.
  std::vector<domain::Verification> run_together(const std::vector<engine::Submission>& all) {
    std::latch latch(static_cast<std::ptrdiff_t>(all.size()));
    Waits::everybody = &latch;
    engine::Engine engine(limits(static_cast<unsigned>(all.size())), &index);
    std::vector<std::promise<domain::Verification>> done(all.size());
    for (std::size_t i = 0; i < all.size(); ++i)
      EXPECT_TRUE(engine.run(all[i], {}, [&, i](domain::Verification v) { done[i].set_value(std::move(v)); }));
    std::vector<domain::Verification> results;
    for (auto& each : done) results.push_back(each.get_future().get());
    return results;
  }
  static bool names(const domain::Verification& v, const char* list, const std::string& id) {
    const auto answer = boost::json::parse(v.exchanges.at(0).answer);
    for (const auto& entry : answer.at(list).at(0).at("entries").as_array())
      if (entry.at("verification").as_string() == id) return true;
    return false;
  }

  std::shared_ptr<const products::Product> product;
  storage::Folder folder;
  std::unique_ptr<storage::Store> store = storage::open_memory({.incoming = folder.path()});
  services::Secret secret = services::Secret::random();
  services::Index index{*store, secret};
};

TEST_F(Simultaneous, OfEachTwoAtLeastOneMeetsTheOther) {
  const auto all = run_together({submitted("ver_1", "ROSA"), submitted("ver_2", "LUIS"), submitted("ver_3", "EVA")});
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t k = i + 1; k < all.size(); ++k)
      for (const char* list : {"found", "nearest"})
        EXPECT_TRUE(names(all[i], list, all[k].id) || names(all[k], list, all[i].id)) << i << k << list;
}

TEST_F(Simultaneous, AreReplayedToTheSameBytes) {
  const std::vector submissions{submitted("ver_1", "ROSA"), submitted("ver_2", "LUIS")};
  const auto all = run_together(submissions);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto recorded = storage::from_text(storage::to_text(all[i])).value();
    std::latch alone(1);
    Waits::everybody = &alone;
    services::Recorded answers(recorded, secret);
    engine::Engine engine(limits(), &answers);
    EXPECT_EQ(engine::comparable_text(run(engine, submissions[i])), engine::comparable_text(recorded));
  }
}

TEST_F(Simultaneous, OneAloneMeetsNobody) {
  const auto alone = run_together({submitted("ver_1", "ROSA")}).at(0);
  const auto answer = boost::json::parse(alone.exchanges.at(0).answer);
  EXPECT_TRUE(answer.at("found").at(0).at("entries").as_array().empty());
  EXPECT_TRUE(answer.at("nearest").at(0).at("entries").as_array().empty());
}

TEST_F(Simultaneous, ARunWhoseResultNobodyKeepsIsMetByNobodyAfterwards) {
  run_together({submitted("ver_1", "ROSA")});  // given up: its result is dropped here
  const auto later = run_together({submitted("ver_2", "LUIS")}).at(0);
  EXPECT_FALSE(names(later, "found", "ver_1"));
  EXPECT_FALSE(names(later, "nearest", "ver_1"));
}

}  // namespace
}  // namespace cotejo::test
