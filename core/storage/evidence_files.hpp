// The files of stored evidence below blobs/. A file is in its place before a row that names it is committed, and is
// removed after the commit by which its last user disappears. Tenants with the same content share a file. Belongs to
// one thread.
#pragma once
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "storage/blob.hpp"

namespace cotejo::storage {

class EvidenceFiles {
 public:
  explicit EvidenceFiles(std::filesystem::path directory) : directory_(std::move(directory)) {}  // holds blobs/

  // Moves content that has a file to its place, unless a file is there that a committed row names (`stored`, which may
  // throw). remove_unused() later finds out whether a row names it.
  using Stored = std::function<bool(const std::string& digest)>;
  domain::Result<void> place(const std::vector<Blob>& blobs, const Stored& stored);
  // Makes the new file names durable. Throws std::runtime_error.
  void flush();
  // Notes content that has lost a user.
  void let_go(const std::vector<std::string>& digests) { doubtful_.insert(digests.begin(), digests.end()); }
  // Call it when everything that was placed is committed or refused: removes what was placed or let go and is not
  // `used` now. False when some of it could not be done; the next call tries again. `used` may throw.
  bool remove_unused(const std::function<bool(const std::string& digest)>& used);
  // Removes all files that are not used, such as those of a process that was killed. `used_with` returns the digests in
  // use that begin with the given text.
  void sweep(const std::function<std::set<std::string>(const std::string& beginning)>& used_with) const;

 private:
  domain::Result<void> place(const Blob& blob, const Stored& stored);

  const std::filesystem::path directory_;
  std::set<std::filesystem::path> unflushed_;  // folders with new names
  std::set<std::string> doubtful_;             // digests of files that may have no user
};

}  // namespace cotejo::storage
