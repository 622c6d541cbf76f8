// Identifies the file that a path leads to. When the identity of a path changes, the file was replaced.
#pragma once
#include <cstdint>
#include <string>

namespace cotejo::plugins {

struct FileIdentity {
  std::uint64_t device = 0, inode = 0, size = 0;
  std::int64_t modified_ns = 0;
  bool operator==(const FileIdentity&) const = default;
};
// All zero when there is no such file.
FileIdentity identity_of(const std::string& file);

}  // namespace cotejo::plugins
