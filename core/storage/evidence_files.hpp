// The files of stored evidence, below blobs/: at their places before the rows that name them are committed, removed
// after the commit that leaves nobody who has them. A file is of all tenants that have its content. Belongs to one
// thread.
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

  // Brings content that has a file to its place. Whether somebody came to have it, remove_unused() asks.
  domain::Result<void> place(const std::vector<Blob>& blobs);
  // The new names are on the disk. Throws std::runtime_error.
  void flush();
  // Somebody had these, and has them no more.
  void let_go(const std::vector<std::string>& digests) { doubtful_.insert(digests.begin(), digests.end()); }
  // To be called when everything that was placed is committed or refused: removes what was placed or let go and is not
  // `used` now. False: not all of that could be done, and the next call tries again. `used` may throw.
  bool remove_unused(const std::function<bool(const std::string& digest)>& used);
  // Removes all files that are not used: what a process that was killed left. `used_with`: the digests in use that
  // begin so.
  void sweep(const std::function<std::set<std::string>(const std::string& beginning)>& used_with) const;

 private:
  domain::Result<void> place(const Blob& blob);

  const std::filesystem::path directory_;
  std::set<std::filesystem::path> unflushed_;  // folders with new names
  std::set<std::string> doubtful_;             // digests of files that perhaps nobody has
};

}  // namespace cotejo::storage
