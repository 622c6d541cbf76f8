// Makes sure that deleted data is gone from the database's file. SQLite's secure_delete overwrites a deleted row, but
// when rows move to a neighbouring page, copies of them stay in the unused middle of the old page. Therefore the middle
// of every page is cleared when the page is written to the file.
#pragma once
#include <cstddef>
#include <span>

namespace cotejo::storage {

// The most pages of a database (128 GiB at 4 KiB each). An overflow page or a page of the free list begins with the
// number of another page. Below 2^25 the first byte of that number is 0 or 1, while b-tree pages begin with 2, 5, 10 or
// 13: so the two can be told apart.
inline constexpr long long kMostPages = (1 << 25) - 1;

// Clears the space between the cell pointers and the cells of a b-tree page (SQLite's file format, section 1.6); true
// when it was not clear. `header`: the offset of the page's header, 100 in the first page of a file, else 0. Pages of
// other kinds, and pages that are not well-formed b-tree pages, are left unchanged.
bool clear_unused(std::span<std::byte> page, std::size_t header);

// Makes SQLite clear pages of all databases that this process opens from now on. May be called several times, from any
// thread. Throws std::runtime_error.
void clean_pages_on_write();

}  // namespace cotejo::storage
