#include "told.hpp"

namespace cotejo::plugin_check {

void Told::count(const plugins::Declaration& declaration, const plugins::CallResult& result) {
  if (result.error || result.request) return;
  for (std::size_t i = 0; i < declaration.produces.size(); ++i) {
    auto& trait = traits_[declaration.produces[i].name];
    ++trait.calls;
    trait.untold += !result.outputs[i].emitted;
  }
}

template <class Which>
Told::Untold Told::those(Which which) const {
  Untold names;
  for (const auto& [name, trait] : traits_)
    if (which(trait)) {
      auto& list = names[trait.calls];
      list += (list.empty() ? "'" : ", '") + name + "'";
    }
  return names;
}

Told::Untold Told::never(int enough) const {
  return those([enough](const Trait& trait) { return trait.untold == trait.calls && trait.calls >= enough; });
}

Told::Untold Told::sometimes() const {
  return those([](const Trait& trait) { return trait.untold > 0 && trait.untold < trait.calls; });
}

}  // namespace cotejo::plugin_check
