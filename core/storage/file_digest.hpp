// Computes the SHA-256 of a file while it is written. A separate thread reads the file back from the page cache as far
// as it keeps up, and starts writing it to the disk; finish() hashes the rest and waits at most for the block that the
// thread is working on.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>

#include "domain/digest.hpp"
#include "domain/error.hpp"
#include "storage/queue.hpp"

namespace cotejo::storage {

class IncomingFile;

class FileDigest {
 public:
  explicit FileDigest(std::shared_ptr<IncomingFile> file) : file_(std::move(file)) {}

  void written(std::uint64_t bytes) { written_.store(bytes); }  // how many bytes of the file are written so far
  // Hashes the next block that is written; false when there is none, or it cannot be read. [thread-safe]
  bool hash_some(std::span<std::uint8_t> block);
  // What is written early need not be waited for when the file is flushed: of 20 MB, two thirds of that wait. A hint:
  // the flush at the end tells what failed. [hashing thread]
  void start_flushing();
  // The digest of everything that is written. Call it once.
  domain::Result<std::string> finish();

 private:
  const std::shared_ptr<IncomingFile> file_;
  std::atomic<std::uint64_t> written_{0};
  std::mutex mutex_;
  domain::Digest digest_;
  std::uint64_t hashed_ = 0, flushing_ = 0;
  int failure_ = 0;  // errno
};

class HashingThread {
 public:
  HashingThread();
  ~HashingThread();
  HashingThread(const HashingThread&) = delete;
  HashingThread& operator=(const HashingThread&) = delete;

  // Tells the thread that more of a file is written. Ignored when too many files wait, or when the file has no other
  // user any more. [thread-safe]
  void look_at(const std::shared_ptr<FileDigest>& digest);

 private:
  Queue<std::weak_ptr<FileDigest>> waiting_;
  std::thread thread_;
};

}  // namespace cotejo::storage
