#include "signature.hpp"

COTEJO_PLUGIN("signature", "1.0.0", cotejo::signature::SignatureReader)
