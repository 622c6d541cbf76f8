#include "identity_check.hpp"

using Check = identity::IdentityCheck;
constexpr const char* kEvidence = "el frente de la credencial para votar";

#include "../check_cases.hpp"
