// Preloaded into a host: while the file that COTEJO_TEST_READ_ONLY names is there, every write to a disk fails as on
// one that the kernel has put to read-only, where files that were open stay open. (A real one cannot be put so without
// root.)
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdlib>

namespace {

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

bool read_only() {
  const char* mark = ::getenv("COTEJO_TEST_READ_ONLY");
  const int before = errno;
  const bool is = mark && ::access(mark, F_OK) == 0;
  errno = before;
  return is;
}
bool refused(bool writes) {
  if (!writes || !read_only()) return false;
  errno = EROFS;
  return true;
}
bool is_file(int descriptor) {
  struct stat found {};
  return ::fstat(descriptor, &found) == 0 && S_ISREG(found.st_mode);
}
bool opens_for_writing(int flags) {
  return (flags & (O_CREAT | O_TRUNC)) != 0 || (flags & O_ACCMODE) != O_RDONLY;
}
mode_t mode_of(int flags, va_list rest) {
  return (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(rest, int)) : 0;
}

}  // namespace

extern "C" {

#define OPEN(name)                                                        \
  int name(const char* path, int flags, ...) {                            \
    va_list rest;                                                         \
    va_start(rest, flags);                                                \
    const mode_t mode = mode_of(flags, rest);                             \
    va_end(rest);                                                         \
    if (refused(opens_for_writing(flags))) return -1;                     \
    return real<int(const char*, int, mode_t)>(#name)(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

ssize_t write(int descriptor, const void* data, size_t size) {
  if (refused(is_file(descriptor))) return -1;
  return real<ssize_t(int, const void*, size_t)>("write")(descriptor, data, size);
}

#define PWRITE(name, Offset)                                                                       \
  ssize_t name(int descriptor, const void* data, size_t size, Offset offset) {                     \
    if (refused(is_file(descriptor))) return -1;                                                   \
    return real<ssize_t(int, const void*, size_t, Offset)>(#name)(descriptor, data, size, offset); \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATE(name, Offset)                              \
  int name(int descriptor, Offset size) {                   \
    if (refused(is_file(descriptor))) return -1;            \
    return real<int(int, Offset)>(#name)(descriptor, size); \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int rename(const char* from, const char* to) {
  if (refused(true)) return -1;
  return real<int(const char*, const char*)>("rename")(from, to);
}
int unlink(const char* path) {
  if (refused(true)) return -1;
  return real<int(const char*)>("unlink")(path);
}
int mkdir(const char* path, mode_t mode) {
  if (refused(true)) return -1;
  return real<int(const char*, mode_t)>("mkdir")(path, mode);
}

}  // extern "C"
