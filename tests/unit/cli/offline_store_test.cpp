#include "cli/offline_store.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "cli/commands.hpp"

namespace cotejo::cli {
namespace {

namespace fs = std::filesystem;

class OfflineStoreTest : public testing::Test {
 protected:
  ~OfflineStoreTest() override { fs::remove_all(folder_); }

  fs::path folder_ = fs::temp_directory_path() / ("cotejo-offline-" + std::to_string(::getpid()));
  HostConfig config_;
};

TEST_F(OfflineStoreTest, OfAFolderThatWasMisspeltIsRefusedAndNotMade) {
  EXPECT_THROW(OfflineStore::existing(config_, folder_), Stop);
  EXPECT_FALSE(fs::exists(folder_)) << "an erasure there would find nothing, and say that it is done";
}

TEST_F(OfflineStoreTest, IsFoundAgainWhereItWasMade) {
  OfflineStore(config_, folder_);
  EXPECT_EQ(OfflineStore::existing(config_, folder_).erase_owner("NOBODY").keys, 0U);
}

}  // namespace
}  // namespace cotejo::cli
