// The JSON form of POST /v1/verifications, read as it arrives: base64 is decoded straight to the intake, never whole in
// memory.
//
//   {"product": "…", "evidence": {"photo": {"media_type": "image/jpeg", "content": "<base64>"}, "form": {"json": {…}}},
//   "applicant": {…}}
//
// Instead of its content, an evidence may say where it is: {"from": {"verification": "ver_…", "evidence": "photo"}},
// what another verification was given under that name. An evidence may be its base64 text alone (its media type is then
// told from its first bytes); `applicant` is JSON evidence under that name.
#pragma once
#include <memory>
#include <span>

#include "http/intake.hpp"

namespace cotejo::http::v1 {

class VerificationRequestParser {
 public:
  VerificationRequestParser(Intake& intake, const Limits& limits);
  ~VerificationRequestParser();
  VerificationRequestParser(const VerificationRequestParser&) = delete;
  VerificationRequestParser& operator=(const VerificationRequestParser&) = delete;

  // request.malformed_json, request.malformed_reference, request.unknown_field, request.malformed_base64, and what the
  // intake refuses.
  domain::Result<void> feed(std::span<const std::uint8_t> piece);
  domain::Result<void> finish();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cotejo::http::v1
