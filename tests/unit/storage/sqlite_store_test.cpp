#include <gtest/gtest.h>
#include <signal.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <atomic>
#include <fstream>
#include <latch>

#include "store_fixture.hpp"

namespace cotejo::storage {
namespace {

TEST(SqliteStore, OneProcessADirectory) {
  Folder folder;
  const auto store = open_sqlite({.directory = folder.path()});
  EXPECT_THROW(open_sqlite({.directory = folder.path()}), std::runtime_error);
}

TEST(SqliteStore, RefusesADatabaseOfANewerProgram) {
  Folder folder;
  open_sqlite({.directory = folder.path()})->stop();
  {
    soci::session sql(soci::sqlite3, "dbname=\"" + (folder.path() / "cotejo.db").string() + "\"");
    sql << "INSERT INTO schema_migrations (version) VALUES (4711)";
  }
  try {
    open_sqlite({.directory = folder.path()});
    FAIL() << "opened";
  } catch (const std::runtime_error& refusal) {
    EXPECT_NE(std::string(refusal.what()).find("4711"), std::string::npos);
  }
}

TEST(SqliteStore, ReadsWhatAnEarlierProcessCompleted) {
  Folder folder;
  {
    const auto store = open_sqlite({.directory = folder.path()});
    ASSERT_TRUE(accept(*store, acceptance("ver_1")));
    ASSERT_TRUE(complete(*store, result_of("ver_1")));
    ASSERT_TRUE(accept(*store, acceptance("ver_2")));
  }
  const auto store = open_sqlite({.directory = folder.path()});
  EXPECT_EQ(find(*store, "ver_1").value()->status, domain::Status::completed);
  const auto unfinished = store->unfinished().value();
  ASSERT_EQ(unfinished.size(), 1u);
  EXPECT_EQ(unfinished[0].id, "ver_2");
}

TEST(SqliteStore, CountsStartsAsItIsToldAndNotAsProcessesCome) {
  Folder folder;
  const auto count = [](Store& store, int by) {
    return wait_for<void>([&](auto then) { store.count_start("default", "ver_1", 1, by, then); });
  };
  {
    const auto store = open_sqlite({.directory = folder.path()});
    ASSERT_TRUE(accept(*store, acceptance("ver_1")));
    ASSERT_TRUE(accept(*store, acceptance("ver_2")));
    ASSERT_TRUE(count(*store, -1));  // below 0 it does not go
    ASSERT_TRUE(count(*store, 1));
    ASSERT_TRUE(count(*store, 1));
    ASSERT_TRUE(count(*store, -1));
  }
  for (int process = 0; process < 3; ++process) {
    const auto unfinished = open_sqlite({.directory = folder.path()})->unfinished().value();
    ASSERT_EQ(unfinished.size(), 2u);
    EXPECT_EQ(unfinished[0].starts, 1);
    EXPECT_EQ(unfinished[1].starts, 0);  // it only waited
  }
}

domain::Verification rejected(std::string id, domain::TimePoint at) {
  auto verification = result_of(std::move(id));
  verification.trace_id = "fedcba9876543210fedcba9876543210";
  verification.decision->outcome = domain::Outcome::reject;
  verification.completed_at = at;
  return verification;
}

TEST(SqliteStore, KnowsTheRejectionsOfEarlierProcesses) {
  const domain::TimePoint start(std::chrono::hours(1));
  Folder folder;
  {
    const auto store = open_sqlite({.directory = folder.path()});
    for (const char* id : {"ver_1", "ver_2", "ver_3", "ver_unfinished"}) ASSERT_TRUE(accept(*store, acceptance(id)));
    ASSERT_TRUE(complete(*store, rejected("ver_1", start)));
    ASSERT_TRUE(complete(*store, rejected("ver_2", start + std::chrono::hours(1))));
    ASSERT_TRUE(complete(*store, result_of("ver_3")));
  }
  {
    const auto store = open_sqlite({.directory = folder.path()});
    const auto found = store->rejections(start).value();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].tenant, "default");
    EXPECT_EQ(found[0].product, "fiction");
    EXPECT_EQ(found[0].at, start + std::chrono::hours(1));
  }
  {  // as a program left it that did not know outcomes, and one trace for all attempts
    soci::session sql(soci::sqlite3, "dbname=\"" + (folder.path() / "cotejo.db").string() + "\"");
    sql << "DROP INDEX rejections";
    sql << "DROP INDEX verifications_of";
    sql << "ALTER TABLE attempts DROP COLUMN outcome";
    sql << "ALTER TABLE attempts DROP COLUMN trace_id";
    sql << "ALTER TABLE verifications ADD COLUMN trace_id TEXT NOT NULL DEFAULT 'earlier'";
    for (const std::string table : {"index_keys", "index_vectors"}) {
      sql << "ALTER TABLE " + table + " DROP COLUMN superseded";
      sql << "ALTER TABLE " + table + " ADD COLUMN completed_at BIGINT NOT NULL DEFAULT 0";
    }
    sql << "DELETE FROM schema_migrations WHERE version >= 5";
  }
  const auto store = open_sqlite({.directory = folder.path()});
  EXPECT_EQ(store->rejections(domain::TimePoint{}).value().size(), 2u);
  EXPECT_EQ(find_work(*store, "ver_1").value()->trace_id, "fedcba9876543210fedcba9876543210");
  EXPECT_EQ(find_work(*store, "ver_unfinished").value()->trace_id, "earlier");
}

