// Which of its declared traits a component tells. In the place of one that a call neither emits nor says to be absent,
// the host says analysis.not_told.
#pragma once
#include <map>
#include <string>

#include "plugins/component.hpp"

namespace cotejo::plugin_check {

class Told {
 public:
  // A call that failed, was refused or asks for something tells nothing, and need not.
  void count(const plugins::Declaration& declaration, const plugins::CallResult& result);

  // Names of traits, by the number of calls that ended well and could have told them.
  using Untold = std::map<int, std::string>;
  Untold never(int enough) const;  // in each of at least `enough` calls
  Untold sometimes() const;

 private:
  struct Trait {
    int calls = 0, untold = 0;
  };
  template <class Which>
  Untold those(Which which) const;

  std::map<std::string, Trait> traits_;  // by name: params may change what is declared
};

}  // namespace cotejo::plugin_check
