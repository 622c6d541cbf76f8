// SHA-256, the one digest that results, memo keys and stored evidence use. Written as `sha256:` and 64 hex digits.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace cotejo::domain {

// Fed piece by piece, for what is streamed.
class Digest {
 public:
  Digest();
  ~Digest();
  Digest(Digest&&) noexcept;
  Digest& operator=(Digest&&) noexcept;

  void update(std::string_view bytes);
  std::string finish();  // once

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;
};

std::string digest_of(std::string_view bytes);

}  // namespace cotejo::domain
