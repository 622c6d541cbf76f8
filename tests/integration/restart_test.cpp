// What one process accepts and the next one finishes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service.hpp"

namespace cotejo::integration {
namespace {

using testing::HasSubstr;

// Where to find what a host accepted into `folder` and did not finish before it ended.
std::string left_behind(Folder& folder) {
  HeldRuns runs;
  Service service({.run = runs.run(), .durable = true, .grace = std::chrono::milliseconds(0)}, &folder);
  const auto accepted =
      service.client().ask("POST", "/v1/verifications", small_request, with(json_fields, "Prefer", "respond-async"));
  runs.next();  // begins, and never ends
  return accepted.field("Location");
}

TEST(Restart, AProductThatCannotRunAnyMoreLeavesTheDecisionToAPerson) {
  Folder folder;
  const std::string location = left_behind(folder);
  Service service({.durable = true}, &folder);
  auto products = std::make_shared<products::Products>(*fiction_products());
  products->by_id.clear();
  products->refused["fiction"] = products->refused["broken"];
  service.products.store(products);
  EXPECT_EQ(service.verifications->recover().value(), 1u);
  service.client().ask("GET", location + "/events");
  const auto done = service.client().ask("GET", location).json();
  EXPECT_EQ(text(done, "/decision/outcome"), "review");
  EXPECT_EQ(text(done, "/errors/0/code"), "product.unavailable");
}

TEST(Restart, FinishesWhatWasAccepted) {
  Folder folder;
  const std::string location = left_behind(folder);
  Service service({.durable = true}, &folder);
  EXPECT_EQ(service.verifications->recover().value(), 1u);
  auto watcher = service.client();
  const auto events = watcher.ask("GET", location + "/events");
  EXPECT_THAT(events.body, HasSubstr("event: completed"));
  EXPECT_EQ(text(service.client().ask("GET", location).json(), "/status"), "completed");
}

}  // namespace
}  // namespace cotejo::integration
