// What the machine may run out of, on the real program: each has a defined answer, and the host recovers by itself.
#include <gmock/gmock.h>

#include <list>

#include "host_process.hpp"

namespace cotejo::recovery {
namespace {

std::string code(const Answer& answer) {
  return std::string(answer.json().at("code").as_string());
}

// The host looks at its disk every second.
void wait_until_ready(const HostProcess& host) {
  while (host.admin().ask("GET", "/readyz").status != 200) std::this_thread::yield();
}

// A limit of the file size meets the database as a full disk does.
TEST(Disk, FullRefusesNewWorkKeepsTheOldAndIsUsedAgainWhenThereIsRoom) {
  const Place place;
  HostProcess host(place, {.file_bytes = 512u << 10});
  auto client = host.client();
  std::vector<std::string> taken;
  Answer answer;
  constexpr int more_than_fit = 500;
  const std::string padding(10'000, 'x');
  for (int i = 0; i < more_than_fit; ++i) {
    answer =
        client.ask("POST", "/v1/verifications",
                   R"({"product":"busy","applicant":{"name":"Ana","padding":")" + padding + std::to_string(i) + "\"}}",
                   json_fields);
    if (answer.status >= 400) break;
    taken.push_back(answer.field("Location"));
  }
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(code(answer), "platform.storage");
  EXPECT_FALSE(answer.field("Retry-After").empty());
  ASSERT_FALSE(taken.empty());
  Answer unready;  // smaller writes may still fit, and then the host is well
  do {
    client.ask("POST", "/v1/verifications", request_for("busy", "Ana"), json_fields);
    unready = host.admin().ask("GET", "/readyz");
  } while (unready.status != 503 || !host.logged("storage.refuses_writes"));
  EXPECT_THAT(unready.body, testing::HasSubstr("the disk takes no writes"));
  for (const auto& location : taken) EXPECT_EQ(client.ask("GET", location).status, 200) << location;

  host.allow_file_bytes(RLIM_INFINITY);
  wait_until_ready(host);
  host.wait_for("storage.takes_writes");
  EXPECT_EQ(client.ask("POST", "/v1/verifications", request_for("busy", "Ana"), json_fields).status, 201);
  for (const auto& location : taken) {
    host.client().ask("GET", location + "/events");  // what was held up ends now
    EXPECT_EQ(client.ask("GET", location).json().at("status").as_string(), "completed");
  }
  EXPECT_EQ(host.end(SIGTERM), 0);
}

// Databases, evidence and the index hold applicants' data, whatever the shell's umask was.
TEST(Disk, NobodyElseMayReadWhatTheHostKeeps) {
  const mode_t before = ::umask(022);
  const Place place;
  HostProcess host(place);
  ::umask(before);
  host.client().ask("POST", "/v1/verifications", request_for("busy", "Ana"), json_fields);
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(place.path() / "data")) {
    using std::filesystem::perms;
    EXPECT_EQ(entry.status().permissions() & (perms::group_all | perms::others_all), perms::none) << entry.path();
    ++seen;
  }
  EXPECT_GE(seen, 3u);  // the database, its log, the index's secret
  EXPECT_EQ(host.end(SIGTERM), 0);
}

TEST(Disk, EvidenceThatFindsNoRoomIsRefusedAndNothingOfItStays) {
  const Place place;
  HostProcess host(place, {.file_bytes = 1u << 20});
  const std::string body =
      "--b\r\nContent-Disposition: form-data; name=\"application\"; filename=\"a.json\"\r\nContent-Type: "
      "application/json\r\n\r\n\"" +
      std::string(2u << 20, 'x') + "\"\r\n--b--\r\n";
  const auto answer = host.client().ask("POST", "/v1/verifications?product=busy", body,
                                        {{"Content-Type", "multipart/form-data; boundary=b"}});
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(code(answer), "platform.storage");
  EXPECT_TRUE(std::filesystem::is_empty(place.path() / "data/incoming"));
  EXPECT_EQ(host.client().ask("POST", "/v1/verifications", request_for("busy", "Ana"), json_fields).status, 201);
}

// A disk that takes no writes from some moment on, for the host that is started next.
class ReadOnlyDisk {
 public:
  explicit ReadOnlyDisk(const Place& place) : mark_(place.path() / "read-only") {
    ::setenv("LD_PRELOAD", READ_ONLY_DISK, 1);
    ::setenv("COTEJO_TEST_READ_ONLY", mark_.c_str(), 1);
  }
  ~ReadOnlyDisk() {
    ::unsetenv("LD_PRELOAD");
    ::unsetenv("COTEJO_TEST_READ_ONLY");
  }
  void begin() const { std::ofstream(mark_) << "from now on"; }
  void end() const { std::filesystem::remove(mark_); }

