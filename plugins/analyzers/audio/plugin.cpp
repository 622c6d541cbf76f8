#include "audio_analyzer.hpp"

COTEJO_PLUGIN("audio", "1.0.0", audio_analyzer::AudioAnalyzer)
