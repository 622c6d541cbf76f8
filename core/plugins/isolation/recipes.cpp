#include "plugins/isolation/recipes.hpp"

namespace cotejo::plugins::isolation {

bool Recipes::wanted(const Declaration& declaration) const {
  if (options_.worker.empty()) return false;
  const auto named = options_.components.find(declaration.id);
  return named == options_.components.end() ? declaration.isolated : named->second;
}

Component::Make Recipes::maker(const std::string& plugin, const FileIdentity& identity, const Declaration& declaration,
                               std::string params) {
  auto workers = std::make_shared<Workers>();
  auto& recipe = workers->recipe;
  recipe.program = options_.worker.string();
  recipe.setup.plugin = plugin;
  recipe.setup.identity = identity;
  recipe.setup.id = declaration.id;
  recipe.setup.params = std::move(params);
  recipe.setup.memory = options_.memory;
  recipe.setup.arena = options_.call_memory;
  for (const auto& name : declaration.models) {
    const auto& sealed = model(name);
    recipe.setup.models.push_back(name);
    recipe.setup.model_sizes.push_back(sealed.size);
    recipe.models.push_back(sealed.file);
  }
  recipe.ports = static_cast<std::uint32_t>(declaration.consumes.size());
  recipe.grace = options_.grace;
  recipe.start_timeout = options_.start_timeout;
  recipe.calls_per_worker = options_.calls_per_worker;
  recipe.log = log_;
  if (options_.ended)
    workers->ended = [ended = options_.ended, id = declaration.id](Cause cause) { ended(id, to_string(cause)); };
  return [workers = std::move(workers)] { return make_remote(workers); };
}

// One copy for all workers, which none of them can change; one more when people have replaced the file.
const Recipes::Model& Recipes::model(const std::string& name) {
  const auto opened = models_->open(name);
  auto& known = sealed_[name];
  if (known.file && (!opened || known.digest == opened->digest)) return known;
  const auto bytes = opened ? opened->bytes : std::span<const std::uint8_t>{};
  known = {std::make_shared<Descriptor>(sealed_copy("cotejo-model", bytes)), bytes.size(),
           opened ? opened->digest : std::string{}};
  return known;
}

}  // namespace cotejo::plugins::isolation
