#include "bank_account_check.hpp"

using Check = bank_account::BankAccountCheck;
constexpr const char* kEvidence = "el estado de cuenta";

#include "../check_cases.hpp"
