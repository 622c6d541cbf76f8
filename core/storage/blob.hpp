// Evidence while it is received. Small content is kept in memory; larger content is written to a file as it arrives,
// and is never complete in memory. After seal() the content can be read; it is durable once the store has committed a
// row that names it.
#pragma once
#include <array>
#include <atomic>
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

// Content up to this size is stored in the database, larger content in a file: about where SQLite becomes slower than
// separate files (sqlite.org/intern-v-extern-blob.html).
inline constexpr std::size_t inline_blob_bytes = 16u << 10;

// A file in `incoming/`. The destructor removes it unless publish() has moved it below `blobs/`.
class IncomingFile {
 public:
  explicit IncomingFile(std::filesystem::path path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  ~IncomingFile();
  IncomingFile(const IncomingFile&) = delete;
  IncomingFile& operator=(const IncomingFile&) = delete;
  int descriptor() const { return descriptor_; }
  // Moves the file to `target`, whose name is the content's digest, and flushes it to disk. `target` may stand for
  // something that nobody's row names, such as content that was not on the disk when the machine stopped. The caller
  // flushes the folder. [storage thread]
  domain::Result<void> publish(const std::filesystem::path& target);

 private:
  std::filesystem::path path_;
  int descriptor_;
  bool published_ = false;
};

struct Blob {
  std::shared_ptr<const domain::Bytes> bytes;  // with media type and digest
  std::shared_ptr<IncomingFile> file;          // null when the content is small or already stored
};

class BlobWriter {
 public:
  // `limit` in bytes; beyond it write() returns evidence.too_large. `hashing` computes the digest of a file and starts
  // flushing it while it is written; without it seal() computes the whole digest. `refused` is set when the disk takes
  // no more. Both must outlive the writer.
  BlobWriter(std::filesystem::path incoming, std::uint64_t limit, HashingThread* hashing = nullptr,
             std::atomic<bool>* refused = nullptr);
  ~BlobWriter();
  BlobWriter(BlobWriter&&) noexcept;
  BlobWriter& operator=(BlobWriter&&) noexcept;

  // Writes to the page cache, and never waits for the disk: that is the storage thread's work.
  domain::Result<void> write(std::span<const std::uint8_t> piece);
  domain::Result<Blob> seal(std::string media_type);
  std::uint64_t size() const { return size_; }
  // The first bytes, at most 64: enough to recognise the media type.
  std::span<const std::uint8_t> head() const { return std::span(head_).first(head_size_); }

 private:
  domain::Result<void> spill();
  domain::Result<void> write_out();
  domain::Error refuse(const char* what, int error) const;
  void have_hashed();

  std::filesystem::path incoming_;
  std::uint64_t limit_;
  HashingThread* hashing_;
  std::atomic<bool>* refused_;
  // Numbers of bytes: received; of these written to the file; and reported to the hashing thread.
  std::uint64_t size_ = 0, in_file_ = 0, told_ = 0;
  std::array<std::uint8_t, 64> head_{};
  std::size_t head_size_ = 0;
  std::vector<std::uint8_t> buffer_;  // what is not in the file yet
  std::shared_ptr<IncomingFile> file_;
  std::shared_ptr<FileDigest> digest_;  // of the file
};

// Where content of this digest (sha256:…) lives below `root`: blobs/ab/<64 hex digits>.
std::filesystem::path blob_path(const std::filesystem::path& root, std::string_view digest);
// The error platform.storage for a failed system call.
domain::Error disk_failed(const char* what, int error);
// The error for content that was stored but has disappeared: evidence.lost.
domain::Error lost();
// Maps a stored file; lost() when it is not there.
domain::Result<std::shared_ptr<const domain::Bytes>> map_blob(const std::filesystem::path& file, std::string media_type,
                                                              std::string digest);

}  // namespace cotejo::storage
