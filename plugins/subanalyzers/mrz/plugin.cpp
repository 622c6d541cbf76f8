#include "mrz_component.hpp"

COTEJO_PLUGIN("mrz", "1.0.0", cotejo::mrz::Mrz)
