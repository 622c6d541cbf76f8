#include "storage/file_digest.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "storage/blob.hpp"

namespace cotejo::storage {
namespace {

constexpr std::size_t block_bytes = 256u << 10;  // small enough for the caches: it is written, read back and hashed
// How many bytes are flushed at a time; less would cause more seeks and system calls.
constexpr std::uint64_t flushed_at_once = 2u << 20;
constexpr std::size_t most_waiting = 256;  // beyond this many files, finish() hashes on the caller's thread

}  // namespace

bool FileDigest::hash_some(std::span<std::uint8_t> block) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t left = written_.load() - hashed_;
  if (left == 0 || failure_ != 0) return false;
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, block.size()));
  const ssize_t got = ::pread(file_->descriptor(), block.data(), wanted, static_cast<off_t>(hashed_));
  if (got <= 0) {
    if (got < 0 && errno == EINTR) return true;
    failure_ = got < 0 ? errno : EIO;  // it was cut
    return false;
  }
  digest_.update({reinterpret_cast<const char*>(block.data()), static_cast<std::size_t>(got)});
  hashed_ += static_cast<std::uint64_t>(got);
  return true;
}

void FileDigest::start_flushing() {
  const std::uint64_t written = written_.load();
  if (written - flushing_ < flushed_at_once) return;
  ::sync_file_range(file_->descriptor(), static_cast<off64_t>(flushing_), static_cast<off64_t>(written - flushing_),
                    SYNC_FILE_RANGE_WRITE);
  flushing_ = written;
}

domain::Result<std::string> FileDigest::finish() {
  std::vector<std::uint8_t> block(std::min<std::uint64_t>(block_bytes, written_.load()));
  while (hash_some(block)) {
  }
  const std::lock_guard lock(mutex_);
  if (failure_ != 0) return disk_failed("reading evidence back", failure_);
  return digest_.finish();
}

HashingThread::HashingThread() : waiting_(most_waiting) {
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "cotejo-hash");
    std::vector<std::uint8_t> block(block_bytes);
    for (auto batch = waiting_.take_all(); !batch.empty(); batch = waiting_.take_all())
      for (const auto& weak : batch)
        if (const auto digest = weak.lock()) do {
            digest->start_flushing();
          } while (digest->hash_some(block));
  });
}

HashingThread::~HashingThread() {
  waiting_.close();
  thread_.join();
}

void HashingThread::look_at(const std::shared_ptr<FileDigest>& digest) {
  std::weak_ptr<FileDigest> weak = digest;
  waiting_.push(weak);
}

}  // namespace cotejo::storage
