#include "conservation_token.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <charconv>
#include <cstdio>
#include <freed_by.hpp>
#include <memory>
#include <optional>
#include <stdexcept>

namespace cotejo::contract_document {
namespace {

using Token = std::unique_ptr<PKCS7, FreedBy<PKCS7_free>>;
using Response = std::unique_ptr<TS_RESP, FreedBy<TS_RESP_free>>;
using Info = std::unique_ptr<TS_TST_INFO, FreedBy<TS_TST_INFO_free>>;
using Certificate = std::unique_ptr<X509, FreedBy<X509_free>>;
using Certificates = std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)>;
using Store = std::unique_ptr<X509_STORE, FreedBy<X509_STORE_free>>;
using Verification = std::unique_ptr<TS_VERIFY_CTX, FreedBy<TS_VERIFY_CTX_free>>;
using Memory = std::unique_ptr<BIO, FreedBy<BIO_free_all>>;

constexpr std::size_t kMaxName = 200;  // bytes of a signer's name that are told

// What OpenSSL noted of hostile bytes stays in this thread's queue otherwise.
struct QuietErrors {
  QuietErrors() { ERR_set_mark(); }
  ~QuietErrors() { ERR_pop_to_mark(); }
};

Token parse(std::span<const std::uint8_t> der) {
  const unsigned char* at = der.data();
  const unsigned char* end = at + der.size();
  Token token(d2i_PKCS7(nullptr, &at, static_cast<long>(der.size())));
  if (token && at == end) return token;
  at = der.data();
  const Response response(d2i_TS_RESP(nullptr, &at, static_cast<long>(der.size())));
  if (!response || at != end || !TS_RESP_get_token(response.get())) return nullptr;
  return Token(PKCS7_dup(TS_RESP_get_token(response.get())));
}

const EVP_MD* digest_of(TS_TST_INFO* info) {
  const X509_ALGOR* algorithm = TS_MSG_IMPRINT_get_algo(TS_TST_INFO_get_msg_imprint(info));
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  switch (OBJ_obj2nid(object)) {
    case NID_sha256:
      return EVP_sha256();
    case NID_sha384:
      return EVP_sha384();
    case NID_sha512:
      return EVP_sha512();
    default:
      return nullptr;
  }
}

bool is_imprint_of(TS_TST_INFO* info, const EVP_MD* digest, std::span<const std::uint8_t> document) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> own{};
  unsigned int size = 0;
  if (EVP_Digest(document.data(), document.size(), own.data(), &size, digest, nullptr) != 1) return false;
  const ASN1_OCTET_STRING* imprint = TS_MSG_IMPRINT_get_msg(TS_TST_INFO_get_msg_imprint(info));
  return ASN1_STRING_length(imprint) == static_cast<int>(size) &&
         std::equal(own.begin(), own.begin() + size, ASN1_STRING_get0_data(imprint));
}

std::optional<std::tm> time_of(TS_TST_INFO* info) {
  std::tm when{};
  const ASN1_GENERALIZEDTIME* time = TS_TST_INFO_get_time(info);
  if (!time || ASN1_TIME_to_tm(time, &when) != 1) return std::nullopt;
  return when;
}

std::string iso(const std::tm& when) {
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", when.tm_year + 1900, when.tm_mon + 1, when.tm_mday,
                when.tm_hour, when.tm_min, when.tm_sec);
  return text;
}

std::string signer_of(PKCS7* token) {
  const Certificates signers(PKCS7_get0_signers(token, nullptr, 0), [](STACK_OF(X509) * all) { sk_X509_free(all); });
  if (!signers || sk_X509_num(signers.get()) == 0) return {};
  const X509_NAME* name = X509_get_subject_name(sk_X509_value(signers.get(), 0));
  const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  if (at < 0) return {};
  unsigned char* text = nullptr;
  const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  if (size < 0) return {};
  std::string out(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
  OPENSSL_free(text);
  std::erase_if(out, [](char c) { return c < 0x20 || c > 0x7e; });
  return out.substr(0, kMaxName);
}

// Certificates are judged as of the token's own time: it is kept for ten years, and they end sooner.
bool leads_to(const std::vector<std::string>& roots, PKCS7* token, const std::tm& when) {
  Store store(X509_STORE_new());
  for (const std::string& der : roots) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const Certificate root(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (root) X509_STORE_add_cert(store.get(), root.get());
  }
  std::tm copy = when;
  X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()), timegm(&copy));
  const Verification verification(TS_VERIFY_CTX_new());
  TS_VERIFY_CTX_set_flags(verification.get(), TS_VFY_VERSION | TS_VFY_SIGNATURE);
  TS_VERIFY_CTX_set_store(verification.get(), store.release());  // takes it over
  return TS_RESP_verify_token(verification.get(), token) == 1;
}

