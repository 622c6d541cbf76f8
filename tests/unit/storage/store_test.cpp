// What both kinds of store promise.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "store_fixture.hpp"

namespace cotejo::storage {
namespace {

class BothStores : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    store = GetParam() ? open_sqlite({.directory = folder.path()}) : open_memory({.incoming = folder.path()});
  }
  Folder folder;
  std::unique_ptr<Store> store;
};
INSTANTIATE_TEST_SUITE_P(Stores, BothStores, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Sqlite" : "Memory"; });

TEST_P(BothStores, AnAcceptedVerificationIsFoundBeforeItsResult) {
  auto accepted = acceptance("ver_1");
  add(accepted, "photo", blob(*store, "content"));
  ASSERT_EQ(accept(*store, std::move(accepted)).value().id, "ver_1");
  const auto found = find(*store, "ver_1").value();
  EXPECT_EQ(found->status, domain::Status::accepted);
  EXPECT_EQ(found->product.id, "fiction");
  ASSERT_EQ(found->evidence.size(), 1u);
  EXPECT_EQ(found->evidence[0].name, "photo");
  EXPECT_EQ(found->evidence[0].size, 7u);
  EXPECT_FALSE(found->decision);
}

TEST_P(BothStores, AResultComesBackAsItWas) {
  ASSERT_TRUE(accept(*store, acceptance("ver_1")));
  ASSERT_TRUE(complete(*store, result_of("ver_1")));
  const auto found = find(*store, "ver_1").value();
  EXPECT_EQ(found->status, domain::Status::completed);
  EXPECT_EQ(found->decision->confidence, 0.1 + 0.2);  // to the last bit
}

TEST_P(BothStores, APictureIsKeptWithItsResult) {
  ASSERT_TRUE(accept(*store, acceptance("ver_1")));
  auto v = result_of("ver_1");
  auto content = blob(*store, "a picture", "image/png").bytes;
  v.artifacts = {{"a:x.map", "x@1", "a", "image/png", content->digest, content->size, 2, 1, {}, content}};
  ASSERT_TRUE(complete(*store, std::move(v)));
  EXPECT_EQ(text_of(*find_artifact(*store, "ver_1", "a:x.map").value()), "a picture");
  EXPECT_EQ(find_artifact(*store, "ver_1", "a:x.other").error().code, "artifact.not_found");
  EXPECT_EQ(find_artifact(*store, "ver_2", "a:x.map").error().code, "verification.not_found");
}

TEST_P(BothStores, AnUnknownIdIsNotFound) {
  EXPECT_EQ(find(*store, "ver_none").error().code, "verification.not_found");
  EXPECT_EQ(find_work(*store, "ver_none").error().code, "verification.not_found");
}

TEST_P(BothStores, AnotherTenantDoesNotSeeIt) {
  ASSERT_TRUE(accept(*store, acceptance("ver_1")));
  EXPECT_EQ(find(*store, "ver_1", "other").error().code, "verification.not_found");
}

TEST_P(BothStores, TheSameKeyAndRequestGiveTheEarlierVerification) {
  auto one = acceptance("ver_1"), two = acceptance("ver_2");
  one.key = two.key = IdempotencyKey{"k", "sha256:same"};
  EXPECT_FALSE(accept(*store, std::move(one)).value().replayed);
  const auto again = accept(*store, std::move(two)).value();
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(again.id, "ver_1");
  EXPECT_FALSE(find(*store, "ver_2"));
}

TEST_P(BothStores, TheSameKeyForAnotherRequestIsAConflict) {
  auto one = acceptance("ver_1"), two = acceptance("ver_2");
  one.key = IdempotencyKey{"k", "sha256:one"};
  two.key = IdempotencyKey{"k", "sha256:two"};
  ASSERT_TRUE(accept(*store, std::move(one)));
  EXPECT_EQ(accept(*store, std::move(two)).error().code, "idempotency.conflict");
  EXPECT_FALSE(find(*store, "ver_2"));
}

Acceptance keyed(std::string id, std::string digest, std::chrono::milliseconds later) {
  auto one = acceptance(std::move(id));
  one.key = IdempotencyKey{"k", std::move(digest)};
  one.work.accepted_at += later;
  return one;
}

TEST_P(BothStores, AKeyIsNewAgainAfterItsTime) {
  const auto life = default_key_life;
  ASSERT_TRUE(accept(*store, keyed("ver_1", "sha256:one", {})));
  EXPECT_EQ(accept(*store, keyed("ver_2", "sha256:one", life - std::chrono::milliseconds(1))).value().id, "ver_1");
  const auto another = accept(*store, keyed("ver_3", "sha256:two", life)).value();
  EXPECT_EQ(another.id, "ver_3");
  EXPECT_FALSE(another.replayed);
  EXPECT_TRUE(find(*store, "ver_1"));  // the verification stays
  EXPECT_EQ(accept(*store, keyed("ver_4", "sha256:two", life * 2 - std::chrono::milliseconds(1))).value().id, "ver_3");
}

TEST_P(BothStores, AClockThatIsSetBackEndsNoKey) {
  ASSERT_TRUE(accept(*store, keyed("ver_1", "sha256:one", {})));
  EXPECT_EQ(accept(*store, keyed("ver_2", "sha256:one", -std::chrono::hours(48))).value().id, "ver_1");
}

TEST_P(BothStores, EvidenceIsFoundUnderItsAddressByItsTenantAlone) {
  const std::string large(inline_blob_bytes + 1, 'x');
  auto accepted = acceptance("ver_1");
  add(accepted, "small", blob(*store, "content", "application/json"));
  add(accepted, "large", blob(*store, large));
  ASSERT_TRUE(accept(*store, std::move(accepted)));
  const auto small = find_evidence(*store, {"ver_1", "small"}).value();
  EXPECT_EQ(text_of(*small), "content");
  EXPECT_EQ(small->media_type, "application/json");
  EXPECT_EQ(text_of(*find_evidence(*store, {"ver_1", "large"}).value()), large);
  EXPECT_EQ(find_evidence(*store, {"ver_1", "other"}).error().code, "evidence.reference_unknown");
  EXPECT_EQ(find_evidence(*store, {"ver_2", "small"}).error().code, "evidence.reference_unknown");
  EXPECT_EQ(find_evidence(*store, {"ver_1", "small"}, "stranger").error().code, "evidence.reference_unknown");
}

TEST_P(BothStores, SharedContentStaysWhileAVerificationRefersToIt) {
  const std::string large(inline_blob_bytes + 1, 'x');
  auto one = acceptance("ver_1"), two = acceptance("ver_2");
  add(one, "photo", blob(*store, large));
  ASSERT_TRUE(accept(*store, std::move(one)));
  two.work.evidence["front"] = find_evidence(*store, {"ver_1", "photo"}).value();  // not among its blobs
  ASSERT_TRUE(accept(*store, std::move(two)));
  ASSERT_TRUE(withdraw(*store, "ver_1", 1));
  EXPECT_EQ(find_evidence(*store, {"ver_1", "photo"}).error().code, "evidence.reference_unknown");
  EXPECT_EQ(text_of(*find_evidence(*store, {"ver_2", "front"}).value()), large);
}

TEST_P(BothStores, AWithdrawnVerificationFreesItsKey) {
  auto one = acceptance("ver_1"), two = acceptance("ver_2");
  one.key = two.key = IdempotencyKey{"k", "sha256:same"};
  ASSERT_TRUE(accept(*store, std::move(one)));
  ASSERT_TRUE(withdraw(*store, "ver_1", 1));
  EXPECT_FALSE(find(*store, "ver_1"));
  EXPECT_FALSE(accept(*store, std::move(two)).value().replayed);
}

TEST_P(BothStores, ANextAttemptWaitsForTheOneBefore) {
  ASSERT_TRUE(accept(*store, acceptance("ver_1")));
  EXPECT_EQ(accept(*store, acceptance("ver_1", 2)).error().code, "verification.in_progress");
  ASSERT_TRUE(complete(*store, result_of("ver_1")));
  ASSERT_TRUE(accept(*store, acceptance("ver_1", 2)));
  EXPECT_EQ(find(*store, "ver_1").value()->status, domain::Status::accepted);
  EXPECT_EQ(find(*store, "ver_1").value()->attempt, 2);
  EXPECT_EQ(accept(*store, acceptance("ver_1", 2)).error().code, "verification.in_progress");
}

TEST_P(BothStores, EachAttemptHasTheTraceOfItsOwnRequest) {
  ASSERT_TRUE(accept(*store, acceptance("ver_1")));
  ASSERT_TRUE(complete(*store, result_of("ver_1")));
  auto again = acceptance("ver_1", 2);
  again.work.trace_id = "fedcba9876543210fedcba9876543210";
  ASSERT_TRUE(accept(*store, std::move(again)));
  EXPECT_EQ(find_work(*store, "ver_1").value()->trace_id, "fedcba9876543210fedcba9876543210");
  EXPECT_EQ(find(*store, "ver_1").value()->trace_id, "fedcba9876543210fedcba9876543210");
  ASSERT_TRUE(withdraw(*store, "ver_1", 2));
  EXPECT_EQ(find_work(*store, "ver_1").value()->trace_id, acceptance("ver_1").work.trace_id);
}

TEST_P(BothStores, AWithdrawnAttemptLeavesTheResultBefore) {
  ASSERT_TRUE(accept(*store, acceptance("ver_1")));
  ASSERT_TRUE(complete(*store, result_of("ver_1")));
  ASSERT_TRUE(accept(*store, acceptance("ver_1", 2)));
  ASSERT_TRUE(withdraw(*store, "ver_1", 2));
  const auto found = find(*store, "ver_1").value();
  EXPECT_EQ(found->attempt, 1);
  EXPECT_EQ(found->status, domain::Status::completed);
}

TEST_P(BothStores, ResultsOfEarlierAttemptsAreFoundWhileALaterOneRuns) {
  const auto attempts_before = [&](int attempt) {
    std::vector<int> found;
    const auto results = wait_for<std::vector<std::shared_ptr<const domain::Verification>>>(
        [&](auto then) { store->find_earlier("default", "ver_1", attempt, then); });
    for (const auto& one : results.value()) found.push_back(one->attempt);
    return found;
  };
  for (int attempt = 1; attempt <= 3; ++attempt) {
    ASSERT_TRUE(accept(*store, acceptance("ver_1", attempt)));
    std::vector<int> before;
    for (int i = 1; i < attempt; ++i) before.push_back(i);
    EXPECT_EQ(attempts_before(attempt), before);
    ASSERT_TRUE(complete(*store, result_of("ver_1", attempt)));
    EXPECT_EQ(attempts_before(attempt), before);
  }
}

TEST_P(BothStores, WorkComesBackWithItsEvidence) {
  const std::string small("a\0b", 3), large(inline_blob_bytes * 5 + 1, 'x');
  auto accepted = acceptance("ver_1");
  add(accepted, "small", blob(*store, small, "application/json"));
  add(accepted, "large", blob(*store, large));
  add(accepted, "empty", blob(*store, ""));
  accepted.work.unusable["bad"] = domain::make_error(domain::Scope::evidence, "evidence.too_large", "too large", "bad");
  ASSERT_TRUE(accept(*store, std::move(accepted)));
  const auto work = find_work(*store, "ver_1").value();
  EXPECT_EQ(text_of(*work->evidence.at("small")), small);
  EXPECT_EQ(work->evidence.at("small")->media_type, "application/json");
  EXPECT_EQ(text_of(*work->evidence.at("large")), large);
  EXPECT_EQ(work->evidence.at("empty")->size, 0u);
  EXPECT_EQ(work->unusable.at("bad").code, "evidence.too_large");
}

TEST_P(BothStores, TheSameContentTwiceIsTakenTwice) {
  const std::string large(inline_blob_bytes + 1, 'x');
  for (const char* id : {"ver_1", "ver_2"}) {
    auto accepted = acceptance(id);
    add(accepted, "photo", blob(*store, large));
    ASSERT_TRUE(accept(*store, std::move(accepted)));
  }
  EXPECT_EQ(text_of(*find_work(*store, "ver_1").value()->evidence.at("photo")), large);
  EXPECT_EQ(text_of(*find_work(*store, "ver_2").value()->evidence.at("photo")), large);
}

TEST(BlobWriter, StopsAtTheLimit) {
  Folder folder;
  BlobWriter writer(folder.path(), 4);
  EXPECT_TRUE(writer.write(bytes_of("1234")));
  EXPECT_EQ(writer.write(bytes_of("5")).error().code, "evidence.too_large");
}

TEST(BlobWriter, LeavesNoFileWhenItIsGivenUp) {
  Folder folder;
  {
    BlobWriter writer(folder.path(), 1u << 30);
    ASSERT_TRUE(writer.write(bytes_of(std::string(inline_blob_bytes + 1, 'x'))));
    EXPECT_FALSE(std::filesystem::is_empty(folder.path()));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(BlobWriter, DigestDoesNotDependOnThePieces) {
  Folder folder;
  const std::string content(inline_blob_bytes * 2, 'y');
  BlobWriter whole(folder.path(), 1u << 30), pieces(folder.path(), 1u << 30);
  ASSERT_TRUE(whole.write(bytes_of(content)));
  for (std::size_t i = 0; i < content.size(); i += 7)
    ASSERT_TRUE(pieces.write(bytes_of(std::string_view(content).substr(i, 7))));
  const auto a = whole.seal("x/y").value(), b = pieces.seal("x/y").value();
  EXPECT_EQ(a.bytes->digest, b.bytes->digest);
  EXPECT_EQ(text_of(*b.bytes), content);
}

TEST(BlobWriter, KeepsContentWholeThatIsFlushedWhileItComes) {
  Folder folder;
  std::string content(5u << 20, ' ');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>(i * 31 + i / 251);
  BlobWriter writer(folder.path(), 1u << 30);
  constexpr std::size_t piece = 64u << 10;
  for (std::size_t i = 0; i < content.size(); i += piece)
    ASSERT_TRUE(writer.write(bytes_of(std::string_view(content).substr(i, piece))));
  const auto blob = writer.seal("x/y").value();
  EXPECT_EQ(blob.bytes->size, content.size());
  EXPECT_TRUE(text_of(*blob.bytes) == content);  // EXPECT_EQ would print both
}

TEST(MemoryStore, ForgetsTheOldestCompletedOnes) {
  Folder folder;
  const auto store = open_memory({.incoming = folder.path(), .max_verifications = 2});
  ASSERT_TRUE(accept(*store, acceptance("ver_running")));
  for (const char* id : {"ver_1", "ver_2", "ver_3"}) {
    ASSERT_TRUE(accept(*store, acceptance(id)));
    ASSERT_TRUE(complete(*store, result_of(id)));
  }
  EXPECT_FALSE(find(*store, "ver_1"));
  EXPECT_TRUE(find(*store, "ver_2"));
  EXPECT_TRUE(find(*store, "ver_3"));
  EXPECT_TRUE(find(*store, "ver_running"));
}

// Two verifications with one content in common.
void two_with_shared_content(Store& store) {
  for (const char* id : {"ver_1", "ver_2"}) {
    auto accepted = acceptance(id);
    add(accepted, "shared", blob(store, std::string(100'000, 's')));
    add(accepted, "own", blob(store, id + std::string(100'000, 'o')));
    add(accepted, "small", blob(store, id + std::string(" small")));
    ASSERT_TRUE(accept(store, std::move(accepted)));
    auto v = result_of(id);
    v.traits = {{"own:x.text",
                 domain::Value{domain::ValueType::text, std::string("what was read")},
                 0.9,
                 "",
                 "x@1",
                 "own",
                 {}}};
    ASSERT_TRUE(complete(store, std::move(v)));
  }
}

TEST_P(BothStores, ErasedEvidenceIsGoneAndTheDecisionStays) {
  two_with_shared_content(*store);
  ASSERT_TRUE(erase_evidence(*store, "ver_1"));
  EXPECT_EQ(find_evidence(*store, {"ver_1", "own"}).error().code, "evidence.reference_unknown");
  const auto left = find(*store, "ver_1").value();
  EXPECT_EQ(left->decision->outcome, domain::Outcome::approve);
  EXPECT_FALSE(left->traits.at(0).value);
  EXPECT_TRUE(find_work(*store, "ver_1").value()->erased);
  EXPECT_TRUE(find_work(*store, "ver_1").value()->evidence.empty());
}

TEST_P(BothStores, ContentThatOthersHaveStaysTheirs) {
  two_with_shared_content(*store);
  ASSERT_TRUE(erase_evidence(*store, "ver_1"));
  EXPECT_EQ(find_evidence(*store, {"ver_2", "shared"}).value()->size, 100'000u);
  EXPECT_EQ(find_evidence(*store, {"ver_2", "own"}).value()->size, 100'005u);
  EXPECT_TRUE(find(*store, "ver_2").value()->traits.at(0).value);
}

TEST_P(BothStores, EvidenceOfWhatIsUnderWayIsNotErased) {
  ASSERT_TRUE(accept(*store, acceptance("ver_1")));
  EXPECT_EQ(erase_evidence(*store, "ver_1").error().code, "verification.in_progress");
  EXPECT_EQ(erase_evidence(*store, "ver_none").error().code, "verification.not_found");
}

// The next attempt was put together before the erasure, and comes after it.
TEST_P(BothStores, NoAttemptIsBuiltOnEvidenceThatWasErasedMeanwhile) {
  two_with_shared_content(*store);
  auto next = acceptance("ver_1", 2);
  next.work.evidence = find_work(*store, "ver_1").value()->evidence;
  add(next, "new", blob(*store, "content"));
  ASSERT_TRUE(erase_evidence(*store, "ver_1"));
  EXPECT_EQ(accept(*store, std::move(next)).error().code, "verification.erased");
  EXPECT_EQ(find(*store, "ver_1").value()->status, domain::Status::completed);
  EXPECT_TRUE(find_work(*store, "ver_1").value()->evidence.empty());
}

TEST(Sqlite, AReferenceToEvidenceThatWasErasedMeanwhileIsUnknown) {
  const Folder folder;
  const auto store = open_sqlite({.directory = folder.path()});
  two_with_shared_content(*store);
  auto later = acceptance("ver_3"), sharing = acceptance("ver_4");
  later.work.evidence["photo"] = find_evidence(*store, {"ver_1", "own"}).value();
  sharing.work.evidence["photo"] = find_evidence(*store, {"ver_1", "shared"}).value();
  ASSERT_TRUE(erase_evidence(*store, "ver_1"));
  const auto refused = accept(*store, std::move(later));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "evidence.reference_unknown");
  EXPECT_EQ(refused.error().at, "photo");
  EXPECT_EQ(find(*store, "ver_3").error().code, "verification.not_found");
  EXPECT_TRUE(accept(*store, std::move(sharing))) << "ver_2 has it as well";
  EXPECT_FALSE(store->load().failing);
}

// Every byte of every file: the database, its log, and the evidence in files of its own.
std::string files_below(const std::filesystem::path& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(file), {});
  }
  return all;
}

TEST(Sqlite, ErasedEvidenceIsInNoFile) {
  const Folder folder;
  const auto store = open_sqlite({.directory = folder.path()});
  two_with_shared_content(*store);
  const std::string own = "ver_1" + std::string(1000, 'o'), small = "ver_1 small";
  ASSERT_NE(files_below(folder.path()).find(own), std::string::npos);
  ASSERT_NE(files_below(folder.path()).find(small), std::string::npos);
  ASSERT_TRUE(erase_evidence(*store, "ver_1"));
  const auto left = files_below(folder.path());
  EXPECT_EQ(left.find(own), std::string::npos);
  EXPECT_EQ(left.find(small), std::string::npos);
  EXPECT_NE(left.find("ver_2 small"), std::string::npos);
  ASSERT_TRUE(erase_evidence(*store, "ver_2"));
  EXPECT_EQ(files_below(folder.path()).find("what was read"), std::string::npos);
  EXPECT_EQ(files_below(folder.path()).find(std::string(1000, 's')), std::string::npos);  // nobody has it any more
}

}  // namespace
}  // namespace cotejo::storage
