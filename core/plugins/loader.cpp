#include "plugins/loader.hpp"

#include <cotejo/abi.h>
#include <dlfcn.h>

#include <algorithm>
#include <boost/dll/library_info.hpp>
#include <boost/dll/shared_library.hpp>
#include <boost/json/serialize.hpp>
#include <cstring>
#include <mutex>

#include "domain/digest.hpp"
#include "domain/mapped_file.hpp"
#include "plugins/component.hpp"

namespace cotejo::plugins {
namespace {

namespace dll = boost::dll;

constexpr std::string_view kEntryPrefix = "cotejo_entry_v";

std::string_view view(cotejo_bytes b) {
  return {static_cast<const char*>(b.data), static_cast<std::size_t>(b.size)};
}
cotejo_bytes bytes(std::string_view s) {
  return {s.data(), s.size()};
}

// Collects what a plugin writes.
struct Sink : cotejo_sink {
  Sink()
      : cotejo_sink{sizeof(cotejo_sink), [](const cotejo_sink* sink, cotejo_bytes part) {
                      auto& self = *static_cast<Sink*>(const_cast<cotejo_sink*>(sink));
                      if (self.text.size() + part.size <= kMax) self.text.append(view(part));
                    }} {}
  static constexpr std::size_t kMax = 4u << 20;  // a declaration is a few kilobytes
  std::string text;
};

// The host as plugins see it. One for all; lives as long as the process, as plugins may call it at any time.
struct Host : cotejo_host {
  Host(std::shared_ptr<Models> m, std::function<void(int, std::string_view)> l)
      : cotejo_host{sizeof(cotejo_host), COTEJO_ABI_MINOR, "cotejo", &Host::find},
        models(std::move(m)),
        log(std::move(l)) {}
  static const Host& of(const cotejo_host* host) { return *static_cast<const Host*>(host); }
  static const void* find(const cotejo_host*, const char* id) {
    static const cotejo_models models_table{sizeof(cotejo_models),
                                            [](const cotejo_host* host, cotejo_bytes name) -> cotejo_bytes {
                                              auto opened = of(host).models->open(view(name));
                                              if (!opened) return {nullptr, 0};
                                              return {opened->bytes.data(), opened->bytes.size()};
                                            }};
    static const cotejo_log log_table{sizeof(cotejo_log),
                                      [](const cotejo_host* host, std::int32_t level, cotejo_bytes message) {
                                        if (of(host).log) of(host).log(level, view(message));
                                      }};
    if (std::strcmp(id, COTEJO_EXT_MODELS) == 0) return &models_table;
    if (std::strcmp(id, COTEJO_EXT_LOG) == 0) return &log_table;
    return nullptr;
  }
  std::shared_ptr<Models> models;
  std::function<void(int, std::string_view)> log;
};

struct Registered {
  ComponentInfo info;
  const cotejo_factory* factory = nullptr;
  std::uint32_t index = 0;
};

constexpr std::pair<Kind, const char*> kKinds[] = {{Kind::analyzer, COTEJO_ANALYZER},
                                                   {Kind::sub_analyzer, COTEJO_SUB_ANALYZER},
                                                   {Kind::connector, COTEJO_CONNECTOR},
                                                   {Kind::check, COTEJO_CHECK}};

domain::Error platform_error(std::string code, std::string message) {
  return {domain::Scope::platform, false, std::move(code), std::move(message), {}, {}};
}

domain::Result<Declaration> describe_at(const cotejo_factory& factory, std::uint32_t index, Kind kind,
                                        std::string_view params_json) {
  Sink out, error;
  if (factory.describe(index, bytes(params_json), &out, &error) != COTEJO_OK)
    return platform_error("plugin.params",
                          error.text.empty() ? "it cannot be described with these params" : error.text);
  return parse_declaration(kind, out.text);
}

class LoadedPlugins final : public Registry {
 public:
  explicit LoadedPlugins(LoadOptions options) : options_(std::move(options)), host_(make_host(options_)) {
    for (const auto& directory : options_.directories) load_directory(directory);
  }

  std::vector<const ComponentInfo*> components() const override {
    std::vector<const ComponentInfo*> all;
    for (const auto& [id, registered] : components_) all.push_back(&registered.info);
    return all;
  }
  const ComponentInfo* find(std::string_view id) const override {
    const auto it = components_.find(id);
    return it == components_.end() ? nullptr : &it->second.info;
  }
  const std::vector<Refusal>& refusals() const override { return refusals_; }

