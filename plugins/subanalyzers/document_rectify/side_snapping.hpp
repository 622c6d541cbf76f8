// Moves the sides of a roughly known outline onto edges near them.
#pragma once
#include "outline_judge.hpp"

namespace cotejo::rectify {

// `reach`: pixels that an end of a side may be off.
Quad snapped(const OutlineJudge& judge, const Quad& quad, float reach);

}  // namespace cotejo::rectify
