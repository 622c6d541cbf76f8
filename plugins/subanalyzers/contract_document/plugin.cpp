#include "contract_document.hpp"

COTEJO_PLUGIN("contract_document", "1.0.0", cotejo::contract_document::ContractDocument)
