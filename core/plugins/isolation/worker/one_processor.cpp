// What libraries ask before they decide how many threads to start, answered with one: a worker may start none, and some
// (TBB, under OpenCV) throw when they cannot have what they counted on. Exported, so that these come before glibc's.
#include <pthread.h>
#include <sched.h>
#include <sys/sysinfo.h>

#include <cstddef>

namespace {
int only_this(std::size_t size, cpu_set_t* set) {
  const int here = sched_getcpu();
  CPU_ZERO_S(size, set);
  CPU_SET_S(static_cast<std::size_t>(here < 0 ? 0 : here), size, set);
  return 0;
}
}  // namespace

#define COTEJO_EXPORTED __attribute__((visibility("default")))
extern "C" {
COTEJO_EXPORTED int sched_getaffinity(pid_t, std::size_t size, cpu_set_t* set) noexcept {
  return only_this(size, set);
}
COTEJO_EXPORTED int pthread_getaffinity_np(pthread_t, std::size_t size, cpu_set_t* set) noexcept {
  return only_this(size, set);
}
COTEJO_EXPORTED int get_nprocs() noexcept {
  return 1;
}
COTEJO_EXPORTED int get_nprocs_conf() noexcept {
  return 1;
}
}
