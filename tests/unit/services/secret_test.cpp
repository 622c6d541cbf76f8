#include "services/secret.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "storage/store_fixture.hpp"

namespace cotejo::services {
namespace {

std::string refusal(const std::filesystem::path& file) {
  try {
    Secret::open(file);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "none";
}

TEST(Secret, IsMadeOnceAndReadByItsOwnerAlone) {
  const storage::Folder folder;
  const auto file = folder.path() / "index.secret";
  const auto made = Secret::open(file), found = Secret::open(file);
  EXPECT_EQ(made.hash({"a", "b"}), found.hash({"a", "b"}));
  struct stat about {};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  EXPECT_EQ(about.st_size, 32);
}

TEST(Secret, IsRefusedWhenOthersMayReadIt) {
  const storage::Folder folder;
  const auto file = folder.path() / "index.secret";
  Secret::open(file);
  ::chmod(file.c_str(), 0640);
  EXPECT_THAT(refusal(file), testing::HasSubstr("others than its owner may read it"));
}

TEST(Secret, IsRefusedWhenItIsCutOff) {
  const storage::Folder folder;
  const auto file = folder.path() / "index.secret";
  std::ofstream(file) << "short";
  ::chmod(file.c_str(), 0600);
  EXPECT_THAT(refusal(file), testing::HasSubstr("32 bytes"));
}

TEST(Secret, HashesDependOnItAndOnWhereAPartEnds) {
  const auto one = Secret::random(), other = Secret::random();
  EXPECT_NE(one.hash({"key"}), other.hash({"key"}));
  EXPECT_NE(one.hash({"ab", "c"}), one.hash({"a", "bc"}));
  EXPECT_NE(one.hash({"a", ""}), one.hash({"a"}));
  EXPECT_EQ(one.hash({"key"}).size(), 32u);
}

}  // namespace
}  // namespace cotejo::services
