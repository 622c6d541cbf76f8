// Trace ids, and the W3C `traceparent` header that carries them between services.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "domain/verification.hpp"

namespace cotejo::telemetry {

struct TraceContext {
  std::string trace_id;  // 32 lower-case hex digits
  std::string span_id;   // 16 digits: the caller's in a parsed header, ours in an answer
  bool sampled = true;
};

// None when the header is malformed: the request then starts its own trace, as the specification demands.
std::optional<TraceContext> parse_traceparent(std::string_view header);
std::string to_traceparent(const TraceContext& context);

TraceContext new_trace();                           // random ids
TraceContext child_of(const TraceContext& parent);  // the same trace, a span of our own

// ver_ and 26 characters (Crockford's base 32): 48 bits of milliseconds, then 80 random bits. Sorts by time of
// creation.
std::string new_verification_id(domain::TimePoint now);
bool is_verification_id(std::string_view text);

}  // namespace cotejo::telemetry
