#include "services/secret.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace cotejo::services {
namespace {

constexpr std::size_t kHashBytes = 16;  // 128 bits: no two keys of one database meet

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  throw std::runtime_error("cannot use the index's secret " + file.string() + ": " + why);
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

Secret Secret::random() {
  Secret secret;
  if (RAND_bytes(secret.bytes_.data(), static_cast<int>(secret.bytes_.size())) != 1)
    throw std::runtime_error("the system has no random bytes for the index's secret");
  return secret;
}

Secret Secret::open(const std::filesystem::path& file) {
  const Descriptor made(::open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600));
  if (made.number() >= 0) {
    const Secret secret = random();
    const auto size = secret.bytes_.size();
    if (::write(made.number(), secret.bytes_.data(), size) != static_cast<ssize_t>(size) ||
        ::fsync(made.number()) != 0) {
      const std::string why = std::strerror(errno);
      ::unlink(file.c_str());
      refuse(file, why);
    }
    return secret;
  }
  if (errno != EEXIST) refuse(file, std::strerror(errno));
  const Descriptor found(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat about {};
  if (found.number() < 0 || ::fstat(found.number(), &about) != 0) refuse(file, std::strerror(errno));
  if ((about.st_mode & 077) != 0) refuse(file, "others than its owner may read it (chmod 600)");
  Secret secret;
  const auto size = static_cast<ssize_t>(secret.bytes_.size());
  if (about.st_size != size || ::read(found.number(), secret.bytes_.data(), secret.bytes_.size()) != size)
    refuse(file, "it does not have 32 bytes");
  return secret;
}

std::string Secret::hash(std::initializer_list<std::string_view> parts) const {
  std::string message;
  for (const auto part : parts) {
    const std::uint64_t size = part.size();
    message.append(reinterpret_cast<const char*>(&size), sizeof size);
    message.append(part);
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  if (!HMAC(EVP_sha256(), bytes_.data(), static_cast<int>(bytes_.size()),
            reinterpret_cast<const unsigned char*>(message.data()), message.size(), out.data(), &size))
    throw std::runtime_error("HMAC-SHA256 is not available");
  constexpr char digits[] = "0123456789abcdef";
  std::string hex;
  for (std::size_t i = 0; i < kHashBytes; ++i) {
    hex += digits[out[i] >> 4];
    hex += digits[out[i] & 15];
  }
  return hex;
}

}  // namespace cotejo::services
