#include "contract_check.hpp"

COTEJO_PLUGIN("contract", "1.0.0", contract::ContractCheck)
