#include "address_check.hpp"

COTEJO_PLUGIN("address", "1.0.0", address_check::AddressCheck)
