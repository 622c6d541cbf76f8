#include "plugins/loader.hpp"

#include <cotejo/abi.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <mutex>

#include "domain/digest.hpp"
#include "domain/mapped_file.hpp"
#include "plugins/bytes.hpp"
#include "plugins/component.hpp"
#include "plugins/crash.hpp"
#include "plugins/host.hpp"
#include "plugins/isolation/recipes.hpp"
#include "plugins/library.hpp"

namespace cotejo::plugins {
namespace {

struct Registered {
  ComponentInfo info;
  const cotejo_factory* factory = nullptr;
  std::uint32_t index = 0;
  std::string path;
  FileIdentity identity;
};

domain::Error platform_error(std::string code, std::string message) {
  return domain::make_error(domain::Scope::platform, std::move(code), std::move(message));
}

// Held while a plugin describes, creates or destroys a component, which the ABI promises it on one thread at a time.
std::mutex& control() {
  static auto* mutex = new std::mutex;  // components may outlive everything else
  return *mutex;
}

class LoadedPlugins final : public Registry {
 public:
  explicit LoadedPlugins(LoadOptions options)
      : options_(std::move(options)),
        host_(make_host(options_)),
        recipes_(options_.isolation, options_.models, options_.log) {
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
    const std::lock_guard lock(control());
    auto declaration = describe_at(*registered.factory, registered.index, registered.info.declaration.kind,
                                   boost::json::serialize(params));
    if (declaration && declaration->id != id)
      return platform_error("plugin.declaration", "it describes itself as '" + declaration->id + "'");
    return declaration;
  }

  domain::Result<ModelDigests> models_of(const Declaration& declaration) const override {
    ModelDigests digests;
    for (const auto& name : declaration.models) {
      const auto opened = options_.models->open(name);
      if (!opened)
        return platform_error("component.unavailable", declaration.id + " is off: " + opened.error().message);
      digests.emplace_back(name, opened->digest);
    }
    return digests;
  }

  domain::Result<std::shared_ptr<Component>> create(std::string_view id, const boost::json::object& params) override {
    auto declaration = describe(id, params);
    if (!declaration) return declaration.error();
    const auto& registered = components_.find(id)->second;
    const auto models = models_of(*declaration);
    if (!models) return models.error();
    const std::string json = boost::json::serialize(params);
    std::string key = std::string(id) + '\n' + json;
    for (const auto& [name, digest] : *models) key += '\n' + digest;
    const auto component = shared_component(key, registered, std::move(*declaration), json);
    if (auto ready = component->warm(1); !ready) return ready.error();
    return component;
  }

 private:
  std::shared_ptr<Component> shared_component(const std::string& key, const Registered& registered,
                                              Declaration declaration, const std::string& params) {
    const std::lock_guard lock(mutex_);
    auto& shared = created_[key];
    if (auto component = shared.lock()) return component;
    const bool isolated = recipes_.wanted(declaration);
    auto make = isolated ? recipes_.maker(registered.path, registered.identity, declaration, params)
                         : maker(registered, params);
    if (isolated) declaration.parallel = false;  // a worker takes one call at a time
    auto component = std::make_shared<Component>(std::move(declaration), std::move(make), options_.max_instances);
    shared = component;
    return component;
  }

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
      auto made = std::unique_ptr<cotejo_component, void (*)(cotejo_component*)>(
          new cotejo_component{}, [](cotejo_component* c) {
            const std::lock_guard lock(control());
            if (c->destroy) c->destroy(c->self);
            delete c;
          });
      Sink error;
      std::unique_lock lock(control());
      const Inside inside(Inside::Step::create, id.c_str());
      const auto status = factory->create(index, host, bytes(json), made.get(), &error);
      lock.unlock();
      if (status != COTEJO_OK || !made->run) {
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

  void load_file(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    if (const auto pinned = options_.digests.find(name); pinned != options_.digests.end()) {
      const auto mapped = domain::MappedFile::open(file);
      const std::string found = mapped ? domain::digest_of(mapped->text()) : "none, as it cannot be read";
      if (found != pinned->second)
        return refuse(name, "its digest is " + found + ", and the configuration pins " + pinned->second);
    }
    const Inside inside(Inside::Step::load, name.c_str());
    const auto entry = open_plugin(file);
    if (!entry) return refuse(name, entry.error().message);
    auto offers = offers_of(**entry);
    if (!offers) return refuse(name, offers.error().message);
    register_components(file, std::move(*offers));
  }

  void register_components(const std::filesystem::path& path, std::vector<Offer> offers) {
    const std::string file = path.filename().string();
    const auto identity = identity_of(path.string());
    for (const auto& offer : offers)
      if (const auto it = components_.find(offer.declaration.id); it != components_.end())
        return refuse(file,
                      "component '" + offer.declaration.id + "' is already provided by " + it->second.info.plugin);
    for (auto& offer : offers) {
      const std::string id = offer.declaration.id;
      const bool isolated = recipes_.wanted(offer.declaration);
      Registered registered{
          {std::move(offer.declaration), file, {}, {}, isolated}, offer.factory, offer.index, path.string(), identity};
      add_models(registered.info);
      components_.emplace(id, std::move(registered));
    }
  }

  void add_models(ComponentInfo& info) const {
    if (auto models = models_of(info.declaration)) {
      info.models = std::move(*models);
    } else {
      info.unavailable = models.error().message;
    }
  }

  LoadOptions options_;
  const Host* host_;
  isolation::Recipes recipes_;
  std::map<std::string, Registered, std::less<>> components_;
  std::vector<Refusal> refusals_;
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<Component>> created_;
};

}  // namespace

std::unique_ptr<Registry> load_plugins(LoadOptions options) {
  if (!options.models) options.models = std::make_shared<Models>();
  return std::make_unique<LoadedPlugins>(std::move(options));
}

}  // namespace cotejo::plugins
