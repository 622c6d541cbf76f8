// ine.front: the fields on the front of a Mexican voter card.
#include "component.hpp"

COTEJO_PLUGIN("ine_front", "1.2.0", cotejo::ine_front::IneFront)
