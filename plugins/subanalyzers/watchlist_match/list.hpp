// A list of people as an authority or the lender keeps it: a JSON file of the form that watchlist.schema.json
// describes.
#pragma once
#include <cstddef>
#include <cstdint>
#include <mx/person.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace watchlist_match {

inline constexpr std::size_t kMaxListBytes = std::size_t{256} << 20;
inline constexpr std::size_t kMaxEntries = 1'000'000;
inline constexpr std::size_t kMaxNames = 64;  // of one entry, aliases included

// The file cannot be used; the message names the entry and what is wrong with it, and nothing else of it.
struct ListError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Entry {
  std::string id;
  std::string kind;
  std::vector<std::string> names;  // the first is its own, the rest are aliases
  std::string curp, rfc;           // in capitals; empty: not stated
  std::optional<int> birth_year;
  std::optional<cotejo::mx::Date> birth_date;
};

struct List {
  std::string name, title, source;
  cotejo::mx::Date date;
  std::vector<Entry> entries;
};

// `name`: as the product calls it. Throws ListError. The text is the operator's: it is parsed at start, within the
// limits above.
List read_list(std::string_view name, std::string_view json);

}  // namespace watchlist_match
