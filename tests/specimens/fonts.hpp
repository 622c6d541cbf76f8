// The fonts that cards are printed with.
#pragma once

#include "random.hpp"
#include "typeset.hpp"

namespace cotejo::specimens {

// One choice of typefaces for a card. Loading throws std::runtime_error when no font of a kind is installed.
struct Fonts {
  explicit Fonts(Random random);
  Typeface title, label, value, machine;
};

}  // namespace cotejo::specimens
