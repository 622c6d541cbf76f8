#include "storage/work_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "storage/verification_json.hpp"

namespace cotejo::storage {

std::vector<domain::EvidenceRef> references(const Evidence& evidence) {
  std::vector<domain::EvidenceRef> found;
  found.reserve(evidence.size());
  for (const auto& [name, bytes] : evidence) found.push_back({name, bytes->media_type, bytes->digest, bytes->size});
  return found;
}

std::string to_text(const std::vector<domain::EvidenceRef>& evidence) {
  domain::JsonWriter out;
  out.begin_array();
  for (const auto& one : evidence) write(out, one);
  out.end_array();
  return out.take();
}

std::string to_text(const Unusable& unusable) {
  domain::JsonWriter out;
  out.begin_object();
  for (const auto& [name, error] : unusable) {
    out.key(name);
    write(out, error);
  }
  out.end_object();
  return out.take();
}

std::vector<domain::EvidenceRef> evidence_from_text(std::string_view text) {
  std::vector<domain::EvidenceRef> evidence;
  const auto parsed = domain::parse_json(text).value();
  for (const auto& element : parsed.as_array()) evidence.push_back(read_evidence(element));
  return evidence;
}

Unusable unusable_from_text(std::string_view text) {
  Unusable unusable;
  const auto parsed = domain::parse_json(text).value();
  for (const auto& member : parsed.as_object()) unusable.emplace(std::string(member.key()), read_error(member.value()));
  return unusable;
}

domain::Verification pending(const Work& work) {
  domain::Verification verification;
  verification.id = work.id;
  verification.tenant = work.tenant;
  verification.product = work.product;
  verification.evidence = references(work.evidence);
  verification.trace_id = work.trace_id;
  verification.attempt = work.attempt;
  verification.created_at = work.created_at;
  return verification;
}

}  // namespace cotejo::storage
