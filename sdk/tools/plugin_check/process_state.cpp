#include "process_state.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cfenv>
#include <clocale>
#include <csignal>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <locale>
#include <new>
#include <set>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

#include "plugins/loaded_library.hpp"

extern char** environ;

namespace cotejo::plugin_check {
namespace {

namespace fs = std::filesystem;

// What the host expects instead, by aspect.
const std::map<std::string, std::string> kAdvice{
    {"locale",
     "Do not call setlocale() or std::locale::global(); format and parse with std::to_chars and std::from_chars"},
    {"signal handlers", "Install no signal handlers; return a status instead"},
    {"signal mask", "Leave the signal mask alone"},
    {"threads",
     "Start no threads: the host runs components side by side; switch off the thread pool of the library that did"},
    {"OpenCV threads", "Do not call cv::setNumThreads(); the host decides"},
    {"OpenCV optimisation", "Do not call cv::setUseOptimized(); the host decides"},
    {"OpenMP threads", "Do not call omp_set_num_threads(); the host decides"},
    {"environment", "Do not call setenv() or putenv(); take settings through params"},
    {"working directory", "Do not call chdir(); models come through Host::model()"},
    {"open files", "Open no files and sockets, or close them; models come through Host::model()"},
    {"umask", "Do not call umask()"},
    {"floating point", "Leave rounding and denormal modes as they are; they change the results of other plugins"},
    {"terminate handler", "Do not call std::set_terminate()"},
    {"new handler", "Do not call std::set_new_handler()"},
    {"resource limits", "Do not call setrlimit()"}};

std::string signal_handlers() {
  std::string out;
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action {};
    if (::sigaction(signal, nullptr, &action) != 0 || action.sa_handler == SIG_DFL) continue;
    const char* name = ::sigabbrev_np(signal);
    out += (out.empty() ? "" : " ") + (name ? "SIG" + std::string(name) : std::to_string(signal)) +
           (action.sa_handler == SIG_IGN ? " ignored" : " handled");
  }
  return out;
}

std::string signal_mask() {
  sigset_t set;
  ::sigemptyset(&set);
  ::pthread_sigmask(SIG_BLOCK, nullptr, &set);
  std::string out;
  for (int signal = 1; signal < NSIG; ++signal)
    if (::sigismember(&set, signal) == 1) out += (out.empty() ? "" : " ") + std::to_string(signal);
  return out;
}

std::string threads() {
  std::size_t count = 0;
  std::error_code error;
  for (fs::directory_iterator it("/proc/self/task", error), end; !error && it != end; it.increment(error)) ++count;
  return std::to_string(count);
}

std::string environment() {
  std::set<std::string> all;
  for (char** entry = environ; entry && *entry; ++entry) all.insert(*entry);
  std::string out;
  for (const auto& entry : all) out += (out.empty() ? "" : "\n") + entry;
  return out;
}

std::string open_files() {
  std::vector<std::string> all;
  std::error_code error;
  for (fs::directory_iterator it("/proc/self/fd", error), end; !error && it != end; it.increment(error)) {
    std::error_code gone;
    const auto target = fs::read_symlink(it->path(), gone).string();
    if (!gone && target.find("/fd") == std::string::npos) all.push_back(it->path().filename().string() + " " + target);
  }
  std::sort(all.begin(), all.end());
  std::string out;
  for (const auto& entry : all) out += (out.empty() ? "" : "\n") + entry;
  return out;
}

std::string resource_limits() {
  std::string out;
  for (const auto resource : {RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_NOFILE, RLIMIT_STACK}) {
    rlimit limit{};
    ::getrlimit(resource, &limit);
    out += std::to_string(limit.rlim_cur) + " ";
  }
  return out;
}

std::string floating_point() {
  std::string out = "rounding " + std::to_string(std::fegetround());
#if defined(__x86_64__)
  constexpr unsigned kStickyFlags = 0x3f;  // what an operation raised, not how it is done
  out += ", control " + std::to_string(_mm_getcsr() & ~kStickyFlags);
#endif
  return out;
}

template <class T>
std::string answer_of(std::string_view library, const char* symbol) {
  void* found = plugins::function_of(library, symbol);
  if (!found) return "";
  T (*function)() = nullptr;
  std::memcpy(&function, &found, sizeof(function));
  return std::to_string(function());
}

// Where two lists of lines differ.
std::string only_in(const std::string& lines, const std::string& other) {
  std::string out;
  for (std::size_t at = 0; at <= lines.size();) {
    const auto end = std::min(lines.find('\n', at), lines.size());
    const std::string line = lines.substr(at, end - at);
    if (!line.empty() && ("\n" + other + "\n").find("\n" + line + "\n") == std::string::npos)
      out += (out.empty() ? "" : ", ") + line.substr(0, 120);
    at = end + 1;
  }
  return out.empty() ? "nothing" : out;
}

}  // namespace

ProcessState process_state() {
  ProcessState state;
  state["locale"] = std::string(std::setlocale(LC_ALL, nullptr)) + " / " + std::locale().name();
  state["signal handlers"] = signal_handlers();
  state["signal mask"] = signal_mask();
  state["threads"] = threads();
  state["OpenCV threads"] = answer_of<int>("libopencv_core", "_ZN2cv13getNumThreadsEv");
  state["OpenCV optimisation"] = answer_of<bool>("libopencv_core", "_ZN2cv12useOptimizedEv");
  state["OpenMP threads"] = answer_of<int>("libgomp", "omp_get_max_threads");
  state["environment"] = environment();
  std::error_code error;
  state["working directory"] = fs::current_path(error).string();
  state["open files"] = open_files();
  const mode_t mask = ::umask(0);
  ::umask(mask);
  state["umask"] = std::to_string(mask);
  state["floating point"] = floating_point();
  state["terminate handler"] =
      std::get_terminate() ? std::to_string(reinterpret_cast<std::uintptr_t>(std::get_terminate())) : "none";
  state["new handler"] = std::get_new_handler() ? "set" : "none";
  state["resource limits"] = resource_limits();
  return state;
}

std::uint64_t resident_bytes(const std::string& process) {
  std::ifstream statm("/proc/" + process + "/statm");
  std::uint64_t total = 0, resident = 0;
  statm >> total >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::vector<Change> changes(const ProcessState& before, const ProcessState& after) {
  std::vector<Change> all;
  for (const auto& [aspect, now] : after) {
    const auto& then = before.at(aspect);
    if (now == then || then.empty()) continue;  // empty: its library came with the plugin, or nothing was set
    const bool lines = aspect == "environment" || aspect == "open files";
    all.push_back({aspect, lines ? only_in(then, now) : then, lines ? only_in(now, then) : now, kAdvice.at(aspect)});
  }
  return all;
}

}  // namespace cotejo::plugin_check
