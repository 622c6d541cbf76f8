#include "plugins/isolation/worker_process.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "domain/utf8.hpp"
#include "plugins/isolation/launcher.hpp"

namespace cotejo::plugins::isolation {
namespace {

// How often a wait looks whether its call was cancelled: a share of what a person notices, and no load.
constexpr std::chrono::milliseconds kLook{10};
const auto kPage = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));

domain::Error no_worker(const char* what) {
  return domain::make_retriable_error(
      domain::Scope::analysis, "analysis.unavailable",
      std::string("a worker process could not be started: ") + what + " (" + std::strerror(errno) + ")");
}

std::string name_of_signal(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return name ? std::string("SIG") + name : std::to_string(signal);
}

}  // namespace

std::string_view to_string(Cause cause) {
  switch (cause) {
    case Cause::crashed:
      return "crashed";
    case Cause::memory:
      return "memory";
    case Cause::forbidden:
      return "forbidden";
    case Cause::garbage:
      return "garbage";
    case Cause::overdue:
      return "overdue";
    case Cause::refused:
      return "refused";
  }
  return "crashed";
}

// ---- what calls share with a worker

class WorkerProcess::Inputs : public Placing {
 public:
  explicit Inputs(Mapping& window) : window_(window) {}
  std::optional<Location> place(const void* data, std::uint64_t size) override {
    const auto offset = reserve(size);
    if (!offset) return std::nullopt;
    std::memcpy(window_.data() + *offset, data, size);
    lent_.push_back({*offset, size, data});
    return Location{Location::In::window, *offset};
  }
  std::optional<std::uint64_t> reserve(std::uint64_t size) {
    const std::uint64_t start = round_up(used_, kBlockAlignment);
    if (size > window_.size() || start > window_.size() - size) return std::nullopt;
    used_ = start + size;
    return start;
  }
  std::uint64_t used() const { return used_; }
  const std::vector<Lent>& lent() const { return lent_; }

 private:
  Mapping& window_;
  std::uint64_t used_ = 0;
  std::vector<Lent> lent_;
};

class WorkerProcess::Outputs : public Memory {
 public:
  Outputs(const std::uint8_t* arena, std::uint64_t used, const std::vector<Lent>& lent)
      : arena_(arena), used_(used), lent_(lent) {}
  const std::uint8_t* at(Location location, std::uint64_t size) const override {
    if (location.in == Location::In::arena) {
      if (size > used_ || location.offset > used_ - size) return nullptr;
      return arena_ + location.offset;
    }
    // The plugin passed on an input: uses the host's original instead of the worker's copy.
    for (const auto& lent : lent_)
      if (location.offset >= lent.offset && size <= lent.size && location.offset - lent.offset <= lent.size - size)
        return static_cast<const std::uint8_t*>(lent.data) + (location.offset - lent.offset);
    return nullptr;
  }

 private:
  const std::uint8_t* arena_;
  const std::uint64_t used_;
  const std::vector<Lent>& lent_;
};

// ---- starting

domain::Result<std::unique_ptr<WorkerProcess>> WorkerProcess::start(const Recipe& recipe) {
  std::unique_ptr<WorkerProcess> worker(new WorkerProcess(recipe));
  const Descriptor window = anonymous_file("cotejo-window", kWindowBytes);
  const Descriptor control = anonymous_file("cotejo-control", sizeof(Control));
  if (!window || !control) return no_worker("no shared memory");
  worker->window_ = map(window, kWindowBytes, true);
  worker->control_ = map(control, sizeof(Control), true);
  if (!worker->window_ || !worker->control_ || !forbid_new_writers(window)) return no_worker("no shared memory");
  Descriptor socket;
  worker->channel_ = Channel::open(socket);
  if (!worker->channel_) return no_worker("no socket");
  worker->pid_ = launch(recipe.program, socket);
  if (worker->pid_ < 0) return no_worker(recipe.program.c_str());
  std::vector<int> descriptors{window.get(), control.get()};
  for (const auto& model : recipe.models) descriptors.push_back(model->get());
  Writer text;
  write(text, recipe.setup);
  if (!worker->order(Ask::setup, 0, text.bytes(), descriptors)) return no_worker("it does not listen");
  worker->dirty_ = text.size();
  return worker;
}

bool WorkerProcess::order(Ask ask, std::uint64_t offset, const std::string& text, const std::vector<int>& descriptors) {
  std::memcpy(window_.data() + offset, text.data(), text.size());
  return channel_.send(
      {static_cast<std::uint32_t>(ask), static_cast<std::uint32_t>(descriptors.size()), offset, text.size()},
      descriptors);
}

