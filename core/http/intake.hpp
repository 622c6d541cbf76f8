// Collects what one request submits, as multipart or as JSON. Each evidence is written to the store as it arrives;
// names and media types are checked at the end, when the product is known.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/verifications.hpp"
#include "http/limits.hpp"

namespace cotejo::http {

class Intake {
 public:
  using OpenBlob = std::function<storage::BlobWriter(std::uint64_t limit)>;
  Intake(OpenBlob open_blob, const Limits& limits) : open_blob_(std::move(open_blob)), limits_(limits) {}

  domain::Result<void> product(std::string_view id);  // once
  // Begins an evidence, whose content follows. Errors: request.duplicate_evidence, request.too_many_parts.
  domain::Result<void> begin(std::string name, std::string media_type);
  domain::Result<void> write(std::span<const std::uint8_t> piece);
  domain::Result<void> media_type(std::string media_type);  // of the evidence begun last
  std::uint64_t size() const;                               // of the evidence begun last
  // Instead of content: uses what the store has at this address. Error: request.malformed_reference.
  domain::Result<void> refer(storage::EvidenceAddress address);

  // The addresses that were referred to, and, in the same order, what the store found there. Both come before judge().
  std::vector<storage::EvidenceAddress> references() const;
  void resolve(storage::FoundEvidence found);

  struct Judged {
    std::shared_ptr<const products::Product> product;
    std::vector<engine::Received> evidence;
    storage::Unusable unusable;
  };
  // The submission, or all of its errors at once: request.missing_product, product.unknown, product.unavailable,
  // evidence.unknown, and the errors of references.
  std::variant<Judged, std::vector<domain::Error>> judge(const products::Products& products);

 private:
  struct Part {
    std::string name, media_type;
    storage::BlobWriter writer;
    std::optional<storage::EvidenceAddress> address;
    std::optional<domain::Result<std::shared_ptr<const domain::Bytes>>> found;  // at that address
  };
  static std::variant<engine::Received, domain::Error> take(Part& part, const products::EvidenceSpec& spec);
  const products::EvidenceSpec* spec_of(const Part& part, const products::Product& product) const;

  OpenBlob open_blob_;
  const Limits& limits_;
  std::optional<std::string> product_;
  std::vector<Part> parts_;
};

// The evidence of a request whose target names it (PUT …/evidence/{name}). An error when the product does not accept
// it.
std::variant<storage::Blob, domain::Error> judge_content(storage::BlobWriter& writer, std::string media_type,
                                                         const products::EvidenceSpec& spec);

}  // namespace cotejo::http
