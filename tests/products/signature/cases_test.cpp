#include "signature_check.hpp"

using Check = signature_check::SignatureCheck;
constexpr const char* kEvidence = "el contrato firmado";

#include "../check_cases.hpp"
