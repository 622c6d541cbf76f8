#include "identity_check.hpp"

COTEJO_PLUGIN("identity", "1.0.0", identity::IdentityCheck)
