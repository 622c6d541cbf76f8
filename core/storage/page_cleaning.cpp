#include "storage/page_cleaning.hpp"

#include <soci/sqlite3/soci-sqlite3.h>  // SQLite's header, in a namespace of SOCI's

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>

namespace cotejo::storage {
namespace {

// SQLite's file format, section 1.6.
constexpr std::size_t kFileHeader = 100;
constexpr std::size_t kLeafHeader = 8, kInteriorHeader = 12;
constexpr std::size_t kCellCount = 3, kCellStart = 5;  // in a page's header
constexpr std::size_t kLargestPage = 65536;            // written as 0

std::size_t number_at(std::span<const std::byte> page, std::size_t at) {
  return std::to_integer<std::size_t>(page[at]) << 8 | std::to_integer<std::size_t>(page[at + 1]);
}

std::size_t header_size(std::byte kind) {
  switch (std::to_integer<int>(kind)) {
    case 2:
    case 5:
      return kInteriorHeader;
    case 10:
    case 13:
      return kLeafHeader;
    default:  // a page of a row's overflow or of the free list: see kMostPages
      return 0;
  }
}

}  // namespace

bool clear_unused(std::span<std::byte> page, std::size_t header) {
  if (page.size() < header + kInteriorHeader) return false;
  const auto size = header_size(page[header]);
  if (size == 0) return false;
  const auto cells = number_at(page, header + kCellCount);
  auto start = number_at(page, header + kCellStart);
  if (start == 0) start = kLargestPage;
  const auto pointers = header + size, pointers_end = pointers + 2 * cells;
  if (start > page.size() || pointers_end > start) return false;
  for (auto at = pointers; at < pointers_end; at += 2)
    if (const auto cell = number_at(page, at); cell < start || cell >= page.size()) return false;

  const auto unused = page.subspan(pointers_end, start - pointers_end);
  if (std::all_of(unused.begin(), unused.end(), [](std::byte b) { return b == std::byte{}; })) return false;
  std::fill(unused.begin(), unused.end(), std::byte{});
  return true;
}

namespace {

// The process's VFS with another xOpen, which gives the files of databases another xWrite. All of the rest is its own.
struct CleaningVfs {
  sqlite_api::sqlite3_vfs* original = sqlite_api::sqlite3_vfs_find(nullptr);
  sqlite_api::sqlite3_vfs vfs{};
  sqlite_api::sqlite3_io_methods methods{};
  decltype(sqlite_api::sqlite3_io_methods::xWrite) write_original = nullptr;

  CleaningVfs() {
    if (!original) throw std::runtime_error("SQLite has no file system here");
    vfs = *original;
    vfs.pNext = nullptr;
    vfs.zName = "cotejo-cleaning";
    vfs.xOpen = open;
    if (sqlite_api::sqlite3_vfs_register(&vfs, 1) != SQLITE_OK)
      throw std::runtime_error("SQLite took no other file system");
  }
  static CleaningVfs& instance() {
    static CleaningVfs cleaning;
    return cleaning;
  }

  static int open(sqlite_api::sqlite3_vfs*, const char* name, sqlite_api::sqlite3_file* file, int flags,
                  int* opened_flags) {
    auto& self = instance();
    const int result = self.original->xOpen(self.original, name, file, flags, opened_flags);
    if (result != SQLITE_OK || (flags & SQLITE_OPEN_MAIN_DB) == 0) return result;
    static const sqlite_api::sqlite3_io_methods* const original = self.replace(*file->pMethods);
    if (file->pMethods != original) {  // another way of locking, which this process never asks for
      file->pMethods->xClose(file);
      file->pMethods = nullptr;
      return SQLITE_CANTOPEN;
    }
    file->pMethods = &self.methods;
    return SQLITE_OK;
  }

  const sqlite_api::sqlite3_io_methods* replace(const sqlite_api::sqlite3_io_methods& of) {
    methods = of;
    methods.xWrite = write;
    write_original = of.xWrite;
    return &of;
  }

  static int write(sqlite_api::sqlite3_file* file, const void* data, int amount, sqlite_api::sqlite3_int64 offset) {
    std::array<std::byte, kLargestPage> page;
    const auto size = static_cast<std::size_t>(amount);
    if (size <= page.size()) {
      std::memcpy(page.data(), data, size);
      if (clear_unused({page.data(), size}, offset == 0 ? kFileHeader : 0)) data = page.data();
    }
    return instance().write_original(file, data, amount, offset);
  }
};

}  // namespace

void clean_pages_on_write() {
  CleaningVfs::instance();
}

}  // namespace cotejo::storage
