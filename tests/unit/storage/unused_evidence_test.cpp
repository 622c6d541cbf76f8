// Evidence that no verification has any more, or ever had, is neither in a row nor in a file; what somebody has stays.
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <fstream>
#include <latch>

#include "storage/database_file.hpp"
#include "store_fixture.hpp"

namespace cotejo::storage {
namespace {

const std::string kLarge(inline_blob_bytes + 1, 'x');  // a file of its own

class UnusedEvidence : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void open() {
    store.reset();
    store = open_sqlite({.directory = folder.path(), .busy_timeout = std::chrono::milliseconds(1)});
  }
  Acceptance with(std::string id, const std::string& photo, int attempt = 1) {
    auto accepted = acceptance(std::move(id), attempt);
    add(accepted, "photo", blob(*store, photo));
    return accepted;
  }
  std::size_t files() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path() / "blobs"))
      count += entry.is_regular_file() ? 1 : 0;
    return count;
  }
  int rows() const {
    soci::session sql(soci::sqlite3, "dbname=\"" + database_file(folder.path()).string() + "\"");
    int count = 0;
    sql << "SELECT COUNT(*) FROM blobs", soci::into(count);
    return count;
  }
  // Calls `ask` while the storage thread is held up, so that all that it asks is of one transaction, and waits for it.
  template <class Ask>
  void together(Ask ask) {
    std::latch asked(1);
    store->accept(acceptance("ver_holds_up"), [&](domain::Result<Receipt>) { asked.wait(); });
    while (store->load().writes_waiting > 0) std::this_thread::yield();
    ask();
    asked.count_down();
    EXPECT_TRUE(accept(*store, acceptance("ver_after")));  // then the others are done
  }

  Folder folder;
  std::unique_ptr<Store> store;
};

TEST_F(UnusedEvidence, OfAWithdrawnVerificationIsGone) {
  auto accepted = with("ver_1", kLarge);
  add(accepted, "form", blob(*store, "small"));
  ASSERT_TRUE(accept(*store, std::move(accepted)));
  EXPECT_EQ(files(), 1u);
  EXPECT_EQ(rows(), 2);
  ASSERT_TRUE(withdraw(*store, "ver_1", 1));
  EXPECT_EQ(files(), 0u);
  EXPECT_EQ(rows(), 0);
}

TEST_F(UnusedEvidence, OfAWithdrawnAttemptIsGoneAndThatOfTheOneBeforeStays) {
  auto first = with("ver_1", kLarge);
  add(first, "form", blob(*store, "small"));
  ASSERT_TRUE(accept(*store, std::move(first)));
  auto result = result_of("ver_1");
  const auto picture = blob(*store, "a picture", "image/png").bytes;
  result.artifacts = {{"a:x.map", "x@1", "a", "image/png", picture->digest, picture->size, 2, 1, {}, picture}};
  ASSERT_TRUE(complete(*store, std::move(result)));
  auto second = with("ver_1", kLarge + "another", 2);
  second.work.evidence["form"] = find_evidence(*store, {"ver_1", "form"}).value();
  ASSERT_TRUE(accept(*store, std::move(second)));
  EXPECT_EQ(files(), 2u);

  ASSERT_TRUE(withdraw(*store, "ver_1", 2));
  EXPECT_EQ(files(), 1u);
  EXPECT_EQ(rows(), 3);
  EXPECT_EQ(text_of(*find_evidence(*store, {"ver_1", "photo"}).value()), kLarge);
  EXPECT_EQ(text_of(*find_evidence(*store, {"ver_1", "form"}).value()), "small");
  EXPECT_EQ(text_of(*find_artifact(*store, "ver_1", "a:x.map").value()), "a picture");
  ASSERT_TRUE(erase_evidence(*store, "ver_1"));
  EXPECT_EQ(files(), 0u);
  EXPECT_EQ(rows(), 0);
}

TEST_F(UnusedEvidence, OfWhatWasRefusedIsGone) {
  auto first = with("ver_1", kLarge);
  first.key = IdempotencyKey{"k", "sha256:one"};
  ASSERT_TRUE(accept(*store, std::move(first)));
  auto conflicting = with("ver_2", kLarge + "2");
  conflicting.key = IdempotencyKey{"k", "sha256:two"};
  EXPECT_EQ(accept(*store, std::move(conflicting)).error().code, "idempotency.conflict");
  EXPECT_EQ(accept(*store, with("ver_1", kLarge + "3", 2)).error().code, "verification.in_progress");
  EXPECT_EQ(accept(*store, with("ver_none", kLarge + "4", 2)).error().code, "verification.not_found");
  EXPECT_EQ(files(), 1u);
  EXPECT_EQ(text_of(*find_evidence(*store, {"ver_1", "photo"}).value()), kLarge);
}

