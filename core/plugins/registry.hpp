// The components that are loaded. Filled once at start, then read from any thread.
#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/error.hpp"
#include "plugins/declaration.hpp"

namespace cotejo::plugins {

// One component made ready with its params; instances of a serial component are pooled behind it. component.hpp says
// how it is called.
class Component;

using ModelDigests = std::vector<std::pair<std::string, std::string>>;  // name, sha256:…

struct ComponentInfo {
  Declaration declaration;  // for the default params
  std::string plugin;       // file name
  std::string unavailable;  // a sentence when the component is off (a model is missing), else empty
  ModelDigests models;      // for the default params
  bool isolated = false;    // runs in worker processes here, as it declares or as host.yaml says
};

// A plugin that was not taken, and why, in one sentence.
struct Refusal {
  std::string file, reason;
};

class Registry {
 public:
  virtual ~Registry() = default;
  virtual std::vector<const ComponentInfo*> components() const = 0;  // by id
  virtual const ComponentInfo* find(std::string_view id) const = 0;
  virtual const std::vector<Refusal>& refusals() const = 0;
  // The declaration with these params, which must satisfy the params schema; ports and outputs may depend on them.
  virtual domain::Result<Declaration> describe(std::string_view id, const boost::json::object& params) const = 0;
  // The models that a component of this declaration takes, as their files are now; the error says which is missing.
  virtual domain::Result<ModelDigests> models_of(const Declaration& declaration) const = 0;
  // Makes a component ready: models are loaded. The same id, params and models share one Component while any user holds
  // it.
  // [thread-safe]
  virtual domain::Result<std::shared_ptr<Component>> create(std::string_view id, const boost::json::object& params) = 0;
};

}  // namespace cotejo::plugins
