#include "plugins/crash.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <memory>
#include <utility>

namespace cotejo::plugins {
namespace {

constexpr std::pair<int, const char*> kSignals[] = {
    {SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"}, {SIGFPE, "SIGFPE"}, {SIGILL, "SIGILL"}, {SIGABRT, "SIGABRT"}};

constinit thread_local const Inside* inside = nullptr;
bool named = false;  // set before there are other threads

// A stack for the handler, since the thread's own may be what is used up.
class SpareStack {
 public:
  SpareStack() : memory_(std::make_unique<std::byte[]>(size())) {
    stack_t spare{};
    spare.ss_sp = memory_.get();
    spare.ss_size = size();
    ::sigaltstack(&spare, nullptr);
  }
  ~SpareStack() {
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    ::sigaltstack(&none, nullptr);
  }

 private:
  static std::size_t size() { return static_cast<std::size_t>(SIGSTKSZ); }
  const std::unique_ptr<std::byte[]> memory_;
};

}  // namespace

// Only what may be called in a signal handler: memory of its own, and write().
class CrashHandler {
 public:
  static void handle(int signal) {
    if (inside && inside->step_ != Inside::Step::remote) CrashHandler().say(signal, *inside);
    ::raise(signal);  // its disposition is the default again: the process ends as it would have
  }

 private:
  void say(int signal, const Inside& where) {
    add("cotejo: ");
    for (const auto& [number, name] : kSignals)
      if (number == signal) add(name);
    add(where.step_ == Inside::Step::load     ? " while it loaded "
        : where.step_ == Inside::Step::create ? " while it created "
                                              : " while it ran ");
    add(where.name_);
    add(", whose code crashed in this process\n  cotejo-plugin-check FILE.so shows what it does wrong");
    if (where.step_ != Inside::Step::load) {
      add("; with `isolation: { components: { ");
      add(where.name_);
      add(": process } }` in host.yaml a crash of it is one error of one verification");
    }
    add("\n");
    for (std::size_t written = 0; written < size_;) {
      const auto n = ::write(STDERR_FILENO, text_.data() + written, size_ - written);
      if (n <= 0) return;
      written += static_cast<std::size_t>(n);
    }
  }
  void add(const char* words) {
    const std::size_t more = std::min(std::strlen(words), text_.size() - size_);
    std::memcpy(text_.data() + size_, words, more);
    size_ += more;
  }

  std::array<char, 1024> text_;  // ids have at most 128 bytes, files' names 255
  std::size_t size_ = 0;
};

Inside::Inside(Step step, const char* name) : step_(step), name_(name), around_(inside) {
  if (named) {
    static thread_local const SpareStack spare;
  }
  inside = this;
}

Inside::~Inside() {
  inside = around_;
}

void name_crashes() {
  named = true;
  for (const auto& [signal, name] : kSignals) {
    struct sigaction now {};
    if (::sigaction(signal, nullptr, &now) != 0 || now.sa_handler != SIG_DFL) continue;
    struct sigaction ours {};
    ours.sa_handler = [](int number) { CrashHandler::handle(number); };
    ours.sa_flags = SA_ONSTACK | static_cast<int>(SA_RESETHAND);
    ::sigaction(signal, &ours, nullptr);
  }
}

}  // namespace cotejo::plugins
