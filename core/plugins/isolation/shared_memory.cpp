#include "plugins/isolation/shared_memory.hpp"

#include <fcntl.h>
#include <sys/mman.h>

#include <cstring>

namespace cotejo::plugins::isolation {

Mapping::~Mapping() {
  if (data_) ::munmap(data_, size_);
}

Descriptor anonymous_file(const char* name, std::uint64_t size) {
  Descriptor file(::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file || ::ftruncate(file.get(), static_cast<off_t>(size)) != 0 ||
      ::fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) != 0)
    return {};
  return file;
}

Descriptor sealed_copy(const char* name, std::span<const std::uint8_t> bytes) {
  Descriptor file = anonymous_file(name, bytes.size());
  if (!file) return {};
  {
    const Mapping mapping = map(file, bytes.size(), true);
    if (mapping) std::memcpy(mapping.data(), bytes.data(), bytes.size());
    if (!mapping && !bytes.empty()) return {};
  }
  if (::fcntl(file.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SEAL) != 0) return {};
  return file;
}

bool forbid_new_writers(const Descriptor& file) {
  return ::fcntl(file.get(), F_ADD_SEALS, F_SEAL_FUTURE_WRITE) == 0;
}

Mapping map(const Descriptor& file, std::uint64_t size, bool writable, bool populate) {
  Mapping mapping;
  if (size == 0) return mapping;
  void* data = ::mmap(nullptr, size, writable ? PROT_READ | PROT_WRITE : PROT_READ,
                      MAP_SHARED | (populate ? MAP_POPULATE : 0), file.get(), 0);
  if (data == MAP_FAILED) return mapping;
  mapping.data_ = static_cast<std::uint8_t*>(data);
  mapping.size_ = size;
  return mapping;
}

}  // namespace cotejo::plugins::isolation
