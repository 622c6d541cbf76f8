// SHA-256 of a file that is being written: read back from the page cache beside the writing, on a thread of its own as
// far as that keeps up, the rest by whoever asks for the result. Nobody waits for that thread but for the block that it
// has in hand.
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

  void written(std::uint64_t bytes) { written_.store(bytes); }  // so many, from the beginning
  // Hashes a block of what is written; false when there is nothing more, or it cannot be read. [thread-safe]
  bool hash_some(std::span<std::uint8_t> block);
  // Of all that is written. Once.
  domain::Result<std::string> finish();

 private:
  const std::shared_ptr<IncomingFile> file_;
  std::atomic<std::uint64_t> written_{0};
  std::mutex mutex_;
  domain::Digest digest_;
  std::uint64_t hashed_ = 0;
  int failure_ = 0;  // errno
};

class HashingThread {
 public:
  HashingThread();
  ~HashingThread();
  HashingThread(const HashingThread&) = delete;
  HashingThread& operator=(const HashingThread&) = delete;

  // More of it is written. Forgotten when too many wait, or when nobody else has it any more. [thread-safe]
  void look_at(const std::shared_ptr<FileDigest>& digest);

 private:
  Queue<std::weak_ptr<FileDigest>> waiting_;
  std::thread thread_;
};

}  // namespace cotejo::storage
