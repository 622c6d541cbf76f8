#include "http/problems.hpp"

#include <algorithm>
#include <string>

namespace cotejo::http {
namespace {

constexpr Problem table[] = {
    {"artifact.not_found", "The result of this verification has no picture of that name; `artifacts` lists them."},
    {"attempt.not_found",
     "The verification has no such attempt, or its result is not kept any more; `attempts` of the result says how many "
     "there were."},
    {"evidence.lost",
     "The evidence was kept, and its file is gone or changed: the disk was damaged. Send the evidence again."},
    {"evidence.media_type_mismatch",
     "The product takes another kind of file here; GET /v1/products/{id} says which. No attempt was used up."},
    {"evidence.reference_unknown",
     "`from` names a verification or an evidence that is not there, or that was erased. Send the evidence itself."},
    {"evidence.too_large", "The evidence is larger than the product or the host takes. No attempt was used up."},
    {"evidence.unknown", "The product has no evidence of that name; GET /v1/products/{id} lists them."},
    {"idempotency.conflict",
     "The Idempotency-Key was used for another request, and nothing was done. A new request needs a new key."},
    {"platform.draining", "The host is leaving. Send the same request again: another one, or the next one, takes it."},
    {"platform.overloaded",
     "The host has as much work as it can end in time, and nothing was done. Wait for as long as Retry-After says."},
    {"platform.starting", "The host has just started and knows no products yet. Try again shortly."},
    {"platform.storage",
     "The disk takes no writes, or does not answer in time. A submission may have been accepted all the same: send it "
     "again under the same Idempotency-Key."},
    {"product.not_found", "There is no such product; GET /v1/products lists them."},
    {"product.unavailable",
     "The product cannot run on this host now: a plugin or a model is missing, as `detail` says. Operations has to see "
     "to it."},
    {"product.unknown", "The request names a product that there is not; GET /v1/products lists them."},
    {"request.connections", "All connections are at work. Wait for as long as Retry-After says."},
    {"request.duplicate_evidence", "The same evidence is in the request twice."},
    {"request.duplicate_product", "The request names its product twice: in its target and its body, or in two fields."},
    {"request.empty_body", "The body is the evidence, and there is none."},
    {"request.expectation_failed", "The only Expect that is known is 100-continue."},
    {"request.header_too_large", "The header is larger than the host takes."},
    {"request.malformed",
     "The request cannot be read, or could be read in two ways; `detail` says where. The connection is closed."},
    {"request.malformed_application", "Cotejo-Application is 1 to 128 visible ASCII characters."},
    {"request.malformed_base64", "`content` of an evidence is not base64 (RFC 4648, section 4)."},
    {"request.malformed_budget", "Cotejo-Budget is a number of milliseconds, 1 to 600000."},
    {"request.malformed_erasure", "The body of an erasure is {\"owner\": TEXT}, and the text is 1 to 256 bytes."},
    {"request.malformed_evidence_name", "An evidence's name is 1 to 128 bytes of UTF-8."},
    {"request.malformed_idempotency_key", "An Idempotency-Key is 1 to 255 visible ASCII characters."},
    {"request.malformed_json",
     "The body is not JSON, or has something where something else belongs; `at` points to it."},
    {"request.malformed_multipart", "The body is not multipart/form-data (RFC 7578); `detail` says what is wrong."},
    {"request.malformed_parameter", "A parameter of the target has a value that it cannot have; `at` names it."},
    {"request.malformed_product", "A product's name is 1 to 128 bytes."},
    {"request.malformed_reference",
     "`from` names a verification and an evidence of it, and nothing else says what the evidence is."},
    {"request.method_not_allowed", "This path has other methods; Allow lists them."},
    {"request.missing_product", "The request does not say which product it is for."},
    {"request.not_found", "There is nothing at this path."},
    {"request.timeout", "The request did not arrive in time. Send it again."},
    {"request.too_large", "The body is larger than the host takes."},
    {"request.too_many_parts", "There are more pieces of evidence than one request may bring."},
    {"request.unexpected_body", "This request takes no body."},
    {"request.unknown_field", "The body has a member that means nothing here; `at` points to it."},
    {"request.unknown_parameter", "The target has a parameter that means nothing here; `at` names it."},
    {"request.unsupported_encoding", "Bodies are taken as they come: a Content-Encoding is refused."},
    {"request.unsupported_media_type", "The body is neither application/json nor multipart/form-data with a boundary."},
    {"service.overloaded", "Too many questions wait for the index. Try again."},
    {"service.unavailable", "The index cannot be asked, or did not answer in time. Try again."},
    {"service.unknown", "This host has no index: there is nothing to erase from."},
    {"verification.attempts_exhausted", "All attempts that the product grants are used; a person decides."},
    {"verification.erased", "The evidence of this verification was erased: there is nothing to build an attempt on."},
    {"verification.in_progress", "The verification, or an attempt of it, is not completed yet. Try again when it is."},
    {"verification.not_found", "There is no verification with this id."},
};

}  // namespace

std::span<const Problem> problems() {
  return table;
}

std::string problem_type(std::string_view code) {
  const bool explained = std::ranges::find(table, code, &Problem::code) != std::end(table);
  return explained ? "/docs#" + std::string(code) : "about:blank";
}

}  // namespace cotejo::http
