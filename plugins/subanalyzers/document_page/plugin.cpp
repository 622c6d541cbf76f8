#include "page_component.hpp"

COTEJO_PLUGIN("document_page", "1.0.0", cotejo::document_page::DocumentPage)
