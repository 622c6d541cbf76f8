#include "contract_check.hpp"

using Check = contract::ContractCheck;
constexpr const char* kEvidence = "tu contrato";

#include "../check_cases.hpp"
