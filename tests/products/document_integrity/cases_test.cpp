#include "document_integrity_check.hpp"

using Check = document_integrity::DocumentIntegrityCheck;
constexpr const char* kEvidence = "el frente de la credencial para votar";

#include "../check_cases.hpp"
