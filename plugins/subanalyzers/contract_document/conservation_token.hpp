// Verifies a constancia de conservación (NOM-151): a time stamp token (RFC 3161) over the bytes of a document. The
// token is untrusted: its size is limited, OpenSSL parses it, and nothing in it counts before its signature is verified
// up to a configured root certificate.
#pragma once
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cotejo::contract_document {

enum class TokenState {
  valid,
  malformed,         // no time stamp token, or one with bytes after it
  weak,              // its digest is not SHA-256, SHA-384 or SHA-512
  imprint_mismatch,  // it is of other bytes
  untrusted,         // its signature does not lead to a configured root, as of its own time
};
std::string_view name_of(TokenState state);

struct TokenReading {
  TokenState state = TokenState::malformed;
  std::string time;       // `2026-11-01T12:00:00Z`; as claimed unless valid; empty when malformed
  std::string authority;  // common name of the signer; empty unless valid
};

inline constexpr std::size_t kMaxTokenBytes = 64 * 1024;

class TokenVerifier {
 public:
  // Certificates in PEM. Throws std::invalid_argument for one that cannot be read.
  explicit TokenVerifier(const std::vector<std::string>& roots);

  // `token`: a TimeStampToken or a TimeStampResp, DER.
  TokenReading verify(std::span<const std::uint8_t> token, std::span<const std::uint8_t> document) const;

 private:
  std::vector<std::string> roots_;  // DER
};

// A time stamp inside a PDF: its token, and the bytes of the file that it is of.
struct EmbeddedStamp {
  std::vector<std::uint8_t> token, document;
};
// The last one of `signatures`, as the `pdf` analyzer tells them, whose byte range lies in `file`.
std::optional<EmbeddedStamp> embedded_stamp(const boost::json::value& signatures, std::span<const std::uint8_t> file);

// Nothing but the alphabet of RFC 4648, blanks and padding. Empty when it is not, or longer than a token may be.
std::vector<std::uint8_t> from_base64(std::string_view text);

}  // namespace cotejo::contract_document
