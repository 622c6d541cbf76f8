// Knows how to start workers for each isolated component.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "plugins/component.hpp"
#include "plugins/isolation/options.hpp"
#include "plugins/isolation/remote_component.hpp"
#include "plugins/models.hpp"

namespace cotejo::plugins::isolation {

class Recipes {
 public:
  Recipes(IsolationOptions options, std::shared_ptr<Models> models, std::function<void(int, std::string_view)> log)
      : options_(std::move(options)), models_(std::move(models)), log_(std::move(log)) {}

  bool wanted(const Declaration& declaration) const;
  // Returns a function that makes instances of the component with these params, each in a process of its own. [control]
  Component::Make maker(const std::string& plugin, const FileIdentity& identity, const Declaration& declaration,
                        std::string params);

 private:
  struct Model {
    std::shared_ptr<const Descriptor> file;
    std::uint64_t size = 0;
    std::string digest{};
  };
  const Model& model(const std::string& name);

  const IsolationOptions options_;
  const std::shared_ptr<Models> models_;
  const std::function<void(int, std::string_view)> log_;
  std::map<std::string, Model> sealed_;
};

}  // namespace cotejo::plugins::isolation
