// The secret of an installation, with which the index's keys are hashed: somebody who has only the database cannot find
// out whose keys it holds by hashing all possible ones.
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
  // Reads the secret from the file, or creates the file, readable by its owner only. Throws std::runtime_error with one
  // sentence.
  static Secret open(const std::filesystem::path& file);
  // A new secret that is not stored.
  static Secret random();

  // HMAC-SHA256 of the parts, cut to 128 bits, as 32 hex digits. Different lists of parts are always different
  // messages.
  std::string hash(std::initializer_list<std::string_view> parts) const;

 private:
  std::array<std::uint8_t, 32> bytes_{};
};

}  // namespace cotejo::services
