// What host and worker say to each other. The host sends orders, whose text lies in the window; the worker answers on
// the socket, from where it is copied before it is read.
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
// With `setup` come the descriptors of window, control page and models; with `call` that of the arena, if it is a new
// one.
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
  FileIdentity identity;  // of the file that the host loaded: a worker that finds another one refuses it
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
  std::uint32_t slot = 0;        // where the worker keeps it; a descriptor comes with it unless it is there
  std::uint32_t ports = 0;
};
// False when the inputs do not fit.
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
// The plugin gave a null pointer where this belongs: the host refuses it as of a plugin of its own.
void write_nothing(Writer& to, Record of);
void write_end(Writer& to, cotejo_status status);
// Does to `call` what the plugin did to the worker's. False when the bytes make no sense; `call` may then have seen a
// part.
bool replay(Reader& from, const Memory& memory, const cotejo_call& call, cotejo_status& status);

}  // namespace cotejo::plugins::isolation
