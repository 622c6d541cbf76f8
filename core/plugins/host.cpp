#include "plugins/host.hpp"

#include <cstring>

#include "plugins/bytes.hpp"

namespace cotejo::plugins {
Sink::Sink()
    : cotejo_sink{sizeof(cotejo_sink), [](const cotejo_sink* sink, cotejo_bytes part) {
                    auto& self = *static_cast<Sink*>(const_cast<cotejo_sink*>(sink));
                    if (part.size <= kMax && self.text.size() <= kMax - part.size) self.text.append(view(part));
                  }} {}

Host::Host(std::shared_ptr<Models> models, Log log)
    : cotejo_host{sizeof(cotejo_host), COTEJO_ABI_MINOR, "cotejo", &Host::find},
      models_(std::move(models)),
      log_(std::move(log)) {}

const void* Host::find(const cotejo_host*, const char* id) {
  static const cotejo_models models_table{sizeof(cotejo_models),
                                          [](const cotejo_host* host, cotejo_bytes name) -> cotejo_bytes {
                                            auto opened = of(host).models_->open(view(name));
                                            if (!opened) return {nullptr, 0};
                                            return {opened->bytes.data(), opened->bytes.size()};
                                          }};
  static const cotejo_log log_table{sizeof(cotejo_log),
                                    [](const cotejo_host* host, std::int32_t level, cotejo_bytes message) {
                                      if (of(host).log_) of(host).log_(level, view(message));
                                    }};
  if (std::strcmp(id, COTEJO_EXT_MODELS) == 0) return &models_table;
  if (std::strcmp(id, COTEJO_EXT_LOG) == 0) return &log_table;
  return nullptr;
}

}  // namespace cotejo::plugins
