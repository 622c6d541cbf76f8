#include "bank_account_check.hpp"

COTEJO_PLUGIN("bank_account", "1.0.0", bank_account::BankAccountCheck)
