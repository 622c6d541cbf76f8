#include "child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <cstring>

#include "process_state.hpp"

namespace cotejo::plugin_check {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLook{20};  // how often the child's memory is read
constexpr std::size_t kMaxWords = 300;          // of what the child wrote to its standard error

struct Running {
  pid_t pid = -1;
  int reports = -1, errors = -1;
};

Running start(const std::vector<std::string>& arguments) {
  int reports[2], errors[2];
  if (::pipe2(reports, O_CLOEXEC) != 0 || ::pipe2(errors, O_CLOEXEC) != 0) return {};
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  std::vector<char*> argv;
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(nothing, STDOUT_FILENO);
    ::dup2(errors[1], STDERR_FILENO);
    if (::dup2(reports[1], kReportDescriptor) == kReportDescriptor) ::fcntl(kReportDescriptor, F_SETFD, 0);
    ::execv("/proc/self/exe", argv.data());
    ::_exit(127);
  }
  ::close(nothing);
  ::close(reports[1]);
  ::close(errors[1]);
  return {pid, reports[0], errors[0]};
}

// Reads what is there; false at the end.
bool drain(int descriptor, std::string& into) {
  char buffer[8192];
  const auto n = ::read(descriptor, buffer, sizeof buffer);
  if (n > 0) into.append(buffer, static_cast<std::size_t>(n));
  return n > 0;
}

class Watch {
 public:
  Watch(const Running& running, std::string level, std::string component, const Limits& limits)
      : running_(running), level_(std::move(level)), component_(std::move(component)), limits_(limits) {}

  Outcome outcome() {
    follow();
    int status = 0;
    ::waitpid(running_.pid, &status, 0);
    if (!killed_.empty())
      lost(killed_, kill_advice_);
    else if (done_)
      return std::move(outcome_);
    else if (WIFSIGNALED(status))
      lost("the process died of " + name_of(WTERMSIG(status)) + words(), advice_for(WTERMSIG(status)));
    else
      lost("the process ended with exit code " + std::to_string(WEXITSTATUS(status)) + words(),
           "A plugin may not call exit() or abort()");
    return std::move(outcome_);
  }

 private:
  void follow() {
    pollfd descriptors[2] = {{running_.reports, POLLIN, 0}, {running_.errors, POLLIN, 0}};
    last_ = Clock::now();
    while (descriptors[0].fd >= 0) {
      ::poll(descriptors, 2, static_cast<int>(kLook.count()));
      if (descriptors[1].fd >= 0 && descriptors[1].revents && !drain(running_.errors, errors_)) descriptors[1].fd = -1;
      if (errors_.size() > 4 * kMaxWords) errors_.erase(0, errors_.size() - 2 * kMaxWords);
      if (descriptors[0].revents) {
        if (!drain(running_.reports, text_)) descriptors[0].fd = -1;
        take_lines();
      }
      if (done_) break;
      if (killed_.empty()) judge();
    }
    while (descriptors[1].fd >= 0 && ::poll(&descriptors[1], 1, 0) > 0 && drain(running_.errors, errors_)) {
    }
    ::close(running_.reports);
    ::close(running_.errors);
    if (done_) ::kill(running_.pid, SIGKILL);  // what its libraries do at exit is not the question
  }

  void judge() {
    if (const auto bytes = resident_bytes(std::to_string(running_.pid)); bytes > limits_.memory_bytes)
      kill("it took more than " + std::to_string(limits_.memory_bytes >> 20) + " MiB of memory",
           "Bound every allocation by the size of the inputs, and refuse inputs that ask for more");
    else if (Clock::now() - last_ > limits_.hang_after)
      kill("it did not return within " + std::to_string(limits_.hang_after.count()) + " ms",
           "Ask call.cancelled() inside every loop; create() and describe() must be quick");
  }

  void kill(std::string what, std::string advice) {
    ::kill(running_.pid, SIGKILL);
    killed_ = std::move(what);
    kill_advice_ = std::move(advice);
  }

  void take_lines() {
    std::size_t begin = 0;
    for (auto end = text_.find('\n'); end != std::string::npos; end = text_.find('\n', begin)) {
      take(text_.substr(begin, end - begin));
      begin = end + 1;
    }
    text_.erase(0, begin);
  }

  void take(const std::string& line) {
    boost::system::error_code error;
    const auto value = boost::json::parse(line, error);
    if (error || !value.is_object()) return;
    const auto& message = value.get_object();
    const auto text = [&](const boost::json::object& from, std::string_view key) {
      const auto* found = from.if_contains(key);
      return found && found->is_string() ? std::string(found->get_string()) : std::string{};
    };
    if (message.contains("at")) where_ = text(message, "at"), last_ = Clock::now();
    if (message.contains("note")) outcome_.notes.push_back(text(message, "note"));
    if (message.contains("skipped")) outcome_.skipped = text(message, "skipped");
    if (message.contains("component"))
      outcome_.components.push_back(
          {text(message, "component"), text(message, "kind"), message.at("available") == true});
    if (const auto* found = message.if_contains("finding"); found && found->is_object()) {
      const auto& f = found->get_object();
      outcome_.findings.push_back(
          {text(f, "level"), text(f, "component"), text(f, "what"), text(f, "where"), text(f, "advice")});
    }
    if (message.contains("done")) done_ = true;
  }

  void lost(std::string what, std::string advice) {
    outcome_.survived = false;
    outcome_.findings.push_back({level_, component_, std::move(what), where_, std::move(advice)});
  }

  static std::string name_of(int signal) {
    const char* name = ::sigabbrev_np(signal);
    return name ? "SIG" + std::string(name) : "signal " + std::to_string(signal);
  }

  static std::string advice_for(int signal) {
    if (signal == SIGXFSZ) return "A plugin writes no files";
    if (signal == SIGABRT)
      return "Let no exception leave a function of the ABI or a static constructor, and assert nothing about inputs";
    return "Run the golden case or the seed under a debugger or AddressSanitizer";
  }

  // The last line of what it wrote, which often is the reason.
  std::string words() const {
    const auto end = errors_.find_last_not_of("\n ");
    if (end == std::string::npos) return "";
    const auto begin = errors_.find_last_of('\n', end);
    const auto line = errors_.substr(begin == std::string::npos ? 0 : begin + 1,
                                     end - (begin == std::string::npos ? 0 : begin + 1) + 1);
    return ", having written '" + line.substr(0, kMaxWords) + "'";
  }

  const Running running_;
  const std::string level_, component_;
  const Limits& limits_;
  Outcome outcome_;
  std::string text_, errors_, where_, killed_, kill_advice_;
  bool done_ = false;
  Clock::time_point last_;
};

}  // namespace

Outcome run_child(const std::vector<std::string>& arguments, const std::string& level, const std::string& component,
                  const Limits& limits) {
  const auto running = start(arguments);
  if (running.pid < 0) {
    Outcome outcome;
    outcome.started = false;
    return outcome;
  }
  return Watch(running, level, component, limits).outcome();
}

void confine_child() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::setrlimit(RLIMIT_FSIZE, &none);
  ::signal(SIGXFSZ, SIG_DFL);  // a host lets the write fail; here it is what tells that a plugin writes
  ::fcntl(kReportDescriptor, F_SETFD, FD_CLOEXEC);
}

}  // namespace cotejo::plugin_check
