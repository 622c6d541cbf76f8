#include "domain/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace cotejo::domain {
namespace {

// Fetched once: EVP_sha256() looks the algorithm up among the providers at each use, which costs more than hashing a
// few hundred bytes. Kept for the life of the process.
const EVP_MD* sha256() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

EVP_MD_CTX* context_of(void* context) {
  return static_cast<EVP_MD_CTX*>(context);
}

void begin(EVP_MD_CTX* context) {
  if (!context || !sha256() || EVP_DigestInit_ex(context, sha256(), nullptr) != 1)
    throw std::runtime_error("OpenSSL has no SHA-256");
}

void update(EVP_MD_CTX* context, std::string_view bytes) {
  if (EVP_DigestUpdate(context, bytes.data(), bytes.size()) != 1) throw std::runtime_error("SHA-256 failed");
}

std::string finish(EVP_MD_CTX* context) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  if (EVP_DigestFinal_ex(context, bytes.data(), &size) != 1) throw std::runtime_error("SHA-256 failed");
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "sha256:";
  text.reserve(text.size() + 2 * size);
  for (unsigned i = 0; i < size; ++i) {
    text.push_back(digits[bytes[i] >> 4]);
    text.push_back(digits[bytes[i] & 15]);
  }
  return text;
}

}  // namespace

void Digest::Free::operator()(void* context) const {
  EVP_MD_CTX_free(context_of(context));
}

Digest::Digest() : context_(EVP_MD_CTX_new()) {
  begin(context_of(context_.get()));
}
Digest::~Digest() = default;
Digest::Digest(Digest&&) noexcept = default;
Digest& Digest::operator=(Digest&&) noexcept = default;

void Digest::update(std::string_view bytes) {
  domain::update(context_of(context_.get()), bytes);
}

std::string Digest::finish() {
  return domain::finish(context_of(context_.get()));
}

std::string digest_of(std::string_view bytes) {
  // Short texts, several for each request: the context is most of what they cost, and is made once for each thread.
  static thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                                            &EVP_MD_CTX_free);
  begin(context.get());
  update(context.get(), bytes);
  return finish(context.get());
}

}  // namespace cotejo::domain
