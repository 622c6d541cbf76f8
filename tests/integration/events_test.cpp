// Progress as a stream of events.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service.hpp"

namespace cotejo::integration {
namespace {

using testing::HasSubstr;

TEST(Events, ShowEachNodeAndEndWithTheResult) {
  AcceptedRun run;
  auto watcher = run.service.client();
  watcher.send("GET " + run.where + "/events HTTP/1.1\r\nHost: t\r\n\r\n");
  EXPECT_THAT(watcher.read_until("event: accepted"), HasSubstr("text/event-stream"));
  auto held = run.runs.next();
  held.progress({"photo:image", "image@1", "completed", 0, 0, 1, "", {}});
  EXPECT_THAT(watcher.read_until("\n\n"), HasSubstr("data: {"));
  held.finish();
  const std::string rest = watcher.read_until("event: completed");
  EXPECT_THAT(rest + watcher.read_until("\n\n"), HasSubstr("\"outcome\":\"review\""));
  EXPECT_TRUE(watcher.closed());
}

TEST(Events, OfACompletedOneAreItsResult) {
  Service service;
  auto client = service.client();
  const auto done = client.ask("POST", "/v1/verifications", small_request, json_fields);
  const auto events = client.ask("GET", done.field("Location") + "/events");
  EXPECT_THAT(events.body, HasSubstr("event: completed\nid: completed\ndata: " + done.body + "\n\n"));
}

TEST(Events, HaveNoBodyForWhoAsksForTheHead) {
  Service service;
  auto client = service.client();
  const auto done = client.ask("POST", "/v1/verifications", small_request, json_fields);
  auto watcher = service.client();
  watcher.send("HEAD " + done.field("Location") + "/events HTTP/1.1\r\nHost: t\r\n\r\n");
  EXPECT_THAT(watcher.read_until("\r\n\r\n"), testing::EndsWith("\r\n\r\n"));
  EXPECT_TRUE(watcher.closed());
}

TEST(Events, BeatWhileNothingHappens) {
  HeldRuns runs;
  Service service({.run = runs.run(), .limits = {.heartbeat = std::chrono::milliseconds(50)}});
  auto client = service.client();
  const auto accepted =
      client.ask("POST", "/v1/verifications", small_request, with(json_fields, "Prefer", "respond-async"));
  auto watcher = service.client();
  watcher.send("GET " + accepted.field("Location") + "/events HTTP/1.1\r\nHost: t\r\n\r\n");
  EXPECT_THAT(watcher.read_until(": still running"), HasSubstr(": still running"));
  runs.next().finish();
}

}  // namespace
}  // namespace cotejo::integration
