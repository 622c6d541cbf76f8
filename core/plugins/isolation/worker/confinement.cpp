#include "plugins/isolation/worker/confinement.hpp"

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace cotejo::plugins::isolation {
namespace {

constexpr rlim_t kMaxDescriptors = 128;  // the models', the shared files', one arena

// Without reservation: memory, time, its own signals, ending.
constexpr int kFree[] = {
    SCMP_SYS(brk),           SCMP_SYS(munmap),       SCMP_SYS(mremap),       SCMP_SYS(madvise),
    SCMP_SYS(futex),         SCMP_SYS(membarrier),   SCMP_SYS(rseq),         SCMP_SYS(set_robust_list),
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time),
    SCMP_SYS(nanosleep),     SCMP_SYS(sched_yield),  SCMP_SYS(getrandom),    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(getpid),        SCMP_SYS(gettid),       SCMP_SYS(getuid),       SCMP_SYS(geteuid),
    SCMP_SYS(getgid),        SCMP_SYS(getegid),      SCMP_SYS(getrusage),    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getcpu),        SCMP_SYS(uname),        SCMP_SYS(sysinfo),      SCMP_SYS(times),
    SCMP_SYS(rt_sigaction),  SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),  SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(close),         SCMP_SYS(exit),         SCMP_SYS(exit_group),   SCMP_SYS(restart_syscall),
};

// Libraries probe for files and descriptors, and do without.
constexpr int kRefused[] = {
    SCMP_SYS(stat),   SCMP_SYS(lstat),      SCMP_SYS(fstat),  SCMP_SYS(newfstatat), SCMP_SYS(statx),
    SCMP_SYS(access), SCMP_SYS(faccessat),  SCMP_SYS(getcwd), SCMP_SYS(faccessat2), SCMP_SYS(readlink),
    SCMP_SYS(lseek),  SCMP_SYS(readlinkat), SCMP_SYS(ioctl),  SCMP_SYS(getdents64), SCMP_SYS(fcntl),
    SCMP_SYS(statfs), SCMP_SYS(fstatfs),    SCMP_SYS(read),   SCMP_SYS(pread64),    SCMP_SYS(prctl),
};

class Filter {
 public:
  Filter() : filter_(seccomp_init(SCMP_ACT_KILL_PROCESS)) {}

  template <class... Conditions>
  void on(std::uint32_t action, int call, Conditions... conditions) {
    if (!filter_ || problem_ != 0) return;
    const int error = seccomp_rule_add(filter_.get(), action, call, sizeof...(conditions), conditions...);
    if (error != 0 && error != -EDOM) problem_ = error;  // EDOM: this machine does not have the call
  }

  // Of all threads: a library may have started some.
  bool load() {
    return filter_ && problem_ == 0 && seccomp_attr_set(filter_.get(), SCMP_FLTATR_CTL_TSYNC, 1) == 0 &&
           seccomp_load(filter_.get()) == 0;
  }

 private:
  struct Release {
    void operator()(void* filter) const { seccomp_release(filter); }
  };
  std::unique_ptr<void, Release> filter_;
  int problem_ = 0;
};

void allow_memory(Filter& filter) {
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)})  // no new code
    filter.on(SCMP_ACT_ALLOW, call, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

void allow_talking(Filter& filter, int socket) {
  const auto own = SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(socket));
  filter.on(SCMP_ACT_ALLOW, SCMP_SYS(recvmsg), own);
  filter.on(SCMP_ACT_ALLOW, SCMP_SYS(sendto), own);
  // Complaints of libraries; 1 and 2 lead to /dev/null.
  for (const int call : {SCMP_SYS(write), SCMP_SYS(writev)})
    for (const scmp_datum_t fd : {1, 2}) filter.on(SCMP_ACT_ALLOW, call, SCMP_A0(SCMP_CMP_EQ, fd));
}

void allow_itself(Filter& filter) {
  const auto self = SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid()));
  filter.on(SCMP_ACT_ALLOW, SCMP_SYS(tgkill), self);                        // abort()
  filter.on(SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), SCMP_A2(SCMP_CMP_EQ, 0));  // asking, as glibc does for stacks
  filter.on(SCMP_ACT_ALLOW, SCMP_SYS(getrlimit));
  // ARCH_REQ_XCOMP_PERM: registers of the processor that a system hands out on request only.
  filter.on(SCMP_ACT_ALLOW, SCMP_SYS(arch_prctl), SCMP_A0(SCMP_CMP_EQ, 0x1023));
}

void refuse_politely(Filter& filter) {
  for (const int call : kRefused) filter.on(SCMP_ACT_ERRNO(EACCES), call);
  // Opening to read is refused, opening to write ends the process.
  constexpr scmp_datum_t writing = O_ACCMODE | O_CREAT | O_TRUNC;
  filter.on(SCMP_ACT_ERRNO(EACCES), SCMP_SYS(open), SCMP_A1(SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
  filter.on(SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
  // A thread cannot be had; a new process ends this one.
  filter.on(SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3));  // glibc then asks with clone, whose flags a filter can see
  filter.on(SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
}

std::string problem(const char* what) {
  return std::string("the kernel does not grant ") + what + " (" + std::strerror(errno) + ")";
}

bool limit(__rlimit_resource_t what, rlim_t most) {
  const rlimit both{most, most};
  return ::setrlimit(what, &both) == 0;
}

// A sanitizer's run-time library needs shadow memory beyond any limit, files and more system calls than a filter should
// name: sanitized builds look for faults in the code, with workers that are not walled in.
#ifdef COTEJO_SANITIZED
constexpr bool kConfined = false;
#else
constexpr bool kConfined = true;
#endif

// Bytes: address space, and what of it is the process's own and writable.
struct Taken {
  std::uint64_t space = 0, own = 0;
};
Taken taken() {
  Taken found;
  unsigned long long size = 0, resident = 0, shared = 0, text = 0, library = 0, data = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "re")) {
    if (std::fscanf(file, "%llu %llu %llu %llu %llu %llu", &size, &resident, &shared, &text, &library, &data) == 6) {
      const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
      found = {size * page, data * page};
    }
    std::fclose(file);
  }
  return found;
}

}  // namespace

std::string confine(std::uint64_t memory, std::uint64_t shared, int socket) {
  if (!kConfined) return {};
  const Taken now = taken();
  if (now.space == 0) return problem("a look at /proc/self/statm");
  if (!limit(RLIMIT_DATA, now.own + memory) || !limit(RLIMIT_AS, now.space + memory + shared))
    return problem("a limit on memory");
  // A core would hold evidence; other processes of this user may not look in.
  if (!limit(RLIMIT_CORE, 0) || ::prctl(PR_SET_DUMPABLE, 0) != 0) return problem("an end without core");
  if (!limit(RLIMIT_NOFILE, kMaxDescriptors) || !limit(RLIMIT_FSIZE, 0)) return problem("a limit on files");
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return problem("to go without new privileges");
  Filter filter;
  for (const int call : kFree) filter.on(SCMP_ACT_ALLOW, call);
  allow_memory(filter);
  allow_talking(filter, socket);
  allow_itself(filter);
  refuse_politely(filter);
  if (!filter.load()) return problem("a filter of system calls");
  return {};
}

}  // namespace cotejo::plugins::isolation
