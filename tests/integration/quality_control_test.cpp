// Caps and samples of automatic decisions, as a service has them: over HTTP, from many clients at once, and after a
// restart.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "service.hpp"

namespace cotejo::integration {
namespace {

using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

// Rejects everybody, as the policy would.
engine::Submit reject_all() {
  return
      [](engine::Submission submission, engine::Engine::Progress, engine::Engine::Done done) -> domain::Result<void> {
        auto result = result_for(submission);
        result.decision = domain::Decision{domain::Outcome::reject, true, 0.99, {"fiction.blurred"}, {0}, {}};
        done(std::move(result));
        return {};
      };
}

void control(Service& service, const products::QualityControl& control) {
  auto changed = std::make_shared<products::Products>(*service.products.load());
  auto product = std::make_shared<products::Product>(*changed->by_id.at("fiction"));
  product->decision.quality_control = control;
  changed->by_id["fiction"] = product;
  service.products.store(std::move(changed));
}

std::string outcome_of(const Answer& answer) {
  return std::string(answer.json().at_pointer("/decision/outcome").as_string());
}

TEST(QualityControl, NeverRejectsMoreThanTheCapWhateverComesAtOnceAndAfterARestart) {
  Folder folder;
  constexpr int clients = 6, each = 8, cap = 5;
  std::atomic<int> rejected{0}, reviewed{0};
  {
    Service service({.run = reject_all(), .durable = true}, &folder);
    control(service, {{}, products::RejectionCap{cap, 24h}});
    std::vector<std::jthread> threads;
    for (int c = 0; c < clients; ++c)
      threads.emplace_back([&] {
        auto client = service.client();
        for (int i = 0; i < each; ++i) {
          const auto answer = client.ask("POST", "/v1/verifications", small_request, json_fields);
          const auto outcome = outcome_of(answer);
          rejected += outcome == "reject";
          reviewed += outcome == "review";
        }
      });
    threads.clear();
    EXPECT_EQ(rejected, cap);
    EXPECT_EQ(reviewed, clients * each - cap);
    const auto metrics = service.admin().ask("GET", "/metrics").body;
    EXPECT_THAT(metrics, HasSubstr("cotejo_automatic_decisions_total{outcome=\"reject\",product=\"fiction\"} 5"));
    EXPECT_THAT(metrics, HasSubstr("cotejo_quality_control_total{cause=\"cap_reached\",product=\"fiction\",would_be="
                                   "\"reject\"} 43"));
  }
  Service service({.run = reject_all(), .durable = true}, &folder);
  control(service, {{}, products::RejectionCap{cap, 24h}});
  auto client = service.client();
  const auto answer = client.ask("POST", "/v1/verifications", small_request, json_fields);
  ASSERT_EQ(outcome_of(answer), "review");
  EXPECT_EQ(answer.json().at_pointer("/decision/would_be").as_string(), "reject");
  EXPECT_EQ(answer.json().at_pointer("/decision/earlier_rejections").to_number<int>(), cap);
  EXPECT_EQ(answer.json().at_pointer("/decision/reasons/0").as_string(), "quality_control.cap_reached");
  EXPECT_EQ(client.ask("GET", answer.field("Location")).body, answer.body);  // as it was kept
}

TEST(QualityControl, ARejectionThatTheCapHasRoomForSaysHowManyCameBefore) {
  Service service({.run = reject_all()});
  control(service, {{}, products::RejectionCap{2, 24h}});
  auto client = service.client();
  const std::array outcomes{"reject", "reject", "review"};
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const auto answer = client.ask("POST", "/v1/verifications", small_request, json_fields);
    EXPECT_EQ(outcome_of(answer), outcomes[i]);
    EXPECT_EQ(answer.json().at_pointer("/decision/earlier_rejections").to_number<std::size_t>(), i);
  }
}

TEST(QualityControl, ASampleTakesADecisionBeforeItIsCounted) {
  Service service({.run = reject_all()});
  control(service, {{0, 1}, products::RejectionCap{0, 24h}});
  const auto answer = service.client().ask("POST", "/v1/verifications", small_request, json_fields);
  EXPECT_EQ(outcome_of(answer), "review");
  EXPECT_EQ(answer.json().at_pointer("/decision/reasons/0").as_string(), "quality_control.sampled");
  EXPECT_THAT(answer.body, Not(HasSubstr("earlier_rejections")));
}

}  // namespace
}  // namespace cotejo::integration