  domain::Result<Declaration> describe(std::string_view id, const boost::json::object& params) const override {
    const auto it = components_.find(id);
    if (it == components_.end())
      return platform_error("component.not_found", "no component '" + std::string(id) + "' is loaded");
    const auto& registered = it->second;
    auto declaration = describe_at(*registered.factory, registered.index, registered.info.declaration.kind,
                                   boost::json::serialize(params));
    if (declaration && declaration->id != id)
      return platform_error("plugin.declaration", "it describes itself as '" + declaration->id + "'");
    return declaration;
  }

  domain::Result<std::shared_ptr<Component>> create(std::string_view id, const boost::json::object& params) override {
    auto declaration = describe(id, params);
    if (!declaration) return declaration.error();
    const auto& registered = components_.find(id)->second;
    if (!registered.info.unavailable.empty())
      return platform_error("component.unavailable", registered.info.unavailable);
    const std::string json = boost::json::serialize(params);
    const std::lock_guard lock(mutex_);
    auto& shared = created_[std::string(id) + '\n' + json];
    if (auto component = shared.lock()) return component;
    auto component =
        std::make_shared<Component>(std::move(*declaration), maker(registered, json), options_.max_instances);
    if (auto ready = component->warm(1); !ready) return ready.error();
    shared = component;
    return component;
  }

 private:
  // Plugins keep the pointer for as long as they live, which is as long as the process.
  static const Host* make_host(const LoadOptions& options) {
    static std::mutex mutex;
    static auto* hosts = new std::vector<std::unique_ptr<const Host>>;
    const std::lock_guard lock(mutex);
    return hosts->emplace_back(std::make_unique<const Host>(options.models, options.log)).get();
  }

  Component::Make maker(const Registered& registered, std::string json) const {
    return [host = host_, factory = registered.factory, index = registered.index, json = std::move(json),
            id = registered.info.declaration.id, plugin = registered.info.plugin]()
               -> domain::Result<std::unique_ptr<cotejo_component, void (*)(cotejo_component*)>> {
      auto made = std::unique_ptr<cotejo_component, void (*)(cotejo_component*)>(new cotejo_component{},
                                                                                 [](cotejo_component* c) {
                                                                                   if (c->destroy) c->destroy(c->self);
                                                                                   delete c;
                                                                                 });
      Sink error;
      if (factory->create(index, host, bytes(json), made.get(), &error) != COTEJO_OK || !made->run) {
        made->destroy = nullptr;
        return platform_error("component.create", "component '" + id + "' of " + plugin + " could not be created: " +
                                                      (error.text.empty() ? "it gave no reason" : error.text));
      }
      return made;
    };
  }

  void refuse(const std::string& file, std::string reason) {
    refusals_.push_back({file, file + ": " + std::move(reason)});
  }

