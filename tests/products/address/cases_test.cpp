#include "address_check.hpp"

using Check = address_check::AddressCheck;
constexpr const char* kEvidence = "el comprobante de domicilio";

#include "../check_cases.hpp"
