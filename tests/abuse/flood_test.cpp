// Many clients at once that do nothing, or too slowly, or too much: others are served meanwhile, and afterwards the
// host holds what it held before.
#include <gmock/gmock.h>
#include <sys/resource.h>

#include "attacked_host.hpp"

namespace cotejo::abuse {
namespace {

constexpr int many = 200;
constexpr int ten_thousand = 10'000;
const std::string ask = "GET /v1/products HTTP/1.1\r\nHost: a\r\n\r\n";

TEST(Flood, SlowHeadersAreGivenUpWhileOthersAreServed) {
  const AttackedHost host;
  std::vector<Raw> slow;
  for (int i = 0; i < many; ++i) {
    slow.emplace_back(host.process().port());
    ASSERT_TRUE(slow.back().send("GET /docs HTTP/1.1\r\nX: "));
  }
  while (!slow.front().has_answer()) {  // a byte now and then does not keep them alive
    for (const auto& one : slow) one.send("x");
    host.others_are_served();
  }
  for (const auto& one : slow) EXPECT_THAT(one.read_all(), testing::StartsWith("HTTP/1.1 408 "));
  slow.clear();
  host.expect_nothing_left();
}

TEST(Flood, SlowBodiesAreGivenUpWhileOthersAreServed) {
  const AttackedHost host;
  std::vector<Raw> slow;
  for (int i = 0; i < many; ++i) {
    slow.emplace_back(host.process().port());
    ASSERT_TRUE(slow.back().send(
        "POST /v1/verifications?product=busy HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        "Content-Length: 100000\r\n\r\n--b\r\nContent-Disposition: form-data; name=application\r\n\r\n"));
  }
  while (!slow.front().has_answer()) {
    for (const auto& one : slow) one.send("x");
    host.others_are_served();
  }
  for (const auto& one : slow) EXPECT_THAT(one.read_all(), testing::StartsWith("HTTP/1.1 408 "));
  slow.clear();
  host.expect_nothing_left();
}

TEST(Flood, PipelinedRequestsAreAnsweredInTheirOrder) {
  const AttackedHost host;
  auto client = host.client();
  std::string all;
  for (int i = 0; i < many; ++i) all += ask + "GET /v1/" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
  client.send(all);
  for (int i = 0; i < many; ++i) {
    ASSERT_EQ(client.read()->status, 200);
    ASSERT_EQ(client.read()->status, 404);
  }
}

TEST(Flood, WhoeverAsksAndNeverReadsIsCutOffAndCostsNoMemory) {
  const AttackedHost host;
  const auto before = host.resident_bytes();
  constexpr int small = 4096;  // bytes that the kernel keeps for the client
  const Raw greedy(host.process().port(), small);
  std::string questions;
  for (int i = 0; i < many; ++i) questions += ask;
  constexpr std::chrono::seconds patience{20};  // far beyond the host's
  EXPECT_FALSE(greedy.send_until_refused(questions, patience));
  host.others_are_served();
  host.expect_nothing_left();
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  constexpr std::int64_t slack = 16 << 20;  // of the allocator
  EXPECT_LT(host.resident_bytes(), before + slack);
#else
  static_cast<void>(before);
#endif
}

TEST(Flood, IdleConnectionsMakeRoomAndBusyOnesDoNot) {
  const AttackedHost host("{ connections: 50, header_timeout: 20s }");
  std::vector<Raw> idle;
  for (int i = 0; i < many; ++i) idle.emplace_back(host.process().port());
  auto client = host.client();
  EXPECT_EQ(client.ask("GET", "/v1/products").status, 200);
  host.others_are_served();
  idle.clear();
  std::vector<Raw> busy;
  for (int i = 0; i < many; ++i) {
    busy.emplace_back(host.process().port());
    busy.back().send("G");
  }
  const auto refused = host.client().read();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 503);
  EXPECT_EQ(refused->json().at("code").as_string(), "request.connections");
  EXPECT_EQ(host.process().admin().ask("GET", "/readyz").status, 200);
  busy.clear();
  while (host.client().ask("GET", "/v1/products").status != 200) std::this_thread::yield();  // as they are noticed
  host.expect_nothing_left();
}

TEST(Flood, ConnectionsThatAreThrownAwayLeaveNothingBehind) {
  const AttackedHost host;
  for (int i = 0; i < many; ++i) {
    for (const auto& text : {std::string(), std::string("GET"), ask, ask + ask}) {
      Raw thrown(host.process().port());
      if (!text.empty()) thrown.send(text);
      thrown.reset();
    }
  }
  host.others_are_served();
  host.expect_nothing_left();
}

// What the host needs to hold them: its own descriptors and those of requests under way beside the connections.
constexpr rlim_t descriptors_needed = ten_thousand + 2500;

bool may_hold_ten_thousand() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;  // of this process, which holds the other ends
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_max >= descriptors_needed;
}

TEST(Flood, TenThousandIdleConnectionsDisturbNobodyAndCostNothingAfterwards) {
  if (!may_hold_ten_thousand())
    GTEST_SKIP() << "ten thousand connections need " << descriptors_needed << " descriptors: ulimit -Hn allows fewer";
  constexpr int count = ten_thousand;
  const AttackedHost host("{ connections: 10100, header_timeout: 120s }");
  std::int64_t resident = 0;
  for (int round = 0; round < 2; ++round) {
    const auto before = host.resident_bytes();
    std::vector<Raw> idle;
    idle.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
      idle.emplace_back(host.process().port());
      ASSERT_TRUE(idle.back().connected()) << i;
      // As they are accepted: the kernel forgets some when more wait for it than it keeps.
      constexpr std::size_t at_once = 500;
      if (idle.size() % at_once == 0)
        while (host.descriptors() < idle.size()) std::this_thread::yield();
    }
    host.others_are_served();
    EXPECT_GE(host.descriptors(), idle.size());  // none was closed to make room
    std::cout << (host.resident_bytes() - before) / count << " bytes a connection\n";
    idle.clear();
    host.expect_nothing_left();
    host.others_are_served();
    if (round == 0) resident = host.resident_bytes();
  }
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  // What the allocator keeps of the first round serves the second.
  constexpr std::int64_t slack = 8 << 20;
  EXPECT_LT(host.resident_bytes(), resident + slack);
#else
  static_cast<void>(resident);
#endif
}

}  // namespace
}  // namespace cotejo::abuse
