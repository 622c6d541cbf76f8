#include "tamper_component.hpp"

COTEJO_PLUGIN("document_tamper", "1.0.0", cotejo::tamper::DocumentTamper)
