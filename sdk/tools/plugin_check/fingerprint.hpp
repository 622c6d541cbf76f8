// Everything that a call left behind, as text: equal inputs must give equal texts.
#pragma once
#include <string>

#include "plugins/component.hpp"

namespace cotejo::plugin_check {
std::string fingerprint(const plugins::CallResult& result, const plugins::Declaration& declaration);
}
