#include "identity_check.hpp"

using Check = identity::IdentityCheck;
constexpr const char* kEvidence = "tu credencial";

#include "../check_cases.hpp"
