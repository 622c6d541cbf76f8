// The admin listener, the catalogue, the drain.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "http/problems.hpp"
#include "service.hpp"

namespace cotejo::integration {
namespace {

using testing::HasSubstr;

TEST(Admin, SaysThatItLivesAndIsReady) {
  Service service;
  auto admin = service.admin();
  EXPECT_EQ(admin.ask("GET", "/livez").status, 200);
  EXPECT_EQ(admin.ask("GET", "/readyz").status, 200);
  service.products.store(nullptr);
  const auto unready = admin.ask("GET", "/readyz");
  EXPECT_EQ(unready.status, 503);
  EXPECT_THAT(unready.body, HasSubstr("no products"));
}

TEST(Admin, IsNotOnTheListenerOfTheClients) {
  Service service;
  EXPECT_EQ(service.client().ask("GET", "/metrics").status, 404);
  EXPECT_EQ(service.admin().ask("GET", "/v1/products").status, 404);
}

TEST(Admin, CountsRequestsVerificationsAndErrors) {
  Service service;
  auto client = service.client();
  client.ask("POST", "/v1/verifications", small_request, json_fields);
  client.ask("GET", "/v1/nothing");
  const auto metrics = service.admin().ask("GET", "/metrics").body;
  EXPECT_THAT(metrics, HasSubstr("cotejo_http_requests_total{route=\"/v1/verifications\",status=\"201\"} 1"));
  EXPECT_THAT(metrics, HasSubstr("cotejo_verifications_total{outcome=\"review\",product=\"fiction\"} 1"));
  EXPECT_THAT(metrics, HasSubstr("cotejo_http_connections"));
}

TEST(Admin, StatusNamesProductsAndRefusedPlugins) {
  Service service;
  const auto status = service.admin().ask("GET", "/status").json();
  EXPECT_EQ(status.at_pointer("/products/0/id").as_string(), "fiction");
  EXPECT_EQ(status.at_pointer("/refused_plugins/0/file").as_string(), "old.so");
}

TEST(Catalogue, ShowsProductsReasonsAndComponents) {
  Service service;
  auto client = service.client();
  EXPECT_EQ(client.ask("GET", "/v1/products").json().at_pointer("/products/0/id").as_string(), "fiction");
  EXPECT_EQ(client.ask("GET", "/v1/products/fiction").json().at_pointer("/evidence/0/name").as_string(), "photo");
  EXPECT_EQ(client.ask("GET", "/v1/products/none").status, 404);
  EXPECT_EQ(client.ask("GET", "/v1/reasons").json().at_pointer("/reasons/0/code").as_string(), "fiction.blurred");
  EXPECT_EQ(client.ask("GET", "/v1/components").json().at_pointer("/components/0/id").as_string(), "check.fiction");
}

TEST(Catalogue, DocsFetchNothingFromElsewhere) {
  Service service;
  const auto docs = service.client().ask("GET", "/docs");
  EXPECT_EQ(docs.status, 200);
  EXPECT_EQ(docs.body.find("http://"), std::string::npos);
  EXPECT_EQ(docs.body.find("https://"), std::string::npos);
}

TEST(Catalogue, DocsHaveThePlaceThatAProblemPointsTo) {
  Service service;
  auto client = service.client();
  const auto docs = client.ask("GET", "/docs");
  for (const auto& problem : http::problems())
    EXPECT_NE(docs.body.find("id=\"" + std::string(problem.code) + '"'), std::string::npos) << problem.code;
  const auto refused = client.ask("GET", "/v1/verifications/ver_none");
  EXPECT_EQ(refused.json().at("type").as_string(), "/docs#verification.not_found");
}

TEST(Drain, ReadinessFailsBeforeAcceptStops) {
  HeldRuns runs;
  Service service({.run = runs.run(), .unready_for = std::chrono::milliseconds(500)});
  auto admin = service.admin();
  auto waiting = service.client();
  waiting.send(
      "POST /v1/verifications HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nPrefer: "
      "wait=20\r\nContent-Length: " +
      std::to_string(small_request.size()) + "\r\n\r\n" + small_request);
  auto held = runs.next();
  std::jthread stopping([&] { service.server->stop(); });
  while (admin.ask("GET", "/readyz").status != 503) std::this_thread::yield();
  EXPECT_EQ(service.client().ask("GET", "/v1/products").status, 200);  // still taken
  held.finish();
  const auto answer = waiting.read();  // under way: answered, and then closed
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->field("Connection"), "close");
  stopping.join();
  EXPECT_THROW(service.client(), boost::system::system_error);
}

TEST(Drain, IdleConnectionsDoNotHoldItUp) {
  Service service({.grace = std::chrono::seconds(30)});
  auto client = service.client();
  EXPECT_EQ(client.ask("GET", "/v1/products").status, 200);
  const auto began = std::chrono::steady_clock::now();
  service.server->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(10));
}

// Clients that go on during the drain, each over connections that it keeps: whoever was answered has its verification,
// and whatever was accepted is completed. A request that was not answered was not accepted.
TEST(Drain, UnderLoadDropsNothingThatWasAccepted) {
  Folder folder;
  std::mutex mutex;
  std::vector<std::string> accepted;
  {
    Service service({.durable = true, .unready_for = std::chrono::seconds(1)}, &folder);
    std::atomic<int> answered = 0;
    std::atomic<bool> stopped = false;
    std::vector<std::jthread> clients;
    constexpr int at_once = 4;
    for (int i = 0; i < at_once; ++i) {
      clients.emplace_back([&] {
        try {
          for (;;) {  // until nobody takes a connection any more
            auto client = service.client();
            for (bool kept = true; kept;) {
              const auto answer = client.ask("POST", "/v1/verifications", small_request, json_fields);
              ASSERT_EQ(answer.status, 201) << answer.body;
              kept = answer.field("Connection") != "close";
              const std::lock_guard lock(mutex);
              accepted.push_back(answer.field("Location"));
              ++answered;
            }
          }
        } catch (const std::exception&) {
        }
      });
    }
    constexpr int enough = 50;
    while (answered < enough) std::this_thread::yield();
    auto admin = service.admin();
    std::jthread stopping([&] {
      service.server->stop();
      stopped = true;
    });
    while (admin.ask("GET", "/readyz").status != 503) std::this_thread::yield();
    const int then = answered;
    while (answered < then + at_once && !stopped) std::this_thread::yield();
    EXPECT_GE(answered, then + at_once);  // readiness failed, and requests were still taken
    clients.clear();
  }
  Service service({.durable = true}, &folder);
  EXPECT_EQ(service.verifications->recover().value(), 0u);
  auto client = service.client();
  for (const auto& location : accepted)
    EXPECT_EQ(client.ask("GET", location).json().at("status").as_string(), "completed");
}

TEST(Drain, WhatOutlivesTheGraceIsCutOff) {
  HeldRuns runs;
  Service service({.run = runs.run(), .grace = std::chrono::milliseconds(50)});
  auto waiting = service.client();
  waiting.send(
      "POST /v1/verifications HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nPrefer: "
      "wait=20\r\nContent-Length: " +
      std::to_string(small_request.size()) + "\r\n\r\n" + small_request);
  auto held = runs.next();
  service.server->stop();
  EXPECT_FALSE(waiting.read());
  held.finish();  // the engine's thread comes late: it must not touch what is gone
}

}  // namespace
}  // namespace cotejo::integration
