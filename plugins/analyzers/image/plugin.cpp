#include "image_analyzer.hpp"

COTEJO_PLUGIN("image", "1.0.0", image_analyzer::ImageAnalyzer)