 private:
  std::filesystem::path mark_;
};

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // they want to be loaded first
TEST(Disk, ReadOnlyBelowARunningHostRefusesNewWorkAndIsUsedAgainAfterwards) {
  const Place place;
  const ReadOnlyDisk disk(place);
  HostProcess host(place);
  auto client = host.client();
  const auto taken = client.ask("POST", "/v1/verifications", request_for("busy", "Ana"), json_fields).field("Location");
  disk.begin();
  const auto answer = client.ask("POST", "/v1/verifications", request_for("busy", "Eva"), json_fields);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(code(answer), "platform.storage");
  const std::string large = R"({"product":"busy","applicant":{"name":")" + std::string(200'000, 'x') + "\"}}";
  EXPECT_EQ(code(client.ask("POST", "/v1/verifications", large, json_fields)), "platform.storage");
  EXPECT_THAT(host.admin().ask("GET", "/readyz").body, testing::HasSubstr("the disk takes no writes"));
  EXPECT_EQ(host.admin().ask("GET", "/livez").status, 200);
  EXPECT_EQ(client.ask("GET", taken).json().at("status").as_string(), "completed");

  disk.end();
  wait_until_ready(host);
  EXPECT_EQ(client.ask("POST", "/v1/verifications", request_for("busy", "Eva"), json_fields).status, 201);
  EXPECT_THAT(host.admin().ask("GET", "/metrics").body,  // and not what was refused, although it had begun to run
              testing::HasSubstr("cotejo_verifications_total{outcome=\"approve\",product=\"busy\"} 2"));
  EXPECT_EQ(host.end(SIGTERM), 0);
}

TEST(Disk, ReadOnlyAtTheStartIsSaidInOneSentence) {
  const Place place;
  const ReadOnlyDisk disk(place);
  HostProcess(place).end(SIGTERM);
  disk.begin();
  try {
    HostProcess host(place);
    FAIL() << "started";
  } catch (const std::runtime_error& end) {
    EXPECT_THAT(end.what(), testing::HasSubstr("cotejo: "));
    EXPECT_THAT(end.what(), testing::ContainsRegex("[Rr]ead-only|readonly"));
  }
}
#endif

// /proc takes no folder from anybody.
TEST(Disk, WithoutAFolderIsRefusedAtTheStartInOneSentence) {
  const Place place;
  try {
    HostProcess host(place, {}, "/proc/cotejo");
    FAIL() << "started";
  } catch (const std::runtime_error& end) {
    EXPECT_THAT(end.what(), testing::HasSubstr("cotejo: cannot use /proc/cotejo for data"));
  }
}

TEST(Descriptors, ConnectionsBeyondThemAreRefusedAndThenTakenAgain) {
  const Place place;
  HostProcess host(place, {.descriptors = 200});
  EXPECT_LT(host.wait_for("host.few_descriptors").at("connections").to_number<int>(), 200);
  std::list<Client> busy;
  constexpr int more_than_fit = 190;
  for (int i = 0; i < more_than_fit; ++i) {
    busy.emplace_back(host.port(), true);
    busy.back().send("G");
  }
  const auto refused = busy.back().read();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 503);
  EXPECT_EQ(code(*refused), "request.connections");
  EXPECT_EQ(host.admin().ask("GET", "/readyz").status, 200);
  busy.clear();
  while (host.client().ask("GET", "/v1/products").status != 200) std::this_thread::yield();  // as they are noticed
  EXPECT_EQ(host.client().ask("POST", "/v1/verifications", request_for("busy", "Ana"), json_fields).status, 201);
}

}  // namespace
}  // namespace cotejo::recovery