TEST_F(UnusedEvidence, DoesNotComeBackWithAReplay) {
  const auto keyed = [&](std::string id) {
    auto one = with(std::move(id), kLarge);
    one.key = IdempotencyKey{"k", "sha256:same"};
    return one;
  };
  ASSERT_TRUE(accept(*store, keyed("ver_1")));
  EXPECT_TRUE(accept(*store, keyed("ver_2")).value().replayed);
  EXPECT_EQ(files(), 1u);  // it is the earlier one's
  ASSERT_TRUE(complete(*store, result_of("ver_1")));
  ASSERT_TRUE(erase_evidence(*store, "ver_1"));
  EXPECT_TRUE(accept(*store, keyed("ver_3")).value().replayed);
  EXPECT_EQ(files(), 0u);
}

TEST_F(UnusedEvidence, OfWhatTheDatabaseRefusedIsGone) {
  soci::session sql(soci::sqlite3, "dbname=\"" + database_file(folder.path()).string() + "\"");
  sql << "BEGIN IMMEDIATE";  // nobody else can write
  EXPECT_EQ(accept(*store, with("ver_1", kLarge)).error().code, "platform.storage");
  EXPECT_EQ(files(), 0u);
  sql << "ROLLBACK";
  ASSERT_TRUE(accept(*store, with("ver_1", kLarge)));
  EXPECT_EQ(files(), 1u);
}

TEST_F(UnusedEvidence, OfAProcessThatWasKilledIsGoneAtTheNextStart) {
  ASSERT_TRUE(accept(*store, with("ver_1", kLarge)));
  store.reset();
  const std::string other = "sha256:" + std::string(64, 'a');
  for (const auto& left : {blob_path(folder.path(), other), folder.path() / "blobs" / "README"}) {
    std::filesystem::create_directories(left.parent_path());
    std::ofstream(left) << "left behind";
  }
  open();
  EXPECT_FALSE(std::filesystem::exists(blob_path(folder.path(), other)));
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "blobs" / "README"));  // not the store's
  EXPECT_EQ(text_of(*find_evidence(*store, {"ver_1", "photo"}).value()), kLarge);
}

TEST_F(UnusedEvidence, IsNotWhatALostDatabaseKnewOf) {
  ASSERT_TRUE(accept(*store, with("ver_1", kLarge)));
  ASSERT_EQ(files(), 1u);
  store.reset();
  std::filesystem::remove(database_file(folder.path()));
  open();
  EXPECT_EQ(files(), 1u);
}

TEST_F(UnusedEvidence, IsNotWhatIsAcceptedBesideAnErasure) {
  ASSERT_TRUE(accept(*store, with("ver_1", kLarge)));
  ASSERT_TRUE(complete(*store, result_of("ver_1")));
  auto again = with("ver_2", kLarge);
  together([&] {
    store->erase_evidence("default", "ver_1", [](domain::Result<Erased> erased) { EXPECT_TRUE(erased); });
    store->accept(std::move(again), [](domain::Result<Receipt> receipt) { EXPECT_TRUE(receipt); });
  });
  EXPECT_EQ(text_of(*find_evidence(*store, {"ver_2", "photo"}).value()), kLarge);
}

TEST_F(UnusedEvidence, IsNotWhatIsAcceptedBesideAnErasureAndAWriteThatFails) {
  ASSERT_TRUE(accept(*store, with("ver_1", kLarge)));
  ASSERT_TRUE(complete(*store, result_of("ver_1")));
  auto again = with("ver_2", kLarge), failing = with("ver_1", kLarge + "2");  // an id that is taken
  together([&] {
    store->erase_evidence("default", "ver_1", [](domain::Result<Erased> erased) { EXPECT_TRUE(erased); });
    store->accept(std::move(failing), [](domain::Result<Receipt> receipt) { EXPECT_FALSE(receipt); });
    store->accept(std::move(again), [](domain::Result<Receipt> receipt) { EXPECT_TRUE(receipt); });
  });
  EXPECT_TRUE(find(*store, "ver_2"));
  EXPECT_EQ(text_of(*find_evidence(*store, {"ver_2", "photo"}).value()), kLarge);
  EXPECT_EQ(files(), 1u);
}

}  // namespace
}  // namespace cotejo::storage
