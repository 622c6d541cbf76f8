#include "signature_check.hpp"

using Check = signature_check::SignatureCheck;
constexpr const char* kEvidence = "tu contrato";

#include "../check_cases.hpp"
