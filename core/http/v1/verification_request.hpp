// Reads the JSON form of POST /v1/verifications as it arrives: base64 is decoded directly into the intake and is never
// complete in memory.
//
//   {"product": "…", "evidence": {"photo": {"media_type": "image/jpeg", "content": "<base64>"}, "form": {"json": {…}}},
//   "applicant": {…}}
//
// Instead of content, an evidence may refer to that of another verification:
// {"from": {"verification": "ver_…", "evidence": "photo"}}. An evidence may also be just its base64 text; its media
// type is then recognised from its first bytes. `applicant` is JSON evidence of that name.
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
