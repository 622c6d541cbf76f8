#include "signature_check.hpp"

COTEJO_PLUGIN("signature_check", "1.0.0", signature_check::SignatureCheck)
