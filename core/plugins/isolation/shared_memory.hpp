// Memory that host and workers share: anonymous files and their mappings.
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

// Zero-filled, of this size for ever: a mapping of it cannot be cut off by the other side. Empty, with errno set, when
// there is none.
Descriptor anonymous_file(const char* name, std::uint64_t size);
// A file with these bytes, which nobody can change.
Descriptor sealed_copy(const char* name, std::span<const std::uint8_t> bytes);
// From now on it cannot be written to but through mappings that exist.
bool forbid_new_writers(const Descriptor& file);
// Shared; empty, with errno set, when it fails. `populate`: the pages are there at once.
Mapping map(const Descriptor& file, std::uint64_t size, bool writable, bool populate = false);

// What both sides may write to.
struct Control {
  std::atomic<std::uint32_t> cancelled;      // by the host
  std::atomic<std::uint32_t> out_of_memory;  // by the worker: an allocation failed
};
static_assert(std::atomic<std::uint32_t>::is_always_lock_free);

// Where blocks begin, in the window and in arenas: at a cache line, as OpenCV aligns.
inline constexpr std::uint64_t kBlockAlignment = 64;
constexpr std::uint64_t round_up(std::uint64_t n, std::uint64_t unit) {
  return (n + unit - 1) / unit * unit;
}

// Of calls and their inputs; address space, of which what is used becomes memory.
inline constexpr std::uint64_t kWindowBytes = 1ull << 30;
// Arenas that a worker keeps mapped, so that one that its host has back costs no new pages; the host knows them by
// their slot. One of which more was used is let go by both.
inline constexpr std::uint32_t kArenaSlots = 2;
inline constexpr std::uint64_t kKeptBytes = 16u << 20;

}  // namespace cotejo::plugins::isolation
