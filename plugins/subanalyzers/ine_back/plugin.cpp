// ine.back: the numbers on the back of a Mexican voter card.
#include "component.hpp"

COTEJO_PLUGIN("ine_back", "1.0.0", cotejo::ine_back::IneBack)
