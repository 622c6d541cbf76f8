// A response before it is sent, and the problem documents (RFC 9457) with which errors are answered.
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/error.hpp"

namespace cotejo::http {

struct Response {
  int status = 200;
  std::string_view content_type = "application/json";
  std::vector<std::pair<std::string_view, std::string>> headers;
  std::string body;
  bool close = false;      // close the connection afterwards: the request was malformed, or its body was not read
  bool written = false;    // streamed by its handler already
  std::string error_code;  // for metrics and logs
};

std::string_view reason_phrase(int status);

// The problem document for `errors`, of which there is at least one; the first determines status, code, scope and
// retriable. 429 and 503 get a Retry-After header.
Response problem(const std::vector<domain::Error>& errors, std::string_view trace_id, std::chrono::seconds retry_after);
inline Response problem(const domain::Error& error, std::string_view trace_id, std::chrono::seconds retry_after) {
  return problem(std::vector{error}, trace_id, retry_after);
}

// Appends status line and header fields up to and including the empty line; with Content-Length unless `streamed`.
void write_head(std::string& out, const Response& response, std::string_view date, std::string_view traceparent,
                bool keep_alive, bool streamed);

}  // namespace cotejo::http
