#include "storage/file_digest.hpp"

#include <gtest/gtest.h>

#include "store_fixture.hpp"

namespace cotejo::storage {
namespace {

// Larger than a block, and not a multiple of one.
std::string content() {
  std::string text(3'000'001, '\0');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i * 131 >> 5);
  return text;
}

std::string sealed_digest(const Folder& folder, HashingThread* hashing, std::size_t piece) {
  const auto text = content();
  BlobWriter writer(folder.path(), text.size(), hashing);
  for (std::size_t at = 0; at < text.size(); at += piece)
    writer.write(bytes_of(std::string_view(text).substr(at, piece))).value();
  return writer.seal("image/png").value().bytes->digest;
}

TEST(FileDigest, IsTheSameWithAndWithoutTheThreadThatHelps) {
  const Folder folder;
  const auto expected = domain::digest_of(content());
  EXPECT_EQ(sealed_digest(folder, nullptr, 65'536), expected);
  HashingThread hashing;
  for (const std::size_t piece : {1'000u, 65'536u, 5'000'000u})
    EXPECT_EQ(sealed_digest(folder, &hashing, piece), expected) << piece;
}

TEST(FileDigest, SaysThatAFileWasCutInsteadOfHashingLess) {
  const Folder folder;
  const auto text = content();
  BlobWriter writer(folder.path(), text.size(), nullptr);
  writer.write(bytes_of(text)).value();
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    std::filesystem::resize_file(entry.path(), text.size() / 2);
  EXPECT_EQ(writer.seal("image/png").error().code, "platform.storage");
}

TEST(FileDigest, OfAnUploadThatWasGivenUpIsForgotten) {
  const Folder folder;
  HashingThread hashing;
  for (int i = 0; i < 50; ++i) {
    BlobWriter writer(folder.path(), 10'000'000, &hashing);
    writer.write(bytes_of(content())).value();
  }
  EXPECT_EQ(sealed_digest(folder, &hashing, 65'536), domain::digest_of(content()));
}

}  // namespace
}  // namespace cotejo::storage
