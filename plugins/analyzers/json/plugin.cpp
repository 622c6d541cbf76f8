#include "json_analyzer.hpp"

COTEJO_PLUGIN("json", "1.0.0", json_analyzer::JsonAnalyzer)