std::optional<End> WorkerProcess::await_ready(Clock::time_point until, const std::atomic<bool>* cancelled) {
  const auto latest = started_ + recipe_.start_timeout;
  until = std::min(until, latest);
  while (!ready_) {
    Tell tell{};
    std::string_view text;
    const auto look = cancelled ? std::min(until, Clock::now() + kLook) : until;
    switch (channel_.receive(look, tell, text)) {
      case Channel::Wait::answer:
        break;
      case Channel::Wait::nothing:
        if (Clock::now() >= latest) return kill(Cause::refused, "its worker was not ready in time");
        if (Clock::now() >= until || (cancelled && cancelled->load(std::memory_order_relaxed))) return std::nullopt;
        continue;
      case Channel::Wait::closed:
        return gone();
      case Channel::Wait::garbage:
        return kill(Cause::garbage, "its worker said something that makes no sense");
    }
    if (tell == Tell::refused) {
      Reader reader(text);
      const std::string sentence(reader.text_view());
      return kill(Cause::refused, domain::valid_utf8(sentence) ? sentence : "it could not be created");
    }
    if (tell == Tell::log && take_log_line(text)) continue;
    if (tell != Tell::ready) return kill(Cause::garbage, "its worker said something that makes no sense");
    ready_ = true;
  }
  return std::nullopt;
}

// ---- calling

std::optional<End> WorkerProcess::run(HostCall& call, cotejo_status& status) {
  ++calls_;
  lines_ = 0;
  Inputs inputs(window_);
  Writer text;
  const auto& context = call.context();
  const std::uint64_t arena_size = std::min(context.memory_limit, recipe_.setup.arena);
  bool known = false;
  const auto memory = arena_size ? arena(arena_size, known) : nullptr;
  const CallTerms terms{std::chrono::nanoseconds(context.deadline.time_since_epoch()).count(), memory ? arena_size : 0,
                        memory ? memory->slot : 0, recipe_.ports};
  const bool fits = write(text, terms, call, inputs);
  const auto place = fits ? inputs.reserve(text.size()) : std::nullopt;
  if (!place) {
    if (memory) in_slot_[memory->slot] = 0;  // the worker never heard of it
    call.end({"memory", false, "its inputs are larger than a worker takes"});
    status = COTEJO_INTERNAL;
    return std::nullopt;
  }
  dirty_ = std::max(dirty_, inputs.used());
  flags().cancelled.store(0);
  flags().out_of_memory.store(0);
  std::vector<int> descriptors;
  if (memory && !known) descriptors.push_back(memory->file.get());
  if (!order(Ask::call, *place, text.bytes(), descriptors)) {
    auto end = gone();
    end.idle = true;
    return end;
  }
  std::string_view outcome;
  if (auto end = await_outcome(context, outcome)) return end;
  if (outcome.empty()) {
    if (memory) in_slot_[memory->slot] = 0;  // nor is it known how much of it was used
    call.end({"contract", false, "it emitted more than the host takes"});
    status = COTEJO_INTERNAL;
    return std::nullopt;
  }
  if (auto end = take(outcome, call, memory, inputs, status)) return end;
  if (status != COTEJO_OK && status != COTEJO_CANCELLED && flags().out_of_memory.load() != 0)
    return kill(Cause::memory, "it ran out of the memory that a worker may have");
  if (dirty_ > kKeptBytes) {
    ::madvise(window_.data() + kKeptBytes, round_up(dirty_ - kKeptBytes, kPage), MADV_REMOVE);
    dirty_ = kKeptBytes;
  }
  return std::nullopt;
}

std::optional<End> WorkerProcess::take(std::string_view outcome, HostCall& call, const std::shared_ptr<Arena>& arena,
                                       const Inputs& inputs, cotejo_status& status) {
  Reader reader(outcome);
  const auto used = reader.number<std::uint64_t>();
  if (used > 0 && (!arena || used > arena->view.size()))
    return kill(Cause::garbage, "its worker claims memory that it does not have");
  if (used > 0) {
    arena->dirty = std::max(arena->dirty, used);
    call.adopt(std::shared_ptr<std::uint8_t>(arena, arena->view.data()), used);
  }
  if (!replay(reader, Outputs(arena ? arena->view.data() : nullptr, used, inputs.lent()), call, status))
    return kill(Cause::garbage, "its worker said something that makes no sense");
  return std::nullopt;
}

