#include "plugins/loaded_library.hpp"

#include <dlfcn.h>
#include <link.h>

#include <cstring>
#include <string>

namespace cotejo::plugins {

void* function_of(std::string_view library, const char* symbol) {
  struct Search {
    std::string_view library;
    std::string path;
  } search{library, {}};
  ::dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* data) -> int {
        auto& wanted = *static_cast<Search*>(data);
        if (std::string_view(info->dlpi_name).find(wanted.library) == std::string_view::npos) return 0;
        wanted.path = info->dlpi_name;
        return 1;
      },
      &search);
  if (search.path.empty()) return nullptr;
  void* handle = ::dlopen(search.path.c_str(), RTLD_NOW | RTLD_NOLOAD);
  if (!handle) return nullptr;
  void* found = ::dlsym(handle, symbol);
  ::dlclose(handle);  // the plugin keeps it loaded
  return found;
}

void keep_opencv_single_threaded() {
  void* found = function_of("libopencv_core", "_ZN2cv13setNumThreadsEi");
  if (!found) return;
  void (*set_threads)(int) = nullptr;
  std::memcpy(&set_threads, &found, sizeof(set_threads));
  set_threads(1);
}

}  // namespace cotejo::plugins