std::vector<std::uint8_t> from_hexadecimal(std::string_view text) {
  std::vector<std::uint8_t> out;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    unsigned value = 0;
    if (std::from_chars(text.data() + i, text.data() + i + 2, value, 16).ptr != text.data() + i + 2) return {};
    out.push_back(static_cast<std::uint8_t>(value));
  }
  // The place in the file is larger than the token: zeros follow it. DER says where it ends.
  const unsigned char* at = out.data();
  long length = 0;
  int tag = 0, kind = 0;
  if (ASN1_get_object(&at, &length, &tag, &kind, static_cast<long>(out.size())) & 0x80) return {};
  out.resize(static_cast<std::size_t>(at - out.data()) + static_cast<std::size_t>(length));
  return out;
}

// The bytes of the two ranges, which must cover the file from its start on.
bool covered(const boost::json::array& range, std::span<const std::uint8_t> file, std::vector<std::uint8_t>& out) {
  const auto size = static_cast<std::int64_t>(file.size());
  std::array<std::int64_t, 4> bounds{};
  if (range.size() != bounds.size()) return false;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    if (!range[i].is_int64()) return false;
    bounds[i] = range[i].as_int64();
    if (bounds[i] < 0 || bounds[i] > size) return false;
  }
  const auto [first, length, second, rest] = bounds;
  if (first != 0 || second < length || second + rest > size) return false;
  out.assign(file.begin(), file.begin() + length);
  out.insert(out.end(), file.begin() + second, file.begin() + second + rest);
  return true;
}

}  // namespace

std::string_view name_of(TokenState state) {
  switch (state) {
    case TokenState::valid:
      return "valid";
    case TokenState::weak:
      return "weak";
    case TokenState::imprint_mismatch:
      return "imprint_mismatch";
    case TokenState::untrusted:
      return "untrusted";
    case TokenState::malformed:
      break;
  }
  return "malformed";
}

TokenVerifier::TokenVerifier(const std::vector<std::string>& roots) {
  const QuietErrors quiet;
  for (const std::string& pem : roots) {
    const Memory memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const Certificate root(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
    if (!root) throw std::invalid_argument("a conservation root is no certificate in PEM");
    unsigned char* der = nullptr;
    const int size = i2d_X509(root.get(), &der);
    if (size <= 0) throw std::invalid_argument("a conservation root cannot be encoded");
    roots_.emplace_back(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
  }
}

TokenReading TokenVerifier::verify(std::span<const std::uint8_t> token, std::span<const std::uint8_t> document) const {
  const QuietErrors quiet;
  TokenReading out;
  if (token.empty() || token.size() > kMaxTokenBytes) return out;
  const Token parsed = parse(token);
  if (!parsed || !PKCS7_type_is_signed(parsed.get())) return out;
  const Info info(PKCS7_to_TS_TST_INFO(parsed.get()));
  if (!info) return out;
  const auto when = time_of(info.get());
  if (!when) return out;
  out.time = iso(*when);
  const EVP_MD* digest = digest_of(info.get());
  if (!digest) return out.state = TokenState::weak, out;
  if (!is_imprint_of(info.get(), digest, document)) return out.state = TokenState::imprint_mismatch, out;
  if (!leads_to(roots_, parsed.get(), *when)) return out.state = TokenState::untrusted, out;
  out.state = TokenState::valid;
  out.authority = signer_of(parsed.get());
  return out;
}

std::optional<EmbeddedStamp> embedded_stamp(const boost::json::value& signatures, std::span<const std::uint8_t> file) {
  if (!signatures.is_array()) return std::nullopt;
  const auto& all = signatures.as_array();
  for (auto it = all.rbegin(); it != all.rend(); ++it) {
    const auto* object = it->if_object();
    const auto* stamp = object ? object->if_contains("time_stamp") : nullptr;
    const auto* range = object ? object->if_contains("byte_range") : nullptr;
    if (!stamp || !stamp->is_string() || !range || !range->is_array()) continue;
    EmbeddedStamp out{from_hexadecimal(stamp->as_string()), {}};
    if (covered(range->as_array(), file, out.document)) return out;
  }
  return std::nullopt;
}

std::vector<std::uint8_t> from_base64(std::string_view text) {
  std::string plain;
  for (char c : text)
    if (c != ' ' && c != '\n' && c != '\r') plain += c;
  if (plain.empty() || plain.size() % 4 != 0 || plain.size() > kMaxTokenBytes * 4 / 3 + 4) return {};
  std::vector<std::uint8_t> out(plain.size() / 4 * 3);
  const int size =
      EVP_DecodeBlock(out.data(), reinterpret_cast<const unsigned char*>(plain.data()), static_cast<int>(plain.size()));
  if (size < 0) return {};
  std::size_t padding = 0;
  while (padding < 2 && plain[plain.size() - 1 - padding] == '=') ++padding;
  out.resize(static_cast<std::size_t>(size) - padding);
  return out;
}

}  // namespace cotejo::contract_document
