#include "liveness_analyzer.hpp"

COTEJO_PLUGIN("liveness", "1.0.0", liveness_analyzer::LivenessAnalyzer)
