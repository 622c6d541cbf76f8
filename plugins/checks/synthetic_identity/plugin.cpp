#include "synthetic_identity_check.hpp"

COTEJO_PLUGIN("synthetic_identity", "1.0.0", synthetic_identity::SyntheticIdentityCheck)
