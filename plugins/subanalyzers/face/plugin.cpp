#include "face_analyzer.hpp"

COTEJO_PLUGIN("face", "1.0.0", face_analyzer::FaceAnalyzer)
