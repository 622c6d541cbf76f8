#include "identity_links.hpp"

COTEJO_PLUGIN("identity_links", "1.0.0", identity_links::IdentityLinks)