TEST(SqliteStore, CompletionsComeInTheOrderOfTheCalls) {
  Folder folder;
  const auto store = open_sqlite({.directory = folder.path()});
  constexpr int count = 200;
  std::vector<int> order;  // written by the storage thread alone
  std::latch done(count);
  for (int i = 0; i < count; ++i) {
    store->accept(acceptance("ver_" + std::to_string(i)), [&, i](domain::Result<Receipt> receipt) {
      EXPECT_TRUE(receipt);
      order.push_back(i);
      done.count_down();
    });
  }
  done.wait();
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  EXPECT_LT(store->load().commits, static_cast<std::uint64_t>(count));  // what waits is committed together
}

TEST(SqliteStore, AWriteThatFailsLeavesItsNeighboursAlone) {
  Folder folder;
  const auto store = open_sqlite({.directory = folder.path()});
  ASSERT_TRUE(accept(*store, acceptance("ver_1")));
  std::latch done(3);
  std::atomic<int> good = 0, bad = 0;
  const auto count = [&](const domain::Result<Receipt>& receipt) {
    (receipt ? good : bad).fetch_add(1);
    done.count_down();
  };
  store->accept(acceptance("ver_2"), count);
  store->accept(acceptance("ver_1"), count);  // a duplicate id: the database refuses it
  store->accept(acceptance("ver_3"), count);
  done.wait();
  EXPECT_EQ(good, 2);
  EXPECT_EQ(bad, 1);
}

// Quick results come before their acceptances are committed, and are written with them.
TEST(SqliteStore, ResultsThatShareACommitWithTheirAcceptancesAreWholeAndThoseOfRefusedOnesAreNotKept) {
  Folder folder;
  {
    const auto store = open_sqlite({.directory = folder.path()});
    std::latch asked(1), done(5);
    store->accept(acceptance("ver_holds_up"), [&](const domain::Result<Receipt>&) { asked.wait(); });
    while (store->load().writes_waiting > 0) std::this_thread::yield();
    const auto accept_and_complete = [&](Acceptance accepted, domain::Verification result, bool good) {
      store->accept(std::move(accepted), [&done, good](const domain::Result<Receipt>& receipt) {
        EXPECT_EQ(receipt.has_value(), good);
        done.count_down();
      });
      result.status = domain::Status::completed;
      store->complete(std::make_shared<const domain::Verification>(std::move(result)),
                      [&](const domain::Result<void>&) { done.count_down(); });
    };
    auto result = rejected("ver_1", domain::TimePoint(std::chrono::hours(1)));
    const auto picture = blob(*store, "a picture", "image/png").bytes;
    result.artifacts = {{"a:x.map", "x@1", "a", "image/png", picture->digest, picture->size, 2, 1, {}, picture}};
    accept_and_complete(acceptance("ver_1"), std::move(result), true);
    auto refused = acceptance("ver_2");
    refused.work.evidence["photo"] = blob(*store, "content that the store has not").bytes;
    accept_and_complete(std::move(refused), result_of("ver_2"), false);
    store->accept(acceptance("ver_3"), [&](const domain::Result<Receipt>&) { done.count_down(); });
    asked.count_down();
    done.wait();
  }
  const auto store = open_sqlite({.directory = folder.path()});
  const auto found = find(*store, "ver_1").value();
  EXPECT_EQ(found->status, domain::Status::completed);
  EXPECT_EQ(found->decision->outcome, domain::Outcome::reject);
  EXPECT_EQ(text_of(*find_artifact(*store, "ver_1", "a:x.map").value()), "a picture");
  EXPECT_EQ(store->rejections(domain::TimePoint{}).value().size(), 1u);
  EXPECT_EQ(find(*store, "ver_2").error().code, "verification.not_found");
  std::vector<std::string> unfinished;
  for (const auto& work : store->unfinished().value()) unfinished.push_back(work.id);
  EXPECT_EQ(unfinished, (std::vector<std::string>{"ver_3", "ver_holds_up"}));
  ASSERT_TRUE(accept(*store, acceptance("ver_1", 2)));  // the first attempt has ended
}

