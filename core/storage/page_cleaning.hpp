// What was deleted is to be gone from the database's file. SQLite's secure_delete overwrites a row where it lies, but a
// page that is laid out anew, when rows move to a neighbour, keeps copies of them in its unused middle, where nothing
// overwrites them. So the middle of every page is cleared on its way into the file.
#pragma once
#include <cstddef>
#include <span>

namespace cotejo::storage {

// Pages of a database, at most (128 GiB of 4 KiB each). A page of a row's overflow or of the free list begins with the
// number of another page; below 2^25 its first byte is 0 or 1, which no b-tree page begins with (2, 5, 10, 13), so that
// none is taken for one.
inline constexpr long long kMostPages = (1 << 25) - 1;

// Clears what lies between the cell pointers and the cells of a b-tree page (SQLite's file format, section 1.6); true
// when there was something. `header`: where the page's header begins, 100 in the first page of a file, else 0. Other
// kinds of pages, and what is not laid out as a b-tree page has to be, stay as they are.
bool clear_unused(std::span<std::byte> page, std::size_t header);

// From now on SQLite opens its databases so, in this process. Any thread, any number of times. Throws
// std::runtime_error.
void clean_pages_on_write();

}  // namespace cotejo::storage
