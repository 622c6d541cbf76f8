// Evidence on its way in: small content is kept in memory, anything larger is written to a file as it arrives, never
// whole in memory. Sealed content can be read at once; it is durable when the store has committed what names it.
#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "domain/error.hpp"
#include "domain/value.hpp"
#include "storage/file_digest.hpp"

namespace cotejo::storage {

// SQLite keeps values up to about this size faster in the database than in files of their own
// (sqlite.org/intern-v-extern-blob.html).
inline constexpr std::size_t inline_blob_bytes = 16u << 10;

// A file below `incoming/`. Removed with its last user unless it was moved to its place under `blobs/`.
class IncomingFile {
 public:
  explicit IncomingFile(std::filesystem::path path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  ~IncomingFile();
  IncomingFile(const IncomingFile&) = delete;
  IncomingFile& operator=(const IncomingFile&) = delete;
  int descriptor() const { return descriptor_; }
  // Flushes the content and moves it to `target`, which is named by its digest; nothing to do when it is there. The
  // caller flushes the folder. [storage thread]
  domain::Result<void> publish(const std::filesystem::path& target);

 private:
  std::filesystem::path path_;
  int descriptor_;
  bool published_ = false;
};

struct Blob {
  std::shared_ptr<const domain::Bytes> bytes;  // with media type and digest
  std::shared_ptr<IncomingFile> file;          // null: small, or stored already
};

class BlobWriter {
 public:
  // `limit` in bytes; beyond it write() answers evidence.too_large. `hashing` helps with what goes to a file, and
  // outlives the writer; without, all of it is hashed by seal().
  BlobWriter(std::filesystem::path incoming, std::uint64_t limit, HashingThread* hashing = nullptr);
  ~BlobWriter();
  BlobWriter(BlobWriter&&) noexcept;
  BlobWriter& operator=(BlobWriter&&) noexcept;

  // Goes to the page cache, and from there to the disk while more arrives; waiting for the disk is the storage thread's
  // work.
  domain::Result<void> write(std::span<const std::uint8_t> piece);
  domain::Result<Blob> seal(std::string media_type);
  std::uint64_t size() const { return size_; }
  // The first bytes, as many as there are up to 64: enough to tell a media type.
  std::span<const std::uint8_t> head() const { return std::span(head_).first(head_size_); }

 private:
  domain::Result<void> spill();
  domain::Result<void> append(std::span<const std::uint8_t> piece);
  void start_flushing();
  void have_hashed();

  std::filesystem::path incoming_;
  std::uint64_t limit_;
  HashingThread* hashing_;
  // Bytes: received, in the file, of these on their way to the disk, of these told to the hashing thread.
  std::uint64_t size_ = 0, in_file_ = 0, flushing_ = 0, told_ = 0;
  std::array<std::uint8_t, 64> head_{};
  std::size_t head_size_ = 0;
  std::vector<std::uint8_t> buffer_;
  std::shared_ptr<IncomingFile> file_;
  std::shared_ptr<FileDigest> digest_;  // of the file
};

// Where content of this digest (sha256:…) lives below `root`: blobs/ab/<64 hex digits>.
std::filesystem::path blob_path(const std::filesystem::path& root, std::string_view digest);
// platform.storage, of what a call of the system said.
domain::Error disk_failed(const char* what, int error);
// What is said of content that was stored and is not there any more: evidence.lost.
domain::Error lost();
// Maps a stored file; lost() when it is not there.
domain::Result<std::shared_ptr<const domain::Bytes>> map_blob(const std::filesystem::path& file, std::string media_type,
                                                              std::string digest);

}  // namespace cotejo::storage
