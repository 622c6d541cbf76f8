// The cotejo_host that plugins see, and the sink for their answers of variable length.
#pragma once
#include <cotejo/abi.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "plugins/models.hpp"

namespace cotejo::plugins {

// Collects what a plugin writes, and drops what exceeds the limit.
struct Sink : cotejo_sink {
  Sink();
  static constexpr std::size_t kMax = 4u << 20;  // bytes; ample: a declaration has a few kilobytes
  std::string text;
};

// Lives as long as the process, since plugins may call it at any time.
class Host : public cotejo_host {
 public:
  using Log = std::function<void(int level, std::string_view plugin_message)>;  // may be empty
  Host(std::shared_ptr<Models> models, Log log);

  static bool has_extension(const char* id) { return find(nullptr, id) != nullptr; }

 private:
  static const Host& of(const cotejo_host* host) { return *static_cast<const Host*>(host); }
  static const void* find(const cotejo_host*, const char* id);
  std::shared_ptr<Models> models_;
  Log log_;
};

}  // namespace cotejo::plugins
