#include <gmock/gmock.h>

#include "host_process.hpp"

namespace cotejo::recovery {
namespace {

const std::map<std::string, std::string> asynchronous{{"Content-Type", "application/json"},
                                                      {"Prefer", "respond-async"}};

std::string text(const Answer& answer, std::string_view pointer) {
  return std::string(answer.json().at_pointer(pointer).as_string());
}

// The event stream ends with the verification.
Answer completed(const HostProcess& host, const std::string& location) {
  host.client().ask("GET", location + "/events");
  return host.client().ask("GET", location);
}

TEST(Recovery, WhatWasAcceptedBeforeAKillIsCompletedOnceAfterIt) {
  const Place place;
  std::string location;
  {
    HostProcess host(place);
    const auto accepted = host.client().ask("POST", "/v1/verifications", request_for("held", "Ana"), asynchronous);
    ASSERT_EQ(accepted.status, 202) << accepted.body;
    location = accepted.field("Location");
    place.wait_for_start();
    EXPECT_EQ(host.end(SIGKILL), -SIGKILL);
  }
  std::string result;
  {
    HostProcess host(place);
    EXPECT_EQ(host.recovered(), 1);
    EXPECT_EQ(text(host.client().ask("GET", location), "/status"), "accepted");
    place.wait_for_start();
    place.open_gate();
    const auto done = completed(host, location);
    EXPECT_EQ(text(done, "/decision/outcome"), "approve");
    result = done.body;
    EXPECT_THAT(host.admin().ask("GET", "/metrics").body,
                testing::HasSubstr("cotejo_verifications_total{outcome=\"approve\",product=\"held\"} 1"));
    EXPECT_EQ(host.end(SIGKILL), -SIGKILL);
  }
  HostProcess host(place);
  EXPECT_EQ(host.recovered(), 0);  // decided, and not again
  EXPECT_EQ(host.client().ask("GET", location).body, result);
  EXPECT_EQ(host.end(SIGTERM), 0);
}

TEST(Recovery, WhatADrainCutsOffIsRunAgainAndNotDecidedWithoutItsChecks) {
  const Place place("drain: { grace: 50ms }\n");
  std::string location;
  {
    HostProcess host(place);
    location =
        host.client().ask("POST", "/v1/verifications", request_for("held", "Ana"), asynchronous).field("Location");
    place.wait_for_start();
    EXPECT_EQ(host.end(SIGTERM), 0);
  }
  HostProcess host(place);
  EXPECT_EQ(host.recovered(), 1);
  place.open_gate();
  EXPECT_EQ(text(completed(host, location), "/decision/outcome"), "approve");
}

}  // namespace
}  // namespace cotejo::recovery
