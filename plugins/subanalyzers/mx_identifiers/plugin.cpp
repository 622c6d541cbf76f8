#include "identifiers_component.hpp"

COTEJO_PLUGIN("mx_identifiers", "1.0.0", mx_identifiers::Identifiers)
