// All loaded components. Filled once at the start, then read from any thread.
#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/error.hpp"
#include "plugins/declaration.hpp"

namespace cotejo::plugins {

// A component that was created with its params, see component.hpp.
class Component;

using ModelDigests = std::vector<std::pair<std::string, std::string>>;  // name, sha256:…

struct ComponentInfo {
  Declaration declaration;  // for the default params
  std::string plugin;       // file name
  std::string unavailable;  // why the component cannot run (a model is missing), as a sentence; else empty
  ModelDigests models;      // for the default params
  bool isolated = false;    // runs in worker processes, because it asks for that or host.yaml says so
};

// A plugin that was refused, and why, in one sentence.
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
  // The digests of the models that the declaration names, as the files are now; the error says which one is missing.
  virtual domain::Result<ModelDigests> models_of(const Declaration& declaration) const = 0;
  // Creates a component and loads its models. Callers with the same id, params and models share one Component for as
  // long as any of them holds it. [thread-safe]
  virtual domain::Result<std::shared_ptr<Component>> create(std::string_view id, const boost::json::object& params) = 0;
};

}  // namespace cotejo::plugins
