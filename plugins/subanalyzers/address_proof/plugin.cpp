#include "address_proof.hpp"

COTEJO_PLUGIN("address_proof", "1.0.0", cotejo::address_proof::AddressProof)
