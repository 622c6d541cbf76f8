#include "storage/evidence_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stdexcept>

namespace cotejo::storage {
namespace {

bool flush_directory(const std::filesystem::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool flushed = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return flushed;
}

// The digest of a file that is where blob_path() puts it; empty for others, which are not the store's.
std::string digest_of_file(const std::filesystem::path& directory, const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  constexpr std::size_t hex_digits = 64;
  if (name.size() != hex_digits || name.find_first_not_of("0123456789abcdef") != std::string::npos) return {};
  std::string digest = "sha256:" + name;
  return blob_path(directory, digest) == file ? digest : std::string{};
}

}  // namespace

domain::Result<void> EvidenceFiles::place(const std::vector<Blob>& blobs, const Stored& stored) {
  for (const Blob& blob : blobs) {
    if (!blob.file) continue;
    if (auto placed = place(blob, stored); !placed) return placed;
  }
  return {};
}

domain::Result<void> EvidenceFiles::place(const Blob& blob, const Stored& stored) {
  const auto target = blob_path(directory_, blob.bytes->digest);
  // Another name for the same bytes would only free as many blocks again, which takes longer than flushing them did.
  struct stat there {};
  if (::stat(target.c_str(), &there) == 0 && static_cast<std::size_t>(there.st_size) == blob.bytes->size &&
      stored(blob.bytes->digest)) {
    doubtful_.insert(blob.bytes->digest);
    return {};
  }
  std::error_code ignored;
  const bool created = std::filesystem::create_directory(target.parent_path(), ignored);
  if (created) unflushed_.insert(directory_ / "blobs");
  unflushed_.insert(target.parent_path());
  doubtful_.insert(blob.bytes->digest);
  return blob.file->publish(target);
}

void EvidenceFiles::flush() {
  for (const auto& folder : unflushed_) {
    if (!flush_directory(folder)) throw std::runtime_error("flushing a folder of evidence failed");
  }
  unflushed_.clear();
}

bool EvidenceFiles::remove_unused(const std::function<bool(const std::string& digest)>& used) {
  try {
    std::erase_if(doubtful_, [&](const std::string& digest) {
      std::error_code failed;  // a file that is not there is removed
      if (!used(digest)) std::filesystem::remove(blob_path(directory_, digest), failed);
      return !failed;
    });
  } catch (const std::exception&) {  // of the database: the rest is still there
  }
  return doubtful_.empty();
}

void EvidenceFiles::sweep(const std::function<std::set<std::string>(const std::string& beginning)>& used_with) const {
  for (const auto& folder : std::filesystem::directory_iterator(directory_ / "blobs")) {
    if (!folder.is_directory()) continue;
    const auto used = used_with("sha256:" + folder.path().filename().string());
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
      const std::string digest = digest_of_file(directory_, file.path());
      std::error_code kept;  // then the next start tries again
      if (!digest.empty() && !used.contains(digest)) std::filesystem::remove(file.path(), kept);
    }
  }
}

}  // namespace cotejo::storage
