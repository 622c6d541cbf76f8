// The program killed at random moments under load, started again each time. Nothing accepted may be lost, nothing
// decided twice. COTEJO_KILLS sets how often (default 50, 4 under a sanitizer), COTEJO_SEED what is random.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <atomic>
#include <iostream>
#include <random>

#include "host_process.hpp"

namespace cotejo::recovery {
namespace {

constexpr int clients = 4;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int usual_kills = 4;  // each start takes seconds there
#else
constexpr int usual_kills = 50;
#endif

int from_environment(const char* name, int otherwise) {
  const char* value = std::getenv(name);
  return value ? std::atoi(value) : otherwise;
}

// What the clients know: each submission has a key of its own, under which it is sent until it is answered.
class Ledger {
 public:
  struct Submission {
    std::string key, body, id, result;
  };

  explicit Ledger(unsigned seed) : random_(seed) {}

  // Something to send: often one that has no answer yet, else a new one.
  std::size_t to_send() {
    const std::lock_guard lock(mutex_);
    for (; answered_ < all_.size() && !all_[answered_].id.empty();) ++answered_;
    if (answered_ < all_.size() && random_() % 2 == 0) return answered_;
    constexpr std::size_t most = 40;  // thousands of bytes: some above, some below what is kept inside the database
    std::string padding = "0";
    for (std::size_t i = random_() % most; i > 0; --i) padding += ",\"" + std::string(1000, 'x') + '"';
    all_.push_back({"key-" + std::to_string(all_.size()),
                    R"({"product":"busy","applicant":{"name":"Ana","padding":[)" + padding + "]}}",
                    {},
                    {}});
    return all_.size() - 1;
  }
  // Something that was answered, to read again; none when there is nothing.
  std::optional<std::size_t> to_read() {
    const std::lock_guard lock(mutex_);
    if (all_.empty()) return {};
    const std::size_t which = random_() % all_.size();
    return all_[which].id.empty() ? std::nullopt : std::optional(which);
  }
  Submission at(std::size_t which) {
    const std::lock_guard lock(mutex_);
    return all_[which];
  }
  std::size_t size() {
    const std::lock_guard lock(mutex_);
    return all_.size();
  }
  bool chance(unsigned one_in) {
    const std::lock_guard lock(mutex_);
    return random_() % one_in == 0;
  }

  // An answer that names the verification: it must agree with every one before it.
  void learn(std::size_t which, const Answer& answer) {
    const auto json = answer.json();
    const std::string id(json.at("id").as_string());
    const bool completed = json.at("status").as_string() == "completed";
    const std::lock_guard lock(mutex_);
    auto& known = all_[which];
    if (known.id.empty()) known.id = id;
    EXPECT_EQ(known.id, id) << "one key, two verifications";
    if (!completed) {
      // A replay under the key says `accepted` when the result is not waited for: only reading it tells.
      return;
    }
    EXPECT_EQ(json.at_pointer("/decision/outcome").as_string(), "approve");
    if (known.result.empty()) known.result = answer.body;
    EXPECT_EQ(known.result, answer.body) << "decided twice";
  }

 private:
  std::mutex mutex_;
  std::mt19937 random_;
  std::vector<Submission> all_;
  std::size_t answered_ = 0;  // all before it are
};

// One request. False when the host is gone.
bool step(Ledger& ledger, Client& client) {
  try {
    if (ledger.chance(4)) {
      const auto which = ledger.to_read();
      if (!which) return true;
      const auto answer = client.ask("GET", "/v1/verifications/" + ledger.at(*which).id);
      EXPECT_EQ(answer.status, 200) << "lost: " << answer.body;
      ledger.learn(*which, answer);
      return true;
    }
    const auto which = ledger.to_send();
    const auto submission = ledger.at(which);
    std::map<std::string, std::string> fields{{"Content-Type", "application/json"},
                                              {"Idempotency-Key", submission.key}};
    if (ledger.chance(2)) fields["Prefer"] = "respond-async";
    const auto answer = client.ask("POST", "/v1/verifications", submission.body, fields);
    if (answer.status == 429) return true;  // sent again later
    EXPECT_THAT(answer.status, testing::AnyOf(201, 202)) << answer.body;
    ledger.learn(which, answer);
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

// Kills the host after so many answers, while all clients go on.
void run_until_killed(const Place& place, Ledger& ledger, int answers) {
  HostProcess host(place);
  std::atomic<int> given = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < clients; ++i) {
    threads.emplace_back([&] {
      try {
        auto client = host.client();
        while (step(ledger, client)) ++given, given.notify_all();
      } catch (const boost::system::system_error&) {  // not even a connection
      }
    });
  }
  for (int now = given; now < answers; now = given) given.wait(now);
  EXPECT_EQ(host.end(SIGKILL), -SIGKILL);
  for (auto& thread : threads) thread.join();
}

std::int64_t count(const Place& place, const char* statement) {
  sqlite3* database = nullptr;
  sqlite3_stmt* prepared = nullptr;
  std::int64_t found = -1;
  if (sqlite3_open((place.path() / "data/cotejo.db").c_str(), &database) == SQLITE_OK &&
      sqlite3_prepare_v2(database, statement, -1, &prepared, nullptr) == SQLITE_OK &&
      sqlite3_step(prepared) == SQLITE_ROW)
    found = sqlite3_column_int64(prepared, 0);
  sqlite3_finalize(prepared);
  sqlite3_close(database);
  return found;
}

TEST(Kill, NothingAcceptedIsLostAndNothingIsDecidedTwice) {
  const int kills = from_environment("COTEJO_KILLS", usual_kills);
  const auto seed = static_cast<unsigned>(from_environment("COTEJO_SEED", 1));
  const Place place;
  Ledger ledger(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < kills && !testing::Test::HasFailure(); ++i) run_until_killed(place, ledger, 1 + random() % 80);

  HostProcess host(place);
  auto client = host.client();
  for (std::size_t i = 0; i < ledger.size(); ++i) {
    auto submission = ledger.at(i);
    if (submission.id.empty()) {
      ledger.learn(i, client.ask("POST", "/v1/verifications", submission.body,
                                 {{"Content-Type", "application/json"}, {"Idempotency-Key", submission.key}}));
      submission = ledger.at(i);
    }
    const std::string location = "/v1/verifications/" + submission.id;
    host.client().ask("GET", location + "/events");  // ends with the verification
    ledger.learn(i, client.ask("GET", location));
    EXPECT_FALSE(ledger.at(i).result.empty()) << "never completed";
  }
  EXPECT_EQ(host.end(SIGTERM), 0);
  const auto submitted = static_cast<std::int64_t>(ledger.size());
  EXPECT_EQ(count(place, "SELECT COUNT(*) FROM verifications"), submitted);
  EXPECT_EQ(count(place, "SELECT COUNT(*) FROM attempts WHERE status = 'completed'"), submitted);
  std::cout << kills << " kills, " << submitted << " submissions\n";
}

}  // namespace
}  // namespace cotejo::recovery