std::shared_ptr<WorkerProcess::Arena> WorkerProcess::arena(std::uint64_t size, bool& known) {
  std::unique_ptr<Arena> found;
  {
    const std::lock_guard lock(shelf_->mutex);
    while (!found && !shelf_->free.empty()) {
      found = std::move(shelf_->free.back());
      shelf_->free.pop_back();
      if (found->serial != in_slot_[found->slot] || found->view.size() != size) found.reset();
    }
  }
  known = found != nullptr;
  if (!found) {
    found = std::make_unique<Arena>();
    found->file = anonymous_file("cotejo-arena", size);
    if (!found->file) return nullptr;
    found->view = map(found->file, size, false);
    if (!found->view) return nullptr;
    found->serial = ++last_serial_;
    found->slot = static_cast<std::uint32_t>(found->serial % kArenaSlots);
    in_slot_[found->slot] = found->serial;
  }
  return {found.release(), [shelf = std::weak_ptr(shelf_)](Arena* back) {
            std::unique_ptr<Arena> arena(back);
            const auto home = shelf.lock();
            if (!home || arena->dirty > kKeptBytes) return;
            const std::lock_guard lock(home->mutex);
            if (home->free.size() < kArenaSlots) home->free.push_back(std::move(arena));
          }};
}

std::optional<End> WorkerProcess::await_outcome(const CallContext& context, std::string_view& text) {
  auto killing = Clock::time_point::max();
  for (;;) {
    const auto now = Clock::now();
    const bool over =
        now >= context.deadline || (context.cancelled && context.cancelled->load(std::memory_order_relaxed));
    if (over && killing == Clock::time_point::max()) {
      flags().cancelled.store(1);
      killing = now + recipe_.grace;
    }
    if (now >= killing) return kill(Cause::overdue, "it went on after it was told to stop, and was ended");
    auto until = killing;
    if (!over) until = context.cancelled ? std::min(context.deadline, now + kLook) : context.deadline;
    Tell tell{};
    switch (channel_.receive(until, tell, text)) {
      case Channel::Wait::nothing:
        continue;
      case Channel::Wait::closed:
        return gone();
      case Channel::Wait::garbage:
        return kill(Cause::garbage, "its worker said something that makes no sense");
      case Channel::Wait::answer:
        break;
    }
    if (tell == Tell::done) return std::nullopt;
    if (tell != Tell::log || !take_log_line(text))
      return kill(Cause::garbage, "its worker said something that makes no sense");
  }
}

bool WorkerProcess::take_log_line(std::string_view text) {
  if (++lines_ > kMaxLogLines) return false;
  Reader reader(text);
  const auto level = reader.number<std::int32_t>();
  std::string line(reader.text_view());
  if (reader.failed() || !reader.at_end()) return false;
  if (!domain::valid_utf8(line)) line = "(a line that is no text)";
  std::replace_if(
      line.begin(), line.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  if (recipe_.log) recipe_.log(std::clamp(level, COTEJO_LOG_DEBUG + 0, COTEJO_LOG_ERROR + 0), line);
  return true;
}

// ---- the end

WorkerProcess::~WorkerProcess() {
  int status = 0;
  reap(true, status);
}

void WorkerProcess::reap(bool by_force, int& status) {
  if (pid_ < 0) return;
  if (by_force) ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
}

End WorkerProcess::kill(Cause cause, std::string message) {
  int status = 0;
  reap(true, status);
  return {cause, std::move(message)};
}

// Its socket was closed, which happens when it ends; a worker that has not ended is killed.
End WorkerProcess::gone() {
  constexpr int kPatience = 100;  // ms: the kernel closes the socket before the process can be waited for
  int status = 0;
  for (int i = 0; pid_ >= 0 && i < kPatience; ++i) {
    const pid_t found = ::waitpid(pid_, &status, WNOHANG);
    if (found == pid_) {
      pid_ = -1;
    } else {
      ::usleep(1000);
    }
  }
  if (pid_ >= 0) return kill(Cause::garbage, "its worker closed its socket and stayed");
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
    return {Cause::forbidden, "it made a system call that a worker may not make"};
  if (flags().out_of_memory.load() != 0) return {Cause::memory, "it ran out of the memory that a worker may have"};
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
    return {Cause::memory, "its worker was killed, as the kernel does when memory is short"};
  if (WIFSIGNALED(status)) return {Cause::crashed, "its worker ended with " + name_of_signal(WTERMSIG(status))};
  return {Cause::crashed, "it ended its process with status " + std::to_string(WEXITSTATUS(status))};
}

}  // namespace cotejo::plugins::isolation