TEST(SqliteStore, RefusesWhatTheQueueCannotHold) {
  Folder folder;
  const auto store = open_sqlite({.directory = folder.path(), .max_queued_writes = 0});
  EXPECT_EQ(accept(*store, acceptance("ver_1")).error().code, "platform.overloaded");
}

TEST(SqliteStore, LostContentMakesTheEvidenceUnusable) {
  Folder folder;
  const auto store = open_sqlite({.directory = folder.path()});
  auto accepted = acceptance("ver_1");
  add(accepted, "photo", blob(*store, std::string(inline_blob_bytes + 1, 'x')));
  const std::string digest = accepted.work.evidence.at("photo")->digest;
  ASSERT_TRUE(accept(*store, std::move(accepted)));
  std::filesystem::remove(blob_path(folder.path(), digest));
  const auto work = find_work(*store, "ver_1").value();
  EXPECT_FALSE(work->evidence.contains("photo"));
  EXPECT_EQ(work->unusable.at("photo").code, "evidence.lost");
}

TEST(SqliteStore, WritesContentThatIsThereNoSecondTime) {
  Folder folder;
  const auto store = open_sqlite({.directory = folder.path()});
  const std::string content(inline_blob_bytes + 1, 'x');
  std::optional<std::filesystem::file_time_type> written;
  for (const char* id : {"ver_1", "ver_2"}) {
    auto accepted = acceptance(id);
    add(accepted, "photo", blob(*store, content));
    const auto path = blob_path(folder.path(), accepted.work.evidence.at("photo")->digest);
    ASSERT_TRUE(accept(*store, std::move(accepted)));
    if (!written) {
      std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
      written = std::filesystem::last_write_time(path);
    }
    EXPECT_EQ(std::filesystem::last_write_time(path), *written);
    EXPECT_EQ(text_of(**find_evidence(*store, {id, "photo"})), content);
  }
}

TEST(SqliteStore, ReplacesContentThatWasCut) {
  Folder folder;
  const auto store = open_sqlite({.directory = folder.path()});
  const std::string content(inline_blob_bytes + 1, 'x');
  for (const char* id : {"ver_1", "ver_2"}) {
    auto accepted = acceptance(id);
    add(accepted, "photo", blob(*store, content));
    const auto path = blob_path(folder.path(), accepted.work.evidence.at("photo")->digest);
    ASSERT_TRUE(accept(*store, std::move(accepted)));
    EXPECT_EQ(text_of(**find_evidence(*store, {id, "photo"})), content);
    std::filesystem::resize_file(path, 5);
  }
}

// As a machine leaves it that stops between the name and the content.
TEST(SqliteStore, ReplacesAFileThatNoRowNames) {
  Folder folder;
  const auto store = open_sqlite({.directory = folder.path()});
  const std::string content(inline_blob_bytes + 1, 'x');
  auto accepted = acceptance("ver_1");
  add(accepted, "photo", blob(*store, content));
  const auto path = blob_path(folder.path(), accepted.work.evidence.at("photo")->digest);
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << std::string(content.size(), '\0');
  ASSERT_TRUE(accept(*store, std::move(accepted)));
  EXPECT_EQ(text_of(**find_evidence(*store, {"ver_1", "photo"})), content);
}

TEST(SqliteStore, ContentThatIsNotInTheDatabaseAnyMoreIsLostToo) {
  Folder folder;
  const auto store = open_sqlite({.directory = folder.path()});
  auto accepted = acceptance("ver_1");
  add(accepted, "form", blob(*store, "content"));
  ASSERT_TRUE(accept(*store, std::move(accepted)));
  {
    soci::session sql(soci::sqlite3, "dbname=\"" + (folder.path() / "cotejo.db").string() + "\"");
    sql << "DELETE FROM blobs";
  }
  EXPECT_EQ(find_evidence(*store, {"ver_1", "form"}).error().code, "evidence.lost");
}

TEST(SqliteStore, KeysThatAreOverAreTakenAwayAFewAtATime) {
  Folder folder;
  const auto store = open_sqlite({.directory = folder.path(), .key_life = std::chrono::minutes(1)});
  const auto add_key = [&](int i, std::chrono::milliseconds later) {
    auto one = acceptance("ver_" + std::to_string(i));
    one.key = IdempotencyKey{"k" + std::to_string(i), "sha256:00"};
    one.work.accepted_at += later;
    ASSERT_TRUE(accept(*store, std::move(one)));
  };
  const auto keys = [&] {
    soci::session sql(soci::sqlite3, "dbname=\"" + (folder.path() / "cotejo.db").string() + "\"");
    int count = 0;
    sql << "SELECT COUNT(*) FROM idempotency", soci::into(count);
    return count;
  };
  constexpr int many = 30;
  for (int i = 0; i < many; ++i) add_key(i, {});
  EXPECT_EQ(keys(), many);
  add_key(many, std::chrono::minutes(2));
  EXPECT_LT(keys(), many);
  EXPECT_GT(keys(), many / 2);  // no request pays for all
  for (int i = 1; i < many; ++i) add_key(many + i, std::chrono::minutes(2));
  EXPECT_EQ(keys(), many);
}

