// The binary format between host and worker: a writer, and a reader that checks everything it reads. Native byte order;
// everything is aligned to 8 bytes from the start of the message, so that vectors of floats can be used in place.
#pragma once
#include <cotejo/abi.h>

#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "plugins/bytes.hpp"
#include "plugins/pointed_to.hpp"

namespace cotejo::plugins::isolation {

class Writer {
 public:
  template <class T>
  void number(T value) {
    static_assert(std::is_arithmetic_v<T> && sizeof(T) <= 8);
    char cell[8] = {};
    std::memcpy(cell, &value, sizeof(T));
    out_.append(cell, sizeof cell);
  }
  void text(std::string_view bytes) {
    number<std::uint64_t>(bytes.size());
    out_.append(bytes);
    out_.append((8 - out_.size() % 8) % 8, '\0');
  }
  void text(cotejo_bytes bytes) { text(view(bytes)); }
  std::size_t size() const { return out_.size(); }
  const std::string& bytes() const { return out_; }
  std::string& bytes() { return out_; }

 private:
  std::string out_;
};

// After the first mistake all reads return zero or empty, and failed() is true.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}
  template <class T>
  T number() {
    static_assert(std::is_arithmetic_v<T> && sizeof(T) <= 8);
    T value{};
    if (left_.size() < 8) {
      fail();
      return value;
    }
    std::memcpy(&value, left_.data(), sizeof(T));
    left_.remove_prefix(8);
    return value;
  }
  cotejo_bytes text() {
    const auto size = number<std::uint64_t>();
    if (size > left_.size()) {
      fail();
      return {nullptr, 0};
    }
    const cotejo_bytes found{size ? left_.data() : nullptr, size};
    left_.remove_prefix(std::min<std::size_t>(left_.size(), static_cast<std::size_t>(size + (8 - size % 8) % 8)));
    return found;
  }
  std::string_view text_view() {
    const auto found = text();
    return {static_cast<const char*>(found.data), static_cast<std::size_t>(found.size)};
  }
  // The number of elements that follow. Each takes at least 8 bytes, so that more than fit into the rest is a mistake.
  std::uint64_t count() {
    const auto n = number<std::uint64_t>();
    if (n > left_.size() / 8) {
      fail();
      return 0;
    }
    return n;
  }
  void fail() {
    failed_ = true;
    left_ = {};
  }
  bool failed() const { return failed_; }
  bool at_end() const { return left_.empty(); }

 private:
  std::string_view left_;
  bool failed_ = false;
};

// Where a block lies that is too large for the message.
struct Location {
  enum class In : std::uint32_t { window = 0, arena = 1 } in = In::window;
  std::uint64_t offset = 0;
};

// The sender's side: finds out where a block lies in shared memory, or copies it there.
class Placing {
 public:
  virtual ~Placing() = default;
  // None when there is no room.
  virtual std::optional<Location> place(const void* data, std::uint64_t size) = 0;
};

// The receiver's side: finds a block; null unless all of it lies inside shared memory.
class Memory {
 public:
  virtual ~Memory() = default;
  virtual const std::uint8_t* at(Location location, std::uint64_t size) const = 0;
};

// Writes a value of a port or an output. False when there is no room for a block.
bool write(Writer& to, const cotejo_value& value, Placing& placing);
void write(Writer& to, const cotejo_region* region);  // may be null
// Reads a value. Null when a null was sent; also when the reader fails.
const cotejo_value* read_value(Reader& from, const Memory& memory, PointedTo& keep);
const cotejo_region* read_region(Reader& from, PointedTo& keep);

}  // namespace cotejo::plugins::isolation
