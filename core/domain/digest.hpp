// SHA-256: the digest of results, memo keys and stored evidence. As text: `sha256:` and 64 hex digits.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace cotejo::domain {

// Computes a digest of content that arrives in pieces.
class Digest {
 public:
  Digest();
  ~Digest();
  Digest(Digest&&) noexcept;
  Digest& operator=(Digest&&) noexcept;

  void update(std::string_view bytes);
  std::string finish();  // to be called once, after all pieces

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;
};

std::string digest_of(std::string_view bytes);

}  // namespace cotejo::domain
