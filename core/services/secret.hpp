// The secret of an installation, and what is hashed with it: who has the database alone cannot find out whose keys
// stand in it by trying all there are.
#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>

namespace cotejo::services {

class Secret {
 public:
  // That of the file; made, readable by its owner alone, when it is not there. Throws std::runtime_error in one
  // sentence.
  static Secret open(const std::filesystem::path& file);
  // For as long as the process.
  static Secret random();

  // HMAC-SHA256 of the parts, cut to 128 bits: 32 hex digits. No two lists of parts are the same message.
  std::string hash(std::initializer_list<std::string_view> parts) const;

 private:
  std::array<std::uint8_t, 32> bytes_{};
};

}  // namespace cotejo::services
