// The messages between host and worker. The host sends orders, whose text lies in the window. The worker answers over
// the socket; the host copies an answer before it reads it, so that the worker cannot change it meanwhile.
#pragma once
#include <cotejo/abi.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plugins/file_identity.hpp"
#include "plugins/isolation/wire.hpp"

namespace cotejo::plugins::isolation {

enum class Ask : std::uint32_t { setup = 1, call = 2 };
// Sent with `setup`: the descriptors of the window, the control page and the models. Sent with `call`: that of the
// arena, when it is a new one.
struct Order {
  std::uint32_t ask;
  std::uint32_t descriptors;
  std::uint64_t offset, size;  // of the text, in the window
};

enum class Tell : std::uint32_t { ready = 1, refused = 2, done = 3, log = 4 };
struct Answer {
  std::uint32_t tell;
  std::uint32_t size;  // of what follows
};

inline constexpr std::uint32_t kMaxOutcomeBytes = 16u << 20;  // of one call's traits and items
inline constexpr std::uint32_t kMaxSentenceBytes = 1000;      // of a refusal or a line of the log
inline constexpr std::uint32_t kMaxLogLines = 100;            // of one call
inline constexpr std::size_t kMaxModels = 64;

struct Setup {
  std::string plugin;     // path
  FileIdentity identity;  // of the file that the host loaded: a worker refuses to load another one
  std::string id, params;
  std::vector<std::string> models;  // names, in the order of their descriptors
  std::vector<std::uint64_t> model_sizes;
  std::uint64_t memory = 0;  // bytes that it may allocate of its own, beyond what it has when it is ready
  std::uint64_t arena = 0;   // bytes, the largest
};
void write(Writer& to, const Setup& setup);
bool read(Reader& from, Setup& setup);

struct CallTerms {
  std::int64_t deadline_ns = 0;  // of the monotonic clock
  std::uint64_t arena = 0;       // bytes; 0: none
  std::uint32_t slot = 0;  // where the worker keeps the arena; a descriptor is sent along unless it has it already
  std::uint32_t ports = 0;
};
// Writes a call with its inputs; false when they do not fit.
bool write(Writer& to, const CallTerms& terms, const cotejo_call& call, Placing& placing);

struct ReceivedCall {
  CallTerms terms;
  std::int64_t now_unix_ms = 0;
  cotejo_bytes today{};
  std::optional<cotejo_response> response;
  std::vector<std::vector<cotejo_input>> inputs;
  PointedTo keep;
};
bool read(Reader& from, const Memory& memory, ReceivedCall& call);

// The outcome: records in the order in which the plugin made them, then the end.
enum class Record : std::uint32_t { end = 1, output = 2, item = 3, verdict = 4, request = 5, failure = 6, nothing = 7 };
bool write(Writer& to, const cotejo_output& output, Placing& placing);
void write(Writer& to, const cotejo_item& item);
void write_verdict(Writer& to, std::int32_t verdict, double confidence);
void write(Writer& to, const cotejo_request& request);
void write(Writer& to, const cotejo_failure& failure);
// Records that the plugin passed a null pointer for `of`, which the host refuses like one from a plugin in its own
// process.
void write_nothing(Writer& to, Record of);
void write_end(Writer& to, cotejo_status status);
// Repeats on `call` what the plugin did in the worker. False when the message is malformed; a part of it may then have
// been applied.
bool replay(Reader& from, const Memory& memory, const cotejo_call& call, cotejo_status& status);

}  // namespace cotejo::plugins::isolation
