#include "http/intake.hpp"

#include <algorithm>

#include "domain/media_type.hpp"
#include "domain/utf8.hpp"

namespace cotejo::http {
namespace {

using domain::make_error;
using domain::Result;
using domain::Scope;

// Where JSON about the applicant goes when the product calls it something else: into its first JSON evidence.
constexpr std::string_view applicant_part = "applicant";
constexpr std::size_t max_name = 128;  // bytes, of a product or an evidence

domain::Error typed_reference(std::string name) {
  return make_error(Scope::request, "request.malformed_reference",
                    "evidence that is referred to has its media type already", std::move(name));
}

}  // namespace

Result<void> Intake::product(std::string_view id) {
  if (product_) return make_error(Scope::request, "request.duplicate_product", "the product is named twice", "product");
  if (id.empty() || id.size() > max_name)
    return make_error(Scope::request, "request.malformed_product", "the product's name is empty or too long",
                      "product");
  product_ = id;
  return {};
}

Result<void> Intake::begin(std::string name, std::string media_type) {
  if (name.empty() || name.size() > max_name || !domain::valid_utf8(name)) {
    return make_error(Scope::request, "request.malformed_evidence_name",
                      "the name of an evidence is empty, too long or not UTF-8");
  }
  if (parts_.size() >= limits_.parts)
    return make_error(Scope::request, "request.too_many_parts", "too many pieces of evidence");
  if (std::ranges::find(parts_, name, &Part::name) != parts_.end()) {
    return make_error(Scope::request, "request.duplicate_evidence", "the same evidence is sent twice", std::move(name));
  }
  parts_.push_back({std::move(name), std::move(media_type), open_blob_(limits_.evidence_bytes), {}, {}});
  return {};
}

Result<void> Intake::write(std::span<const std::uint8_t> piece) {
  auto written = parts_.back().writer.write(piece);
  if (written) return written;
  auto error = written.error();
  error.at = parts_.back().name;
  return error;
}

Result<void> Intake::media_type(std::string media_type) {
  Part& part = parts_.back();
  if (part.address) return typed_reference(part.name);
  part.media_type = std::move(media_type);
  return {};
}
std::uint64_t Intake::size() const {
  return parts_.back().writer.size();
}

Result<void> Intake::refer(storage::EvidenceAddress address) {
  Part& part = parts_.back();
  for (const auto* text : {&address.verification, &address.name}) {
    if (text->empty() || text->size() > max_name)
      return make_error(Scope::request, "request.malformed_reference",
                        "a reference names a verification and an evidence of it", part.name);
  }
  if (!part.media_type.empty()) return typed_reference(part.name);
  part.address = std::move(address);
  return {};
}

std::vector<storage::EvidenceAddress> Intake::references() const {
  std::vector<storage::EvidenceAddress> addresses;
  for (const Part& part : parts_)
    if (part.address) addresses.push_back(*part.address);
  return addresses;
}

void Intake::resolve(storage::FoundEvidence found) {
  auto next = found.begin();
  for (Part& part : parts_)
    if (part.address && next != found.end()) part.found = std::move(*next++);
}

const products::EvidenceSpec* Intake::spec_of(const Part& part, const products::Product& product) const {
  if (const auto* spec = product.find_evidence(part.name)) return spec;
  if (part.name != applicant_part) return nullptr;
  const auto first = std::ranges::find_if(product.evidence, [](const auto& spec) { return spec.accepts("json"); });
  if (first == product.evidence.end()) return nullptr;
  // It was also sent under its own name, which would be ambiguous.
  if (std::ranges::find(parts_, first->name.str(), &Part::name) != parts_.end()) return nullptr;
  return &*first;
}

std::variant<Intake::Judged, std::vector<domain::Error>> Intake::judge(const products::Products& products) {
  std::vector<domain::Error> errors;
  if (!product_) {
    errors.push_back(make_error(Scope::request, "request.missing_product",
                                "the request names no product: it is `product` of the body, or of the query",
                                "product"));
    return errors;
  }
  const auto found = products.by_id.find(*product_);
  if (found == products.by_id.end()) {
    errors.push_back(cotejo::products::absent(products, *product_));
    return errors;
  }
  Judged judged{found->second, {}, {}};
  for (Part& part : parts_) {
    const auto* spec = spec_of(part, *judged.product);
    if (!spec) {
      errors.push_back(cotejo::products::unknown_evidence(part.name));
      continue;
    }
    if (part.address && !(part.found && *part.found)) {
      errors.push_back(part.found ? part.found->error() : storage::unknown_reference());
      errors.back().at = part.name;
      continue;
    }
    auto taken = take(part, *spec);
    if (auto* error = std::get_if<domain::Error>(&taken)) {
      if (error->scope == Scope::platform) {
        errors.push_back(std::move(*error));
      } else {
        judged.unusable.emplace(spec->name, std::move(*error));
      }
      continue;
    }
    judged.evidence.push_back(std::move(std::get<engine::Received>(taken)));
  }
  if (!errors.empty()) return errors;
  return judged;
}

std::variant<engine::Received, domain::Error> Intake::take(Part& part, const products::EvidenceSpec& spec) {
  if (part.found) {
    const auto& bytes = **part.found;
    if (auto error = products::misfit(spec, bytes->size, bytes->media_type)) return *error;
    return engine::Received{spec.name, {bytes, nullptr}, true};
  }
  auto content = judge_content(part.writer, std::move(part.media_type), spec);
  if (auto* error = std::get_if<domain::Error>(&content)) return std::move(*error);
  return engine::Received{spec.name, std::move(std::get<storage::Blob>(content))};
}

std::variant<storage::Blob, domain::Error> judge_content(storage::BlobWriter& writer, std::string media_type,
                                                         const products::EvidenceSpec& spec) {
  const auto type = std::string_view(media_type).substr(0, media_type.find(';'));
  // A sender that does not know the media type may say so or leave it out.
  if (type.empty() || type == "application/octet-stream") media_type = domain::sniff_media_type(writer.head());
  if (auto error = products::misfit(spec, writer.size(), media_type)) return *error;
  auto blob = writer.seal(std::move(media_type));
  if (!blob) return blob.error();
  return std::move(*blob);
}

}  // namespace cotejo::http
