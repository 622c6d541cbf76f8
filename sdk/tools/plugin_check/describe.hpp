// The level `describe`: what the declarations of a plugin say, and whether they always say it.
#pragma once
#include "finding.hpp"
#include "subject.hpp"

namespace cotejo::plugin_check {

void describe(const Subject& subject, Reporter& reporter);

}  // namespace cotejo::plugin_check
