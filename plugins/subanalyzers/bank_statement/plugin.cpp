#include "bank_statement.hpp"

COTEJO_PLUGIN("bank_statement", "1.0.0", cotejo::bank_statement::BankStatement)
