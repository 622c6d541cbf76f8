#include "document_integrity_check.hpp"

COTEJO_PLUGIN("document_integrity", "1.0.0", document_integrity::DocumentIntegrityCheck)
