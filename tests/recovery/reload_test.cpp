// Products that change below a running host: the new set is taken as a whole, or the old one stays.
#include <gmock/gmock.h>

#include <atomic>

#include "host_process.hpp"

namespace cotejo::recovery {
namespace {

std::int64_t version(const HostProcess& host) {
  return host.client().ask("GET", "/v1/products/busy").json().at("version").as_int64();
}

TEST(Reload, TakesEachNewSetWhileRequestsAreAnswered) {
  const Place place;
  HostProcess host(place);
  std::atomic<bool> enough = false;
  std::atomic<int> answered = 0;
  std::vector<std::jthread> requesting;
  constexpr int at_once = 4;
  for (int i = 0; i < at_once; ++i)
    requesting.emplace_back([&] {
      for (auto client = host.client(); !enough;) {
        const auto answer = client.ask("POST", "/v1/verifications", request_for("busy", "Ana"), json_fields);
        ASSERT_EQ(answer.status, 201) << answer.body;
        ASSERT_EQ(answer.json().at_pointer("/decision/outcome").as_string(), "approve") << answer.body;
        ++answered;
      }
    });
  constexpr int last = 10;
  for (int next = 2; next <= last; ++next) {
    const int before = answered;
    place.replace("products/busy.yaml", Place::product("busy", "check.busy", next));
    host.signal(SIGHUP);
    while (version(host) != next || answered == before) std::this_thread::yield();
  }
  enough = true;
  requesting.clear();
  const auto answer = host.client().ask("POST", "/v1/verifications", request_for("busy", "Ana"), json_fields);
  EXPECT_EQ(answer.json().at_pointer("/product/version").as_int64(), last);
  EXPECT_EQ(host.end(SIGTERM), 0);
}

TEST(Reload, KeepsTheOldSetWhenAnyFileHasAMistakeAndSaysWhere) {
  const Place place;
  HostProcess host(place);
  place.replace("products/held.yaml", Place::product("held", "check.gates"));
  place.replace("products/busy.yaml", Place::product("busy", "check.busy", 2));
  host.signal(SIGHUP);
  EXPECT_THAT(std::string(host.wait_for("products.mistake").at("message").as_string()),
              testing::ContainsRegex("held.yaml:[0-9]+:[0-9]+: .*check.gates"));
  host.wait_for("products.kept");
  EXPECT_EQ(version(host), 1);
  EXPECT_EQ(host.client().ask("POST", "/v1/verifications", request_for("busy", "Ana"), json_fields).status, 201);

  std::filesystem::remove(place.path() / "products/held.yaml");
  while (version(host) != 2) std::this_thread::yield();  // a change is seen without a signal too
  EXPECT_EQ(host.client().ask("GET", "/v1/products/held").status, 404);
}

TEST(Reload, TakesAFileThatPeopleReplaceAndKeepsTheOldOneWhenItCannotBeUsed) {
  const Place place("models: { files: { word: word.txt } }\n");
  place.replace("word.txt", "pass");
  place.replace("products/listed.yaml", Place::product("listed", "check.listed"));
  HostProcess host(place);
  const auto decided = [&] {
    return host.client().ask("POST", "/v1/verifications", request_for("listed", "Ana"), json_fields).json();
  };
  const auto before = decided();
  EXPECT_EQ(before.at_pointer("/decision/outcome").as_string(), "approve");

  place.replace("word.txt", "neither");
  EXPECT_THAT(std::string(host.wait_for("products.mistake").at("message").as_string()),
              testing::HasSubstr("the file says neither pass nor fail"));
  host.wait_for("products.kept");
  EXPECT_EQ(decided().at_pointer("/decision/outcome").as_string(), "approve");

  place.replace("word.txt", "fail");
  auto after = decided();
  while (after.at_pointer("/product/digest") == before.at_pointer("/product/digest")) after = decided();
  EXPECT_EQ(after.at_pointer("/decision/outcome").as_string(), "review");
}

}  // namespace
}  // namespace cotejo::recovery