  void load_directory(const std::filesystem::path& directory) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(directory, error))
      if (entry.path().extension() == ".so") files.push_back(std::filesystem::absolute(entry.path()));
    if (error) refuse(directory.string(), "the folder of plugins cannot be read: " + error.message());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) load_file(file);
  }

  // The ABI major that the library was built for, read from its symbol table before any of its code runs. -1: no
  // plugin.
  static int abi_major(const std::filesystem::path& file) {
    for (const auto& symbol : dll::library_info(file.string()).symbols()) {
      if (!symbol.starts_with(kEntryPrefix)) continue;
      const auto digits = symbol.substr(kEntryPrefix.size());
      if (!digits.empty() && digits.size() < 6 &&
          std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::stoi(digits);
    }
    return -1;
  }

  void load_file(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    if (const auto pinned = options_.digests.find(name); pinned != options_.digests.end()) {
      const auto mapped = domain::MappedFile::open(file);
      const std::string found = mapped ? domain::digest_of(mapped->text()) : "none, as it cannot be read";
      if (found != pinned->second)
        return refuse(name, "its digest is " + found + ", and the configuration pins " + pinned->second);
    }
    int major = -1;
    try {
      major = abi_major(file);
    } catch (const std::exception&) {
      return refuse(name, "not a plugin: it is not a shared library of this machine");
    }
    if (major < 0) return refuse(name, "not a plugin: it does not export " + std::string(COTEJO_ENTRY_SYMBOL));
    if (major != static_cast<int>(COTEJO_ABI_MAJOR))
      return refuse(name, "built for plugin ABI " + std::to_string(major) + ", this host speaks " +
                              std::to_string(COTEJO_ABI_MAJOR) +
                              (major > static_cast<int>(COTEJO_ABI_MAJOR) ? " (upgrade the host, or rebuild with SDK "
                                                                          : " (rebuild the plugin with SDK ") +
                              std::to_string(COTEJO_ABI_MAJOR) + ".x)");
    try {
      // Boost.DLL has no word for RTLD_NODELETE; the cast passes the flag on.
      dll::shared_library library(file.string(), dll::load_mode::rtld_now | dll::load_mode::rtld_local |
                                                     static_cast<dll::load_mode::type>(RTLD_NODELETE));
      register_plugin(name, library.get<const cotejo_entry>(COTEJO_ENTRY_SYMBOL));
      libraries_.push_back(std::move(library));
    } catch (const std::exception& e) {
      refuse(name, "it cannot be loaded: " + std::string(e.what()));
    }
  }

  void register_plugin(const std::string& file, const cotejo_entry& entry) {
    if (auto problem = misfit(entry); !problem.empty()) return refuse(file, std::move(problem));
    std::vector<Registered> found;
    for (const auto& [kind, id] : kKinds) {
      const auto* factory = entry.factory(id);
      if (!factory) continue;
      for (std::uint32_t i = 0; i < factory->count; ++i) {
        auto declaration = describe_at(*factory, i, kind, "{}");
        const char* name = factory->id(i);
        if (!declaration)
          return refuse(file, std::string(name ? name : "a component") + ": " + declaration.error().message);
        if (!name || declaration->id != name)
          return refuse(file, "its component '" + declaration->id + "' goes by another id in its factory");
        if (const auto it = components_.find(declaration->id); it != components_.end())
          return refuse(file, "component '" + declaration->id + "' is already provided by " + it->second.info.plugin);
        if (std::any_of(found.begin(), found.end(),
                        [&](const Registered& r) { return r.info.declaration.id == declaration->id; }))
          return refuse(file, "it provides component '" + declaration->id + "' twice");
        Registered registered{{std::move(*declaration), file, {}, {}}, factory, i};
        add_models(registered.info);
        found.push_back(std::move(registered));
      }
    }
    if (found.empty()) return refuse(file, "it has no components that this host knows");
    for (auto& registered : found) {
      const std::string id = registered.info.declaration.id;
      components_.emplace(id, std::move(registered));
    }
  }

  static std::string misfit(const cotejo_entry& entry) {
    if (entry.struct_size < sizeof(cotejo_entry) || !entry.factory) return "its entry is incomplete";
    if (entry.abi_minor <= COTEJO_ABI_MINOR) {
      for (const char* const* id = entry.required_extensions; id && *id; ++id)
        if (!Host::find(nullptr, *id))
          return "it needs " + std::string(*id) + ", which this host does not have (upgrade the host)";
      return {};
    }
    std::string missing;
    for (const char* const* id = entry.required_extensions; id && *id; ++id)
      if (!Host::find(nullptr, *id)) missing += (missing.empty() ? "; missing here: " : ", ") + std::string(*id);
    const std::string major = std::to_string(COTEJO_ABI_MAJOR) + ".";
    return "built for plugin ABI " + major + std::to_string(entry.abi_minor) + ", this host speaks " + major +
           std::to_string(COTEJO_ABI_MINOR) + missing + " (upgrade the host, or rebuild with SDK " + major +
           std::to_string(COTEJO_ABI_MINOR) + ")";
  }

  void add_models(ComponentInfo& info) {
    for (const auto& name : info.declaration.models) {
      const auto opened = options_.models->open(name);
      if (opened) {
        info.models.emplace_back(name, opened->digest);
      } else if (info.unavailable.empty()) {
        info.unavailable = info.declaration.id + " is off: " + opened.error().message;
      }
    }
  }

  LoadOptions options_;
  const Host* host_;
  std::map<std::string, Registered, std::less<>> components_;
  std::vector<Refusal> refusals_;
  std::vector<dll::shared_library> libraries_;
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<Component>> created_;
};

}  // namespace

std::unique_ptr<Registry> load_plugins(LoadOptions options) {
  if (!options.models) options.models = std::make_shared<Models>();
  return std::make_unique<LoadedPlugins>(std::move(options));
}

}  // namespace cotejo::plugins
