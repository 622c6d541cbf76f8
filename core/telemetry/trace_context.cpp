#include "telemetry/trace_context.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

namespace cotejo::telemetry {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford's
constexpr std::string_view kPrefix = "ver_";
constexpr std::size_t kIdDigits = 26;

// A call of OpenSSL's generator costs far more than the few bytes of an id: each thread draws these at once, and gives
// each byte out once. The process does not fork.
struct Drawn {
  std::array<std::uint8_t, 1024> bytes{};
  std::size_t used = bytes.size();
};

template <std::size_t N>
std::array<std::uint8_t, N> random_bytes() {
  thread_local Drawn drawn;
  if (drawn.bytes.size() - drawn.used < N) {
    // It fails only when the system has no entropy source: nothing sound can be done then.
    if (RAND_bytes(drawn.bytes.data(), static_cast<int>(drawn.bytes.size())) != 1) std::abort();
    drawn.used = 0;
  }
  std::array<std::uint8_t, N> bytes{};
  std::copy_n(drawn.bytes.begin() + static_cast<std::ptrdiff_t>(drawn.used), N, bytes.begin());
  drawn.used += N;
  return bytes;
}

template <std::size_t N>
std::string hex(const std::array<std::uint8_t, N>& bytes) {
  std::string text;
  text.reserve(2 * N);
  for (const auto byte : bytes) {
    text += kHex[byte >> 4];
    text += kHex[byte & 15];
  }
  return text;
}

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return kHex.find(c) != std::string_view::npos; });
}
bool all_zero(std::string_view text) {
  return text.find_first_not_of('0') == std::string_view::npos;
}

}  // namespace

// version "-" trace-id "-" parent-id "-" flags, of 2, 32, 16 and 2 digits (W3C Trace Context, section 3.2). A later
// version may append fields.
std::optional<TraceContext> parse_traceparent(std::string_view header) {
  constexpr std::size_t kSize = 55;
  if (header.size() < kSize || header[2] != '-' || header[35] != '-' || header[52] != '-') return std::nullopt;
  const auto version = header.substr(0, 2), trace = header.substr(3, 32), span = header.substr(36, 16),
             flags = header.substr(53, 2);
  if (!is_hex(version) || !is_hex(trace) || !is_hex(span) || !is_hex(flags)) return std::nullopt;
  if (version == "ff" || all_zero(trace) || all_zero(span)) return std::nullopt;
  if (version == "00" ? header.size() != kSize : header.size() > kSize && header[kSize] != '-') return std::nullopt;
  const bool sampled = (kHex.find(flags[1]) & 1) != 0;
  return TraceContext{std::string(trace), std::string(span), sampled};
}

std::string to_traceparent(const TraceContext& context) {
  std::string text;
  text.reserve(55);
  text.append("00-").append(context.trace_id).append("-").append(context.span_id);
  return text.append(context.sampled ? "-01" : "-00");
}

TraceContext new_trace() {
  return {hex(random_bytes<16>()), hex(random_bytes<8>()), true};
}
TraceContext child_of(const TraceContext& parent) {
  return {parent.trace_id, hex(random_bytes<8>()), parent.sampled};
}

std::string new_verification_id(domain::TimePoint now) {
  const auto ms = static_cast<std::uint64_t>(now.time_since_epoch().count());
  const auto random = random_bytes<10>();
  std::array<std::uint8_t, 16> bytes{};
  for (int i = 0; i < 6; ++i) bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
  std::copy(random.begin(), random.end(), bytes.begin() + 6);
  // 128 bits as 26 digits of 5 bits; the first holds 3.
  std::string id(kPrefix);
  __extension__ unsigned __int128 number = 0;
  for (const auto byte : bytes) number = number << 8 | byte;
  for (int i = static_cast<int>(kIdDigits) - 1; i >= 0; --i)
    id += kBase32[static_cast<std::size_t>(number >> (5 * i) & 31)];
  return id;
}

bool is_verification_id(std::string_view text) {
  return text.size() == kPrefix.size() + kIdDigits && text.starts_with(kPrefix) &&
         text.find_first_not_of(kBase32, kPrefix.size()) == std::string_view::npos;
}

}  // namespace cotejo::telemetry
