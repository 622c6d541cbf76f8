// The host's side of one worker: its process, its socket, its memory.
#pragma once
#include <sys/types.h>

#include <array>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "plugins/host_call.hpp"
#include "plugins/isolation/channel.hpp"

namespace cotejo::plugins::isolation {

// What every worker of one component has in common.
struct Recipe {
  std::string program;  // of the worker
  Setup setup;
  std::vector<std::shared_ptr<const Descriptor>> models;  // sealed, in the order of setup.models
  std::uint32_t ports = 0;
  std::chrono::milliseconds
      grace{};  // for a call to end after its deadline or a cancellation; then its worker is killed
  std::chrono::milliseconds start_timeout{};                     // until a worker is ready
  std::uint32_t calls_per_worker = 0;                            // then the worker is replaced; 0: never
  std::function<void(int level, std::string_view message)> log;  // may be empty
};

// Why a worker can take no more calls.
enum class Cause { crashed, memory, forbidden, garbage, overdue, refused };
std::string_view to_string(Cause cause);

struct End {
  Cause cause;
  std::string message;
  bool idle = false;  // it ended before it got the call, which another worker may run
};

class WorkerProcess {
 public:
  using Clock = std::chrono::steady_clock;

  // Starts the process and does not wait until it is ready. The error is a sentence.
  static domain::Result<std::unique_ptr<WorkerProcess>> start(const Recipe& recipe);
  ~WorkerProcess();  // kills it
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  // Waits until the worker is ready, `until` has passed, or `cancelled` (which may be null) is set. A start that is not
  // complete by then goes on.
  std::optional<End> await_ready(Clock::time_point until, const std::atomic<bool>* cancelled);
  bool ready() const { return ready_; }

  // Runs one call and emits its outcome into `call`. When it returns an End, the worker must not be used again.
  std::optional<End> run(HostCall& call, cotejo_status& status);

  std::uint32_t calls() const { return calls_; }

 private:
  // An input of the current call that was copied into the window.
  struct Lent {
    std::uint64_t offset, size;
    const void* data;
  };
  class Inputs;
  class Outputs;
  // The shared memory behind a call's allocate(). It lives as long as any image in it, and is then used again.
  struct Arena {
    Descriptor file;
    Mapping view;  // read-only
    std::uint64_t dirty = 0;
    std::uint64_t serial = 0;
    std::uint32_t slot = 0;
  };
  struct Shelf {
    std::mutex mutex;
    std::vector<std::unique_ptr<Arena>> free;
  };

  explicit WorkerProcess(const Recipe& recipe) : recipe_(recipe) {}
  Control& flags() const { return *reinterpret_cast<Control*>(control_.data()); }
  bool order(Ask ask, std::uint64_t offset, const std::string& text, const std::vector<int>& descriptors);
  std::optional<End> await_outcome(const CallContext& context, std::string_view& text);
  // Emits into `call` what the worker emitted.
  std::optional<End> take(std::string_view outcome, HostCall& call, const std::shared_ptr<Arena>& arena,
                          const Inputs& inputs, cotejo_status& status);
  // An arena of at least `size` bytes: a used one, or a new one, which the worker does not know yet (`known` is false).
  // Null when there is no memory.
  std::shared_ptr<Arena> arena(std::uint64_t size, bool& known);
  bool take_log_line(std::string_view text);
  End kill(Cause cause, std::string message);
  End gone();
  void reap(bool by_force, int& status);

  const Recipe& recipe_;
  pid_t pid_ = -1;
  Channel channel_;
  Mapping window_, control_;
  std::uint64_t dirty_ = 0;  // bytes of the window that have been used
  const std::shared_ptr<Shelf> shelf_ = std::make_shared<Shelf>();
  std::array<std::uint64_t, kArenaSlots> in_slot_{};  // serials of the arenas that the worker has mapped
  std::uint64_t last_serial_ = 0;
  bool ready_ = false;
  const Clock::time_point started_ = Clock::now();
  std::uint32_t calls_ = 0, lines_ = 0;
};

}  // namespace cotejo::plugins::isolation
