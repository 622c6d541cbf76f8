#include "rectify_component.hpp"

COTEJO_PLUGIN("document_rectify", "1.0.0", cotejo::rectify::DocumentRectify)
