#include "contract_check.hpp"

using Check = contract::ContractCheck;
constexpr const char* kEvidence = "el contrato firmado";

#include "../check_cases.hpp"
