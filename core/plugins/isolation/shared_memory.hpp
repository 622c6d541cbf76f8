// Memory shared by host and workers: anonymous files and their mappings.
#pragma once
#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace cotejo::plugins::isolation {

// A file descriptor with one owner.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

class Mapping {
 public:
  Mapping() = default;
  Mapping(Mapping&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  Mapping& operator=(Mapping&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~Mapping();
  std::uint8_t* data() const { return data_; }
  std::uint64_t size() const { return size_; }
  explicit operator bool() const { return data_ != nullptr; }

 private:
  friend Mapping map(const Descriptor& file, std::uint64_t size, bool writable, bool populate);
  std::uint8_t* data_ = nullptr;
  std::uint64_t size_ = 0;
};

// A zero-filled anonymous file whose size can never change, so that the other side cannot truncate it under a mapping.
// Empty, with errno set, on failure.
Descriptor anonymous_file(const char* name, std::uint64_t size);
// An anonymous file with these bytes, which nobody can change.
Descriptor sealed_copy(const char* name, std::span<const std::uint8_t> bytes);
// From now on the file can be written only through mappings that already exist.
bool forbid_new_writers(const Descriptor& file);
// Maps the file as shared memory; empty, with errno set, on failure. `populate`: allocates all pages at once.
Mapping map(const Descriptor& file, std::uint64_t size, bool writable, bool populate = false);

// A page that both sides may write to.
struct Control {
  std::atomic<std::uint32_t> cancelled;      // by the host
  std::atomic<std::uint32_t> out_of_memory;  // by the worker: an allocation failed
};
static_assert(std::atomic<std::uint32_t>::is_always_lock_free);

// Alignment of blocks in the window and in arenas, in bytes: a cache line, which is also how OpenCV aligns matrices.
inline constexpr std::uint64_t kBlockAlignment = 64;
constexpr std::uint64_t round_up(std::uint64_t n, std::uint64_t unit) {
  return (n + unit - 1) / unit * unit;
}

// Size of the window, which holds calls and their inputs. This is address space: only pages that are used take memory.
inline constexpr std::uint64_t kWindowBytes = 1ull << 30;
// Number of arenas that a worker keeps mapped, so that using one again costs no new pages; the host refers to them by
// slot. An arena is in use until the verification whose picture it holds ends: six are those of four verifications of
// three pictures each over two workers. With two, two verifications at once took new pages: 16 of 257 ms of CPU each.
inline constexpr std::uint32_t kArenaSlots = 6;
// An arena of which a call used more bytes than this is not kept by either side.
inline constexpr std::uint64_t kKeptBytes = 16u << 20;

}  // namespace cotejo::plugins::isolation
