#include "plugins/isolation/launcher.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>

#include <cerrno>
#include <condition_variable>
#include <cstdlib>
#include <future>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

namespace cotejo::plugins::isolation {
namespace {

constexpr int kSocket = 3;

// The host's environment may hold secrets: only variables that libraries read when they are loaded.
std::vector<std::string> environment() {
  std::vector<std::string> kept;
  for (const char* name : {"LD_LIBRARY_PATH", "OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENCV_FOR_THREADS_NUM",
                           "OPENCV_LOG_LEVEL", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"})
    if (const char* value = std::getenv(name)) kept.push_back(std::string(name) + '=' + value);
  return kept;
}

class Actions {
 public:
  explicit Actions(int socket) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, 1, "/dev/null", O_WRONLY, 0);
#ifndef COTEJO_SANITIZED  // whose reports go there; otherwise what a worker prints is a stranger's to choose
    posix_spawn_file_actions_addopen(&actions_, 2, "/dev/null", O_WRONLY, 0);
#endif
    posix_spawn_file_actions_adddup2(&actions_, socket, kSocket);
    posix_spawn_file_actions_addclosefrom_np(&actions_, kSocket + 1);
  }
  ~Actions() {
    posix_spawn_file_actions_destroy(&actions_);
  }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  const posix_spawn_file_actions_t* get() const {
    return &actions_;
  }

 private:
  posix_spawn_file_actions_t actions_;
};

class Attributes {
 public:
  Attributes() {
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    sigset_t set;
    sigfillset(&set);
    posix_spawnattr_setsigdefault(&attributes_, &set);
    // A terminal and a service manager send these to the whole group; workers end with their host.
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
    posix_spawnattr_setsigmask(&attributes_, &set);
  }
  ~Attributes() { posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

pid_t spawn(const std::string& program, int socket) {
  // Above the numbers that the actions fill.
  const Descriptor raised(::fcntl(socket, F_DUPFD_CLOEXEC, kSocket + 1));
  if (!raised) return -1;
  const Actions actions(raised.get());
  const Attributes attributes;
  std::vector<std::string> texts = environment();
  std::vector<char*> pointers;
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  std::string name = program;
  char* arguments[] = {name.data(), nullptr};
  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, program.c_str(), actions.get(), attributes.get(), arguments, pointers.data());
  errno = error;
  return error == 0 ? pid : -1;
}

class Thread {
 public:
  Thread() {
    // Blocks all signals, which are for the main thread.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread([this] { work(); }).detach();
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
  pid_t launch(const std::string& program, int socket) {
    std::packaged_task<std::pair<pid_t, int>()> task([&] {
      const pid_t pid = spawn(program, socket);
      return std::pair{pid, errno};
    });
    auto result = task.get_future();
    {
      const std::lock_guard lock(mutex_);
      tasks_.push(std::move(task));
    }
    changed_.notify_one();
    const auto [pid, error] = result.get();
    errno = error;
    return pid;
  }

 private:
  void work() {
    pthread_setname_np(pthread_self(), "cotejo-launcher");
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return !tasks_.empty(); });
      auto task = std::move(tasks_.front());
      tasks_.pop();
      lock.unlock();
      task();
      lock.lock();
    }
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::queue<std::packaged_task<std::pair<pid_t, int>()>> tasks_;
};

}  // namespace

pid_t launch(const std::string& program, const Descriptor& socket) {
  static auto* thread = new Thread;  // never joined: workers live as long as it does
  return thread->launch(program, socket.get());
}

}  // namespace cotejo::plugins::isolation
