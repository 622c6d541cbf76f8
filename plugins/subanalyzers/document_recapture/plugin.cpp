#include "recapture_component.hpp"

COTEJO_PLUGIN("document_recapture", "1.0.0", cotejo::recapture::DocumentRecapture)
