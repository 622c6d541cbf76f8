// No page of the database keeps what was moved out of it.
#include "storage/page_cleaning.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

#include "storage/database_file.hpp"
#include "storage/sqlite_session.hpp"
#include "storage/store_fixture.hpp"

namespace cotejo::storage {
namespace {

constexpr std::size_t kPage = 64;

// A leaf with one cell of four bytes at its end, and bytes of a row that is there no more before it.
std::vector<std::byte> leaf(std::size_t header = 0) {
  std::vector<std::byte> page(header + kPage, std::byte{0x77});
  const auto cell = static_cast<std::byte>(page.size() - 4);
  const std::byte bytes[] = {std::byte{13}, {}, {}, {}, std::byte{1}, {}, cell, {}, {}, cell};
  std::copy(std::begin(bytes), std::end(bytes), page.begin() + static_cast<std::ptrdiff_t>(header));
  return page;
}
std::size_t left_in(const std::vector<std::byte>& page) {
  return static_cast<std::size_t>(std::count(page.begin(), page.end(), std::byte{0x77}));
}

TEST(PageCleaning, ClearsTheMiddleAndLeavesTheCells) {
  auto page = leaf();
  EXPECT_TRUE(clear_unused(page, 0));
  EXPECT_EQ(left_in(page), 4u);
  EXPECT_FALSE(clear_unused(page, 0));
}

TEST(PageCleaning, LeavesTheHeaderOfTheFile) {
  auto page = leaf(100);
  EXPECT_TRUE(clear_unused(page, 100));
  EXPECT_EQ(left_in(page), 104u);
}

TEST(PageCleaning, LeavesWhatIsLaidOutOtherwise) {
  auto overflow = leaf();
  overflow[0] = {};  // the number of the page that goes on
  EXPECT_FALSE(clear_unused(overflow, 0));
  auto outside = leaf();
  outside[9] = std::byte{200};  // the cell is not in the page
  EXPECT_FALSE(clear_unused(outside, 0));
  auto crossed = leaf();
  crossed[4] = std::byte{40};  // the pointers run into the cells
  EXPECT_FALSE(clear_unused(crossed, 0));
  auto cut_off = leaf();
  cut_off.resize(8);
  EXPECT_FALSE(clear_unused(cut_off, 0));
}

TEST(PageCleaning, NoNumberOfAPageLooksLikeABTree) {
  const Folder folder;
  SqliteSession session(folder.path(), std::chrono::milliseconds(0));
  long long most = 0;
  session.sql() << "PRAGMA max_page_count", soci::into(most);
  EXPECT_GT(most, 1'000'000);
  EXPECT_LT(most >> 24, 2);  // the first byte of the largest number, in four
}

TEST(PageCleaning, IsDoneToAllThatTheStoreWrites) {
  const Folder folder;
  auto store = open_sqlite({.directory = folder.path()});
  for (int i = 0; i < 400; ++i) ASSERT_TRUE(accept(*store, acceptance("ver_" + std::to_string(i * 7919 % 400))));
  store->stop();
  store.reset();  // what its log had is in the file

  std::ifstream file(database_file(folder.path()), std::ios::binary);
  const std::string content(std::istreambuf_iterator<char>(file), {});
  constexpr std::size_t kSize = 4096;
  ASSERT_GT(content.size(), 30 * kSize);
  ASSERT_EQ(content.size() % kSize, 0u);
  for (std::size_t at = 0; at < content.size(); at += kSize) {
    std::vector<std::byte> page(kSize);
    std::memcpy(page.data(), content.data() + at, kSize);
    EXPECT_FALSE(clear_unused(page, at == 0 ? 100 : 0)) << "page " << at / kSize + 1;
  }
}

}  // namespace
}  // namespace cotejo::storage