TEST(SqliteStore, EvidenceThatFindsNoRoomIsNoticedAndAlsoWhenThereIsRoomAgain) {
  Folder folder;
  const auto store = open_sqlite({.directory = folder.path()});
  const auto before = ::signal(SIGXFSZ, SIG_IGN);
  rlimit full{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &full), 0);
  const rlimit little{512u << 10, full.rlim_max};
  const std::vector<std::uint8_t> photo(800u << 10);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &little), 0);
  const auto refused = store->open_blob(2u << 20).write(photo);
  store->probe();
  ASSERT_TRUE(accept(*store, acceptance("ver_1")));  // after the probe; rows still fit
  const bool noticed = store->load().failing;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &full), 0);
  ::signal(SIGXFSZ, before);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "platform.storage");
  EXPECT_TRUE(noticed);
  store->probe();
  ASSERT_TRUE(accept(*store, acceptance("ver_2")));
  EXPECT_FALSE(store->load().failing);
}

TEST(SqliteStore, ADatabaseThatTakesNoWritesIsNoticedAndAlsoWhenItIsWellAgain) {
  Folder folder;
  const auto store = open_sqlite({.directory = folder.path(), .busy_timeout = std::chrono::milliseconds(1)});
  ASSERT_TRUE(accept(*store, acceptance("ver_1")));
  {
    soci::session sql(soci::sqlite3, "dbname=\"" + (folder.path() / "cotejo.db").string() + "\"");
    sql << "BEGIN IMMEDIATE";  // nobody else can write
    const auto refused = accept(*store, acceptance("ver_2")).error();
    EXPECT_EQ(refused.code, "platform.storage");
    EXPECT_TRUE(refused.retriable);
    EXPECT_TRUE(store->load().failing);
    EXPECT_TRUE(find(*store, "ver_1"));  // reading goes on
    sql << "ROLLBACK";
  }
  store->probe();
  ASSERT_TRUE(accept(*store, acceptance("ver_3")));
  EXPECT_FALSE(store->load().failing);
  EXPECT_FALSE(find(*store, "ver_2"));
}

// A child accepts until it is killed, and reports each receipt through a pipe: whatever it reported must be there
// afterwards, whole.
TEST(SqliteStore, WhatWasAcceptedSurvivesAKill) {
  Folder folder;
  const std::string large(inline_blob_bytes * 3, 'z');
  constexpr std::size_t enough = 20;  // each needs a flush, and a busy disk takes up to a second for one
  int report[2];
  ASSERT_EQ(::pipe(report), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto store = open_sqlite({.directory = folder.path()});
    for (int i = 0;; ++i) {
      auto accepted = acceptance("ver_" + std::to_string(i));
      add(accepted, "large", blob(*store, large + std::to_string(i)));
      add(accepted, "small", blob(*store, std::to_string(i)));
      store->accept(std::move(accepted), [&, i](domain::Result<Receipt> receipt) {
        if (!receipt || ::write(report[1], &i, sizeof i) != sizeof i) ::_exit(1);
      });
      while (store->load().writes_waiting > 16) ::usleep(100);  // keeps the child's memory small
    }
  }
  ::close(report[1]);
  std::vector<int> reported;
  for (int i = 0; reported.size() < enough && ::read(report[0], &i, sizeof i) == sizeof i;) reported.push_back(i);
  ::kill(child, SIGKILL);
  for (int i = 0; ::read(report[0], &i, sizeof i) == sizeof i;) reported.push_back(i);
  ::waitpid(child, nullptr, 0);
  ::close(report[0]);
  ASSERT_GE(reported.size(), enough);

  const auto store = open_sqlite({.directory = folder.path()});
  const auto unfinished = store->unfinished().value();
  std::set<std::string> ids;
  for (const Work& work : unfinished) {
    ids.insert(work.id);
    ASSERT_TRUE(work.unusable.empty()) << work.id << " lost its evidence";
    EXPECT_EQ(text_of(*work.evidence.at("large")), large + work.id.substr(4));
  }
  for (const int i : reported) EXPECT_TRUE(ids.contains("ver_" + std::to_string(i))) << i;
}

}  // namespace
}  // namespace cotejo::storage
