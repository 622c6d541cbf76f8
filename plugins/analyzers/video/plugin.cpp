#include "video_analyzer.hpp"

COTEJO_PLUGIN("video", "1.0.0", video_analyzer::VideoAnalyzer)
