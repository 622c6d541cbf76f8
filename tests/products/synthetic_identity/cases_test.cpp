#include "synthetic_identity_check.hpp"

using Check = synthetic_identity::SyntheticIdentityCheck;
constexpr const char* kEvidence = "tus datos";

#include "../check_cases.hpp"
