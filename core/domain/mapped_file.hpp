// A file mapped read-only; unmapped by the last owner.
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace cotejo::domain {

class MappedFile {
 public:
  // Null, with errno set, when it cannot be opened or mapped: EISDIR for a folder, EINVAL for any other file that is
  // not regular. An empty file maps to an empty span.
  static std::shared_ptr<const MappedFile> open(const std::filesystem::path& file);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  std::span<const std::uint8_t> bytes() const { return bytes_; }
  std::string_view text() const { return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}; }

 private:
  explicit MappedFile(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  std::span<const std::uint8_t> bytes_;
};

}  // namespace cotejo::domain
