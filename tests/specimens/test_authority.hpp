// A fictional time stamping authority: makes the tokens of constancias de conservación (RFC 3161) over specimens. Its
// keys are the same each time; a token holds the time at which it was made, so that its bytes are not.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace cotejo::specimens {

class TestAuthority {
 public:
  // Another name, another authority with other keys.
  explicit TestAuthority(const std::string& name);
  ~TestAuthority();
  TestAuthority(const TestAuthority&) = delete;
  TestAuthority& operator=(const TestAuthority&) = delete;

  [[nodiscard]] std::string root_pem() const;
  // DER of a TimeStampToken over SHA-256 of the bytes, with its certificates. `unix_time`: what it says of when.
  [[nodiscard]] std::vector<std::uint8_t> stamp(std::span<const std::uint8_t> bytes, std::int64_t unix_time) const;

 private:
  struct Keys;
  Keys* keys_;
};

std::string base64(std::span<const std::uint8_t> bytes);

}  // namespace cotejo::specimens
