// Limits on what a client may send or hold. Beside each limit stands the answer to a client that exceeds it.
#pragma once
#include <chrono>
#include <cstdint>

namespace cotejo::http {

struct Limits {
  std::uint32_t header_bytes = 16u << 10;    // 431 request.header_too_large
  std::uint64_t body_bytes = 64u << 20;      // 413 request.too_large
  std::uint64_t evidence_bytes = 48u << 20;  // one evidence: 413 evidence.too_large; a product may ask for less
  std::uint64_t json_evidence_bytes =
      1u << 20;                    // JSON evidence written inline in a JSON request: 413 evidence.too_large
  std::size_t json_depth = 32;     // 400 request.malformed_json
  std::size_t json_fields = 4096;  // members of objects, all together: 400 request.malformed_json
  std::size_t parts = 64;          // evidence in one request, multipart or JSON: 400 request.too_many_parts
  std::chrono::milliseconds header_timeout{
      10'000};                                      // from the first byte to the end of the header: 408 request.timeout
  std::chrono::milliseconds body_timeout{60'000};   // the whole body: 408 request.timeout
  std::chrono::milliseconds stall_timeout{10'000};  // between two pieces of a body, or of an answer: 408 or closed
  std::chrono::milliseconds idle_timeout{75'000};   // between two requests of a connection: closed
  std::size_t connections = 1024;  // beyond: the longest idle one is closed; when none is idle: 503 request.connections
  std::size_t requests = 512;      // being answered: 429 platform.overloaded
  std::uint64_t bytes = 512u << 20;               // of bodies being received: 429 platform.overloaded
  std::chrono::milliseconds default_wait{5'000};  // how long a request without Prefer waits for the result; then 202
  std::chrono::milliseconds max_wait{60'000};     // caps Prefer: wait=N
  std::chrono::milliseconds heartbeat{10'000};    // SSE comment, so that proxies keep the connection
  std::chrono::milliseconds max_stream{600'000};  // one SSE stream: closed
  std::chrono::seconds retry_after{2};            // what 429 and 503 suggest
};

}  // namespace cotejo::http
