#include "address_component.hpp"

COTEJO_PLUGIN("mx_address", "1.0.0", mx_address::AddressParts)
